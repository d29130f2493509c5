import type { SettingDefinition } from '@onedoor/core';
import { html, nothing, type TemplateResult } from 'lit';
import { field } from '../internal/form.js';

/** What a form is made of: the same words as in a JSON Schema. */
export interface FormSchema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, FormSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: FormSchema | boolean;
  readonly items?: FormSchema;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** What zod says of a schema, as far as it is walked here: its own JSON Schema would come into the board's first bundle. */
interface Walked {
  readonly _zod: {
    readonly def: {
      readonly type: string;
      readonly shape?: Readonly<Record<string, Walked>>;
      readonly element?: Walked;
      readonly valueType?: Walked;
      readonly innerType?: Walked;
      readonly entries?: Readonly<Record<string, string>>;
      readonly checks?: readonly { readonly _zod: { readonly def: { readonly check: string; readonly value?: unknown } } }[];
    };
  };
}

/** What a form needs of a setting's schema. What only code checks, such as an order of steps, is told when it is set. */
export const formSchema = (schema: SettingDefinition['schema']): FormSchema => walk(schema as unknown as Walked);

function walk({ _zod: { def } }: Walked): FormSchema {
  const { type, shape = {}, element, valueType, innerType, entries = {}, checks = [] } = def;
  if (type === 'optional' && innerType !== undefined) return walk(innerType);
  if (type === 'enum') return { enum: Object.values(entries) };
  if (type === 'array' && element !== undefined) return { type, items: walk(element) };
  if (type === 'record' && valueType !== undefined) return { type: 'object', additionalProperties: walk(valueType) };
  if (type !== 'object') {
    const limit = (check: string) => checks.find(({ _zod }) => _zod.def.check === check)?._zod.def.value;
    const [minimum, maximum] = [limit('greater_than'), limit('less_than')];
    return { type, ...(typeof minimum === 'number' ? { minimum } : {}), ...(typeof maximum === 'number' ? { maximum } : {}) };
  }
  const parts = Object.entries(shape);
  return {
    type,
    properties: Object.fromEntries(parts.map(([key, part]) => [key, walk(part)])),
    required: parts.filter(([, part]) => part._zod.def.type !== 'optional').map(([key]) => key),
  };
}

export interface FormTexts {
  /** Label of a part, by its key. */
  label(key: string): string;
  /** One choice of several. */
  choice(value: string): string;
  readonly add: string;
  readonly remove: string;
  readonly key: string;
  readonly yes: string;
  readonly no: string;
  readonly none: string;
}

type Change = (value: unknown) => void;
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value to begin with, for what is added. */
export function emptyValue(schema: FormSchema): unknown {
  if (schema.enum !== undefined) return schema.enum[0];
  switch (schema.type) {
    case 'boolean':
      return false;
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 0, 0);
    case 'array':
      return [];
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).flatMap(([key, part]) =>
          schema.required?.includes(key) === true ? [[key, emptyValue(part)]] : [],
        ),
      );
    default:
      return '';
  }
}

/** A form for a value, made of its schema: every part has a label, and nothing but the keyboard is needed. */
export function valueForm(schema: FormSchema, value: unknown, label: string, change: Change, texts: FormTexts): TemplateResult {
  if (schema.enum !== undefined)
    return field(
      label,
      html`<select @change=${(event: Event) => event.target instanceof HTMLSelectElement && change(event.target.value)}>${schema.enum.map((each) => html`<option value=${each} ?selected=${each === value}>${texts.choice(each)}</option>`)}</select>`,
    );
  switch (schema.type) {
    case 'boolean':
      return html`<label class="check"><input type="checkbox" .checked=${value === true} @change=${(event: Event) => event.target instanceof HTMLInputElement && change(event.target.checked)} /><span>${label}</span></label>`;
    case 'integer':
    case 'number':
      return field(
        label,
        html`<input type="number" required .value=${String(value ?? '')} min=${schema.minimum ?? nothing} max=${schema.maximum ?? nothing} @change=${(event: Event) => event.target instanceof HTMLInputElement && change(event.target.valueAsNumber)} />`,
      );
    case 'array':
      return schema.items?.type === 'string' && schema.items.enum === undefined
        ? linesForm(value, label, change)
        : listForm(schema.items ?? {}, Array.isArray(value) ? value : [], label, change, texts);
    case 'object':
      return isObject(schema.additionalProperties) && schema.properties === undefined
        ? recordForm(schema.additionalProperties, isObject(value) ? value : {}, label, change, texts)
        : objectForm(schema, isObject(value) ? value : {}, label, change, texts);
    default:
      return field(
        label,
        html`<input .value=${typeof value === 'string' ? value : ''} autocomplete="off" @change=${(event: Event) => event.target instanceof HTMLInputElement && change(event.target.value.trim())} />`,
      );
  }
}

/** Short texts, one a line. */
function linesForm(value: unknown, label: string, change: Change): TemplateResult {
  const lines = Array.isArray(value) ? value.map(String) : [];
  const read = (event: Event) => {
    if (event.target instanceof HTMLTextAreaElement)
      change(
        event.target.value
          .split('\n')
          .map((line) => line.trim())
          .filter((line) => line !== ''),
      );
  };
  return field(label, html`<textarea rows=${Math.min(12, lines.length + 2)} .value=${lines.join('\n')} @change=${read}></textarea>`);
}

function objectForm(
  { properties = {}, required = [] }: FormSchema,
  value: Readonly<Record<string, unknown>>,
  label: string,
  change: Change,
  texts: FormTexts,
): TemplateResult {
  const parts = Object.entries(properties).map(([key, part]) =>
    valueForm(
      part,
      value[key],
      texts.label(key),
      (next) => {
        const { [key]: _, ...others } = value;
        // What may be missing and is empty is missing. The order is the schema's, so that one value is always written alike.
        const all = next === '' && !required.includes(key) ? others : { ...others, [key]: next };
        change(Object.fromEntries(Object.keys(properties).flatMap((each) => (each in all ? [[each, all[each]]] : []))));
      },
      texts,
    ),
  );
  const layout = Object.values(properties).every(isShort) ? 'row' : 'stack';
  return label === ''
    ? html`<div class=${layout}>${parts}</div>`
    : html`<fieldset class=${layout}><legend>${label}</legend>${parts}</fieldset>`;
}

/** One control, or a few that belong together: these stand side by side. */
const isShort = ({ type, properties = {} }: FormSchema): boolean =>
  type === 'object' ? Object.values(properties).every((part) => part.properties === undefined && isShort(part)) : type !== 'array';

function listForm(items: FormSchema, value: readonly unknown[], label: string, change: Change, texts: FormTexts): TemplateResult {
  return html`<fieldset class="stack"><legend>${label}</legend>
    ${value.map(
      (each, at) =>
        html`<div class="part stack">${valueForm(items, each, `${label} ${at + 1}`, (next) => change(value.with(at, next)), texts)}
          <button type="button" aria-label=${`${texts.remove}: ${label} ${at + 1}`} @click=${() => change(value.toSpliced(at, 1))}>${texts.remove}</button></div>`,
    )}
    <button type="button" aria-label=${`${texts.add}: ${label}`} @click=${() => change([...value, emptyValue(items)])}>${texts.add}</button>
  </fieldset>`;
}

function recordForm(
  items: FormSchema,
  value: Readonly<Record<string, unknown>>,
  label: string,
  change: Change,
  texts: FormTexts,
): TemplateResult {
  const add = (event: Event) => {
    const input = event.target instanceof HTMLElement ? event.target.parentElement?.querySelector('input.key') : null;
    const key = input instanceof HTMLInputElement ? input.value.trim() : '';
    if (!(input instanceof HTMLInputElement) || key === '' || key in value) return;
    input.value = '';
    change({ ...value, [key]: emptyValue(items) });
  };
  return html`<fieldset class="stack"><legend>${label}</legend>
    ${Object.entries(value).map(([key, each]) => {
      const { [key]: _, ...others } = value;
      return html`<div class="part stack">${valueForm(items, each, key, (next) => change({ ...value, [key]: next }), texts)}
        <button type="button" aria-label=${`${texts.remove}: ${key}`} @click=${() => change(others)}>${texts.remove}</button></div>`;
    })}
    <div class="row">${field(texts.key, html`<input class="key" autocomplete="off" />`)}<button type="button" @click=${add}>${texts.add}</button></div>
  </fieldset>`;
}

const isFlat = (value: unknown): boolean => !isObject(value) || Object.values(value).every((each) => typeof each !== 'object');

/** Parts that all have the same parts, as a table; undefined for what is none. */
function tableView(value: Readonly<Record<string, unknown>>, texts: FormTexts): TemplateResult | undefined {
  const rows = Object.entries(value);
  const [, first] = rows[0] ?? [];
  const heads = isObject(first) ? Object.keys(first) : [];
  const fits = (row: unknown) =>
    isObject(row) && Object.keys(row).join() === heads.join() && Object.values(row).every((cell) => !Array.isArray(cell) && isFlat(cell));
  if (rows.length < 2 || heads.length < 2 || !rows.every(([, row]) => fits(row))) return undefined;
  const cell = (seen: unknown) =>
    isObject(seen)
      ? Object.values(seen)
          .map((each) => (typeof each === 'string' ? texts.choice(each) : String(each)))
          .join(' ')
      : valueView(seen, texts);
  return html`<div class="grid"><table>
    <thead><tr><td></td>${heads.map((key) => html`<th scope="col">${texts.label(key)}</th>`)}</tr></thead>
    <tbody>${rows.map(([key, row]) => html`<tr><th scope="row">${texts.label(key)}</th>${heads.map((head) => html`<td>${cell(isObject(row) ? row[head] : undefined)}</td>`)}</tr>`)}</tbody>
  </table></div>`;
}

/** A value to read. */
export function valueView(value: unknown, texts: FormTexts): TemplateResult | string {
  if (typeof value === 'boolean') return value ? texts.yes : texts.no;
  if (Array.isArray(value)) {
    if (value.length === 0) return texts.none;
    return value.every((each) => typeof each === 'string')
      ? value.join(' · ')
      : html`<ol>${value.map((each) => html`<li>${valueView(each, texts)}</li>`)}</ol>`;
  }
  if (!isObject(value)) return typeof value === 'string' ? texts.choice(value) : String(value);
  const parts = Object.entries(value);
  if (parts.length === 0) return texts.none;
  return (
    tableView(value, texts) ??
    html`<dl>${parts.map(([key, each]) => html`<dt>${texts.label(key)}</dt><dd>${valueView(each, texts)}</dd>`)}</dl>`
  );
}

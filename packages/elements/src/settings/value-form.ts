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
    };
    readonly bag: { readonly minimum?: number; readonly maximum?: number };
  };
}

/** What a form needs of a setting's schema. What only code checks, such as an order of steps, is told when it is set. */
export const formSchema = (schema: SettingDefinition['schema']): FormSchema => walk(schema as unknown as Walked);

function walk({ _zod: { def, bag } }: Walked): FormSchema {
  const { type, shape = {}, element, valueType, innerType, entries = {} } = def;
  if (type === 'optional' && innerType !== undefined) return walk(innerType);
  if (type === 'enum') return { enum: Object.values(entries) };
  if (type === 'array' && element !== undefined) return { type, items: walk(element) };
  if (type === 'record' && valueType !== undefined) return { type: 'object', additionalProperties: walk(valueType) };
  if (type !== 'object')
    return {
      type,
      ...(bag.minimum === undefined ? {} : { minimum: bag.minimum }),
      ...(bag.maximum === undefined ? {} : { maximum: bag.maximum }),
    };
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
        html`<input type="number" required .value=${String(value ?? '')} min=${schema.minimum ?? nothing} max=${schema.maximum === undefined || schema.maximum > 1e9 ? nothing : schema.maximum} @change=${(event: Event) => event.target instanceof HTMLInputElement && change(event.target.valueAsNumber)} />`,
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
  return label === ''
    ? html`<div class="stack">${parts}</div>`
    : html`<fieldset class="stack"><legend>${label}</legend>${parts}</fieldset>`;
}

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
  return html`<dl>${parts.map(([key, each]) => html`<dt>${texts.label(key)}</dt><dd>${valueView(each, texts)}</dd>`)}</dl>`;
}

import { CATEGORIES, type CaseRow, type DirectoryState, STAGES } from '@onedoor/core';
import { html, nothing, type TemplateResult } from 'lit';
import { guardComposition } from '../internal/form.js';
import { LEAD, ME, MINE } from './board-model.js';
import {
  activeFilters,
  type BoardFilter,
  type BoardView,
  BUILT_IN,
  CARD_SORTS,
  CLOCKS,
  LAYOUTS,
  NO_FILTER,
  type SavedView,
  startsDescending,
} from './board-view.js';
import type { BoardTools } from './tools.js';

type Option = readonly [value: string, label: string];

/** What can be chosen in the filters: only what there is. */
export interface Choices {
  readonly categories: readonly string[];
  readonly villages: readonly string[];
  readonly departments: readonly string[];
  readonly people: readonly string[];
}

/** Reads the choices from the rows; stops after each of so many that a page may draw in between. */
export function* readChoices(
  rows: readonly CaseRow[],
  directory: DirectoryState | undefined,
  collator: Intl.Collator,
): Generator<void, Choices, void> {
  let read = 0;
  const [categories, villages, people, departments] = [new Set<string>(), new Set<string>(), new Set<string>(), new Set<string>()];
  for (const row of rows) {
    categories.add(row.category);
    if (row.village !== '') villages.add(row.village);
    for (const person of Object.keys(row.members)) people.add(person);
    if (++read % 256 === 0) yield;
  }
  for (const person of people) {
    const department = directory?.people[person]?.department;
    if (department !== undefined) departments.add(department);
  }
  return {
    categories: CATEGORIES.filter((code) => categories.has(code)),
    villages: [...villages].sort(collator.compare),
    departments: [...departments],
    people: [...people],
  };
}

export interface ToolbarOptions {
  readonly view: BoardView;
  readonly narrow: boolean;
  readonly saved: readonly SavedView[];
  /** Id of the view in use, if it is one with a name. */
  readonly inUse: string | undefined;
  readonly choices: Choices;
  readonly newCase: TemplateResult | typeof nothing;
  /** Label of the column that sorts, where that is none of the card's own. */
  readonly sortedBy: string | undefined;
  readonly tools: BoardTools;
  set(view: Partial<BoardView>): void;
  setFilter(filter: Partial<BoardFilter>): void;
  choose(id: string): void;
  open(dialog: 'filters' | 'save' | 'views' | 'columns' | 'keys'): void;
}

/** Views, search, layout and order above the board; the filters below them, or behind a button on a narrow page. */
export function toolbarView(options: ToolbarOptions): TemplateResult {
  const { view, narrow } = options;
  const { t } = options.tools;
  const active = activeFilters({ ...view.filter, words: '' });
  // The letters of a composition are no words yet.
  const search = (event: Event) => {
    if (!(event instanceof InputEvent && event.isComposing)) options.setFilter({ words: enteredIn(event) });
  };
  return html`<div class="toolbar no-print" part="toolbar">
    <div class="row tools">
      ${viewChoice(options)}
      <label class="search"><span class="sr">${t('list.search')}</span>
        <input type="search" placeholder=${t('list.search')} aria-keyshortcuts="/" .value=${view.filter.words} @keydown=${guardComposition} @input=${search} @compositionend=${search} /></label>
      ${narrow ? html`<button type="button" class="filters" @click=${() => options.open('filters')}>${active === 0 ? t('board.filters') : t('board.filtersOn', { count: active })}</button>` : nothing}
      <div class="segments" role="group" aria-label=${t('board.layout')}>
        ${LAYOUTS.map((layout) => html`<button type="button" aria-pressed=${view.layout === layout} @click=${() => options.set({ layout })}>${t(`board.layout.${layout}`)}</button>`)}
      </div>
      ${narrow ? nothing : sortChoice(options)}
      ${view.layout === 'table' && !narrow ? html`<button type="button" class="columns-button" @click=${() => options.open('columns')}>${t('board.columns')}</button>` : nothing}
      ${narrow ? nothing : html`<button type="button" class="icon" aria-label=${t('board.keys')} title=${t('board.keys')} aria-keyshortcuts="?" @click=${() => options.open('keys')}>?</button>`}
      ${options.newCase}
    </div>
    ${narrow ? nothing : html`<div class="row filter" role="group" aria-label=${t('board.filters')}>${filterFields(options)}</div>`}
  </div>`;
}

/** All filters, one after another: in a row, or one below another in the sheet. */
export function filterFields(options: ToolbarOptions): TemplateResult {
  const { view, choices, setFilter, tools } = options;
  const { t } = tools;
  const { filter } = view;
  const select = (key: 'category' | 'village' | 'department' | 'person' | 'clock' | 'stage', all: string, values: readonly Option[]) =>
    choice(
      t(`board.filter.${key}`),
      filter[key],
      [['', all], ...values],
      (value) => setFilter({ [key]: value } as Partial<BoardFilter>),
      filter[key] !== '',
    );
  const clocks = CLOCKS.map((clock): Option => [clock, t(`board.clock.${clock}`)]);
  const people: Option[] = [
    [LEAD, t('board.person.lead')],
    [ME, t('board.person.me')],
    ...choices.people.map((id): Option => [id, tools.nameOf(id)]),
  ];
  return html`
    ${
      view.layout === 'table'
        ? select(
            'stage',
            t('list.allStages'),
            STAGES.map((stage): Option => [stage, t(`stage.${stage}`)]),
          )
        : nothing
    }
    ${select(
      'category',
      t('board.filter.category.all'),
      choices.categories.map((code): Option => [code, tools.categoryOf(code)]),
    )}
    ${select(
      'village',
      t('board.filter.village.all'),
      choices.villages.map((name): Option => [name, name]),
    )}
    ${select('department', t('board.filter.department.all'), [[MINE, t('board.department.mine')], ...choices.departments.map((id): Option => [id, tools.departmentOf(id)])])}
    ${select('person', t('board.filter.person.all'), people)}
    ${select('clock', t('board.filter.clock.all'), clocks)}
    <label class="check"><input type="checkbox" .checked=${filter.waits} @change=${(event: Event) => setFilter({ waits: isChecked(event) })} />${t('board.filter.waits')}</label>
    <label class="check"><input type="checkbox" .checked=${filter.changed} @change=${(event: Event) => setFilter({ changed: isChecked(event) })} />${t('board.filter.changed')}</label>
    ${activeFilters(filter) === 0 ? nothing : html`<button type="button" class="link clear" @click=${() => setFilter(NO_FILTER)}>${t('board.clear')}</button>`}
  `;
}

function viewChoice({ tools: { t }, saved, inUse, choose, open }: ToolbarOptions): TemplateResult {
  return html`<label class="views"><span class="sr">${t('board.view')}</span>
    <select @change=${(event: Event) => choose(enteredIn(event))}>
      ${inUse === undefined ? html`<option value="" .selected=${true}>${t('board.view.own')}</option>` : nothing}
      ${BUILT_IN.map((id) => html`<option value=${id} .selected=${inUse === id}>${t(`board.view.${id}`)}</option>`)}
      ${saved.length === 0 ? nothing : html`<optgroup label=${t('board.view.saved')}>${saved.map(({ id, name }) => html`<option value=${id} .selected=${inUse === id}>${name}</option>`)}</optgroup>`}
    </select></label>
    ${inUse === undefined ? html`<button type="button" class="save-view" @click=${() => open('save')}>${t('board.view.save')}</button>` : nothing}
    ${saved.length === 0 ? nothing : html`<button type="button" class="link manage" @click=${() => open('views')}>${t('board.view.manage')}</button>`}`;
}

export function sortChoice({ tools: { t }, view, set, sortedBy }: ToolbarOptions): TemplateResult {
  const { by } = view.sort;
  const sorts = CARD_SORTS.map((key): Option => [key, t(`board.sort.${key}`)]);
  const added: readonly Option[] = sortedBy === undefined || sorts.some(([key]) => key === by) ? sorts : [...sorts, [by, sortedBy]];
  return choice(t('board.sort'), by, added, (value) => set({ sort: { by: value, descending: startsDescending(value) } }));
}

/** A select without a visible label: its first line says what it is. */
function choice(
  label: string,
  value: string,
  values: readonly Option[],
  onChange: (value: string) => void,
  active = false,
): TemplateResult {
  return html`<label class=${active ? 'choice active' : 'choice'}><span class="label">${label}</span>
    <select @change=${(event: Event) => onChange(enteredIn(event))}>
      ${values.map(([id, name]) => html`<option value=${id} .selected=${id === value}>${name}</option>`)}
    </select></label>`;
}

const enteredIn = (event: Event): string =>
  event.currentTarget instanceof HTMLInputElement || event.currentTarget instanceof HTMLSelectElement ? event.currentTarget.value : '';
const isChecked = (event: Event): boolean => event.currentTarget instanceof HTMLInputElement && event.currentTarget.checked;

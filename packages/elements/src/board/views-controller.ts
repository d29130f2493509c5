import type { Preferences, Session } from '@onedoor/core';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { PreferenceController } from '../controllers/preference-controller.js';
import { oneOf } from '../internal/form.js';
import { memo } from '../internal/memo.js';
import { newId } from '../internal/new-id.js';
import {
  type BoardFilter,
  type BoardView,
  BUILT_IN,
  builtInView,
  FIRST_VIEW,
  NO_FILTER,
  parseView,
  readSavedViews,
  type SavedView,
  startsDescending,
  viewInUse,
  viewQuery,
} from './board-view.js';

/** Typing tells the page of the new view when it pauses. */
const TELL_AFTER_MS = 250;

export interface ViewsHost extends ReactiveControllerHost {
  readonly session: Session | undefined;
  /** The view that the page asks for. */
  readonly query: string | undefined;
  viewChanged(view: BoardView): void;
}

/** What is kept of a view for the next time: not its filter, which would hide cases without a word. */
const keptOf = (view: BoardView): string => viewQuery({ ...view, filter: NO_FILTER });

/** The view of the board and the views that a person has named, kept as their preferences. */
export class ViewsController implements ReactiveController {
  readonly #host: ViewsHost;
  readonly #kept: PreferenceController;
  readonly #named: PreferenceController;
  readonly #first: PreferenceController;
  readonly #read = memo(readSavedViews);
  #view: BoardView = FIRST_VIEW;
  #begun: Session | undefined;
  #query: string | undefined;
  #tell: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ViewsHost) {
    this.#host = host;
    const preferences = (): Preferences | undefined => host.session?.preferences;
    this.#kept = new PreferenceController(host, preferences, 'board/view');
    this.#named = new PreferenceController(host, preferences, 'board/saved');
    this.#first = new PreferenceController(host, preferences, 'board/first');
    host.addController(this);
  }

  get view(): BoardView {
    return this.#view;
  }

  get saved(): readonly SavedView[] {
    return this.#read(this.#named.value);
  }

  /** The view that the board opens with. */
  get first(): string | undefined {
    const id = this.#first.value;
    return typeof id === 'string' ? id : undefined;
  }

  get inUse(): string | undefined {
    return viewInUse(this.#view, this.saved);
  }

  hostConnected(): void {}

  hostUpdate(): void {
    const { session, query } = this.#host;
    const asked = query !== this.#query;
    this.#query = query;
    if (session === undefined || (session === this.#begun && (!asked || query === undefined || query === viewQuery(this.#view)))) return;
    this.#begun = session;
    this.#view = this.#opening(query);
  }

  hostDisconnected(): void {
    clearTimeout(this.#tell);
  }

  /** Another view by this person: layout, order and columns are kept for the next time, the page hears of all of it. */
  set(change: Partial<BoardView>): void {
    const view = { ...this.#view, ...change };
    if (keptOf(view) !== keptOf(this.#view)) this.#kept.set(keptOf(view));
    this.#view = view;
    this.#host.requestUpdate();
    clearTimeout(this.#tell);
    this.#tell = setTimeout(() => this.#host.viewChanged(this.#view), TELL_AFTER_MS);
  }

  setFilter(filter: Partial<BoardFilter>): void {
    this.set({ filter: { ...this.#view.filter, ...filter } });
  }

  sortBy(by: string): void {
    const { sort } = this.#view;
    this.set({ sort: { by, descending: sort.by === by ? !sort.descending : startsDescending(by) } });
  }

  choose(id: string): void {
    const builtIn = oneOf(BUILT_IN, id);
    const own = this.saved.find((each) => each.id === id);
    if (builtIn !== undefined) this.set(builtInView(builtIn, this.#view));
    else if (own !== undefined) this.set(parseView(own.query));
  }

  save(name: string, first: boolean): void {
    const view: SavedView = { id: newId(), name, query: viewQuery(this.#view) };
    this.#named.set([...this.saved, view]);
    if (first) this.#first.set(view.id);
  }

  rename(id: string, name: string): void {
    this.#named.set(this.saved.map((each) => (each.id === id ? { ...each, name } : each)));
  }

  remove(id: string): void {
    this.#named.set(this.saved.filter((each) => each.id !== id));
    if (this.first === id) this.#first.set(undefined);
  }

  setFirst(id: string | undefined): void {
    this.#first.set(id);
  }

  #opening(query: string | undefined): BoardView {
    const kept = typeof this.#kept.value === 'string' ? parseView(this.#kept.value) : FIRST_VIEW;
    const base = { ...kept, filter: NO_FILTER };
    if (query !== undefined && query !== '') return parseView(query, base);
    const own = this.saved.find(({ id }) => id === this.first);
    return own === undefined ? base : parseView(own.query);
  }
}

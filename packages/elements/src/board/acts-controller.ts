import {
  type Actor,
  type ActRequest,
  type CaseRow,
  caseSlice,
  type DirectoryState,
  outcomeSchema,
  type Refusal,
  type Result,
  type RoomRule,
  type Session,
  type Stage,
} from '@onedoor/core';
import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { closeDialog, dialogView } from '../internal/dialog.js';
import { field, focusWhenShown, formValue, guardComposition, oneOf, onSubmit, options } from '../internal/form.js';
import type { MessageKey, Params } from '../locales/locale.js';
import { askedIn, askFields } from '../tasks/ask-fields.js';
import { decideMove, type MoveDecision } from './board-model.js';
import { whyNot } from './rule-words.js';

const OUTCOMES = outcomeSchema.options;

/** A move as events tell it. `outcome` is there when it closes the case. */
export interface Move {
  readonly case: string;
  readonly from: Stage;
  readonly to: Stage;
  readonly reason: string;
  readonly outcome?: (typeof OUTCOMES)[number];
}

/** What the acts need from the board. */
export interface ActsHost extends ReactiveControllerHost {
  readonly session: Session | undefined;
  readonly me: Actor | undefined;
  readonly rule: RoomRule | undefined;
  readonly people: DirectoryState | undefined;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  words(key: MessageKey, params?: Params): string;
  nameOf(person: string): string;
  departmentOf(department: string): string;
  refused(refusal: Refusal | undefined): TemplateResult | typeof nothing;
  /** Says something to who does not see the screen. */
  say(text: string): void;
  /** False when the page forbids it. */
  beforeMove(move: Move): boolean;
  moved(move: Move): void;
  /** Brings the focus to a card, wherever it stands now. */
  focusCard(caseId: string): void;
}

type Asked =
  | { readonly kind: 'move'; readonly row: CaseRow; readonly to: Stage; readonly reason: 'needed' | 'outcome' }
  | { readonly kind: 'task'; readonly row: CaseRow };

interface Moved {
  readonly to: Stage;
  readonly title: string;
  /** The row as it was; while it is the same object the move shows on top of it. */
  base: CaseRow;
  shown: CaseRow;
}

/**
 * What a person does with a card, by whatever way: move, close, ask for something. A card stands in its new column at
 * once and is marked until the row itself says so; what the server refuses goes back, with words.
 */
export class ActsController implements ReactiveController {
  readonly #host: ActsHost;
  readonly #moved = new Map<string, Moved>();
  #overlaid: { readonly of: readonly CaseRow[]; readonly shown: readonly CaseRow[] } | undefined;
  #asked: Asked | undefined;
  #problem: Refusal | undefined;

  constructor(host: ActsHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {}

  hostDisconnected(): void {
    this.#asked = undefined;
    this.#moved.clear();
  }

  /** Whether a form is open. */
  get asking(): boolean {
    return this.#asked !== undefined;
  }

  decide(row: CaseRow, to: Stage): MoveDecision {
    return decideMove(row, to, this.#host.rule, this.#host.me);
  }

  /** Why a case cannot be brought to a stage; undefined when it can. */
  whyNot(row: CaseRow, to: Stage): string | undefined {
    const decision = this.decide(row, to);
    return decision.allowed ? undefined : this.#why(decision.why);
  }

  /** Begins a move: does it, asks for what it needs first, or says why it cannot be. */
  move(row: CaseRow, to: Stage): void {
    const decision = this.decide(row, to);
    if (!decision.allowed) {
      this.#host.say(this.#host.words('board.said.refused', { title: row.title, why: this.#why(decision.why) }));
      return;
    }
    if (decision.reason === 'none') void this.#move(row, { case: row.case, from: row.stage, to, reason: '' });
    else this.#ask({ kind: 'move', row, to, reason: decision.reason });
  }

  askFor(row: CaseRow): void {
    this.#ask({ kind: 'task', row });
  }

  /** Rows with this person's moves on top that the rows do not tell yet. */
  overlay(rows: readonly CaseRow[]): readonly CaseRow[] {
    if (this.#moved.size === 0) return rows;
    if (this.#overlaid?.of === rows) return this.#overlaid.shown;
    const here = new Map(rows.filter((row) => this.#moved.has(row.case)).map((row) => [row.case, row]));
    for (const [id, moved] of [...this.#moved]) {
      const row = here.get(id);
      if (row === moved.base) continue;
      // The row has news: it shows the move by itself, or still waits, or does not have it.
      if (row === undefined || row.stage === moved.to) this.#moved.delete(id);
      else if (row.pendingActs > 0) this.#moved.set(id, { ...moved, base: row, shown: { ...row, stage: moved.to } });
      else {
        this.#moved.delete(id);
        this.#putBack(row, moved);
      }
    }
    const shown = this.#moved.size === 0 ? rows : rows.map((row) => this.#moved.get(row.case)?.shown ?? row);
    this.#overlaid = { of: rows, shown };
    return shown;
  }

  dialog(): TemplateResult | typeof nothing {
    const asked = this.#asked;
    if (asked === undefined) return nothing;
    const { words } = this.#host;
    const label = asked.kind === 'task' ? words('board.ask') : words(asked.to === 'closed' ? 'board.closing' : 'board.moving');
    return dialogView({
      label,
      close: words('common.cancel'),
      kind: 'sheet',
      content: asked.kind === 'task' ? this.#taskForm(asked.row) : this.#moveForm(asked),
      onClose: () => this.#closed(),
    });
  }

  #moveForm({ row, to, reason }: Extract<Asked, { readonly kind: 'move' }>): TemplateResult {
    const { words } = this.#host;
    return html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit((form) => void this.#submitMove(form))}>
      <p><strong>${row.title}</strong></p>
      <p class="quiet">${words(`stage.${row.stage}`)} → ${words(`stage.${to}`)}</p>
      ${reason === 'outcome' ? field(words('stage.outcome'), html`<select name="outcome" required ${ref(focusWhenShown)}>${options(OUTCOMES, (outcome) => words(`outcome.${outcome}`), words('common.choose'))}</select>`) : nothing}
      ${field(words('stage.reasonNeeded'), html`<textarea name="reason" required maxlength="2000" ${ref(reason === 'outcome' ? undefined : focusWhenShown)}></textarea>`)}
      ${this.#host.refused(this.#problem)}
      <div class="row">
        <button class="primary" type="submit">${words(to === 'closed' ? 'stage.close' : 'stage.move')}</button>
        <button type="button" @click=${closeDialog}>${words('common.cancel')}</button>
      </div>
    </form>`;
  }

  #taskForm(row: CaseRow): TemplateResult {
    const { words, people } = this.#host;
    const members = Object.keys(row.members).filter((person) => person !== this.#host.me?.person);
    const departments = Object.keys(people?.departments ?? {});
    return html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit((form) => void this.#submitTask(form))}>
      <p><strong>${row.title}</strong></p>
      ${askFields({
        words,
        today: this.#host.today,
        people: members.map((id) => ({ id, name: this.#host.nameOf(id) })),
        departments: departments.map((id) => ({ id, name: this.#host.departmentOf(id) })),
      })}
      ${this.#host.refused(this.#problem)}
      <div class="row">
        <button class="primary" type="submit">${words('tasks.send')}</button>
        <button type="button" @click=${closeDialog}>${words('common.cancel')}</button>
      </div>
    </form>`;
  }

  async #submitMove(form: HTMLFormElement): Promise<void> {
    const asked = this.#asked;
    if (asked?.kind !== 'move') return;
    const { row, to } = asked;
    const outcome = oneOf(OUTCOMES, formValue(form, 'outcome'));
    const reason = formValue(form, 'reason');
    if (reason === '' || (to === 'closed' && outcome === undefined)) return;
    const move: Move = { case: row.case, from: row.stage, to, reason, ...(to === 'closed' && outcome !== undefined ? { outcome } : {}) };
    if (await this.#move(row, move)) this.#close(form, row.case);
  }

  async #submitTask(form: HTMLFormElement): Promise<void> {
    const asked = this.#asked;
    const request = askedIn(form);
    if (asked?.kind !== 'task' || request === undefined) return;
    const result = await this.#act(asked.row.case, request);
    if (!result?.ok) return;
    const [kind, id = ''] = formValue(form, 'whom').split(/:(.*)/s);
    const whom = kind === 'person' ? this.#host.nameOf(id) : this.#host.departmentOf(id);
    this.#host.say(this.#host.words('board.said.asked', { whom, title: asked.row.title }));
    this.#close(form, asked.row.case);
  }

  /** The one act behind all ways of moving. */
  async #move(row: CaseRow, move: Move): Promise<boolean> {
    if (!this.#host.beforeMove(move)) return false;
    const { to, reason, outcome } = move;
    const request =
      to !== 'closed'
        ? caseSlice.request.move({ to, reason })
        : outcome === undefined
          ? undefined
          : caseSlice.request.close({ outcome, reason });
    if (request === undefined) return false;
    const shown: CaseRow = { ...row, stage: to, pendingActs: row.pendingActs + 1 };
    this.#overlaid = undefined;
    this.#moved.set(row.case, { to, title: row.title, base: this.#moved.get(row.case)?.base ?? row, shown });
    this.#host.requestUpdate();
    const result = await this.#act(row.case, request);
    if (result?.ok !== true) {
      this.#moved.delete(row.case);
      this.#overlaid = undefined;
      this.#host.requestUpdate();
      this.#host.focusCard(row.case);
      const why = result === undefined ? this.#host.words('board.why.signedOut') : '';
      if (result === undefined) this.#host.say(this.#host.words('board.said.refused', { title: row.title, why }));
      return false;
    }
    this.#host.say(this.#host.words('board.said.moved', { title: row.title, stage: this.#host.words(`stage.${to}`) }));
    this.#host.moved(move);
    this.#host.focusCard(row.case);
    return true;
  }

  async #act(caseId: string, request: ActRequest): Promise<Result<string> | undefined> {
    const result = await this.#host.session?.act({ case: caseId, room: 'case' }, request);
    this.#problem = result?.ok === false ? result.refusal : undefined;
    this.#host.requestUpdate();
    return result;
  }

  /** A refusal outside a form, for the page to show; the next act takes it away. */
  get problem(): Refusal | undefined {
    return this.#asked === undefined ? this.#problem : undefined;
  }

  forgetProblem(): void {
    this.#problem = undefined;
    this.#host.requestUpdate();
  }

  #putBack(row: CaseRow, { title }: Moved): void {
    const key = row.conflicts > 0 ? 'board.said.conflict' : 'board.said.putBack';
    // Found while the board is being drawn: what is said draws it again.
    queueMicrotask(() => this.#host.say(this.#host.words(key, { title, stage: this.#host.words(`stage.${row.stage}`) })));
  }

  #ask(asked: Asked): void {
    this.#asked = asked;
    this.#problem = undefined;
    this.#host.requestUpdate();
  }

  #close(form: HTMLFormElement, caseId: string): void {
    form.closest('dialog')?.close();
    this.#closed();
    this.#host.focusCard(caseId);
  }

  #closed(): void {
    const asked = this.#asked;
    if (asked === undefined) return;
    this.#asked = undefined;
    this.#problem = undefined;
    this.#host.requestUpdate();
    this.#host.focusCard(asked.row.case);
  }

  #why(why: Extract<MoveDecision, { readonly allowed: false }>['why']): string {
    return whyNot(why, { t: this.#host.words, departmentOf: (id) => this.#host.departmentOf(id) });
  }
}

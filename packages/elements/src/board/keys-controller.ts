import { type CaseRow, STAGES, type Stage } from '@onedoor/core';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { isComposing } from '../internal/form.js';
import type { MessageKey, Params } from '../locales/locale.js';

/** A card that is held by the keyboard, and the column that it would go to. */
export interface Lift {
  readonly row: CaseRow;
  readonly to: Stage;
}

/** What the keys need from the board. */
export interface KeysHost extends ReactiveControllerHost {
  words(key: MessageKey, params?: Params): string;
  say(text: string): void;
  /** Rows of a column as they are shown. */
  column(stage: Stage): readonly CaseRow[];
  focusCard(caseId: string): void;
  openMenu(event: Event, row: CaseRow): void;
  /** Why a case cannot be brought to a stage; undefined when it can. */
  whyNot(row: CaseRow, to: Stage): string | undefined;
  move(row: CaseRow, to: Stage): void;
}

/** Cards that one page key goes past. */
const PAGE = 8;

/**
 * The keyboard on cards: arrows go from card to card, Space picks one up, arrows choose a column, Enter or Space drops
 * it, Escape puts it back. Each step is said in words.
 */
export class KeysController implements ReactiveController {
  readonly #host: KeysHost;
  #lift: Lift | undefined;

  constructor(host: KeysHost) {
    this.#host = host;
    host.addController(this);
  }

  get lift(): Lift | undefined {
    return this.#lift;
  }

  hostConnected(): void {}

  hostDisconnected(): void {
    this.#lift = undefined;
  }

  /** Listener for `keydown` on a card's link. */
  onKey(event: KeyboardEvent, row: CaseRow): void {
    if (isComposing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    const done = this.#lift === undefined ? this.#walk(event, row) : this.#carry(event, this.#lift);
    if (!done) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** The focus has gone elsewhere: what is held is put back. */
  onLeave(): void {
    if (this.#lift !== undefined) this.#putBack(this.#lift);
  }

  #walk(event: KeyboardEvent, row: CaseRow): boolean {
    const cards = this.#host.column(row.stage);
    const at = cards.findIndex((card) => card.case === row.case);
    const step = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + PAGE, PageUp: at - PAGE, Home: 0, End: cards.length - 1 }[event.key];
    if (step !== undefined) {
      this.#focus(cards[Math.max(0, Math.min(step, cards.length - 1))]);
      return true;
    }
    if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      this.#focus(this.#beside(row.stage, event.key === 'ArrowRight' ? 1 : -1, at));
      return true;
    }
    if (event.key === ' ') {
      this.#pickUp(row);
      return true;
    }
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey) || event.key.toLowerCase() === 'm') {
      this.#host.openMenu(event, row);
      return true;
    }
    return false;
  }

  #carry(event: KeyboardEvent, lift: Lift): boolean {
    if (event.key === 'Escape') this.#putBack(lift);
    else if (event.key === 'Enter' || event.key === ' ') this.#drop(lift);
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') this.#choose(lift, event.key === 'ArrowRight' ? 1 : -1);
    else if (event.key === 'Tab') {
      this.#putBack(lift);
      return false;
    } else return true;
    return true;
  }

  #pickUp(row: CaseRow): void {
    this.#lift = { row, to: row.stage };
    this.#host.say(
      this.#host.words('board.said.lifted', {
        title: row.title,
        stage: this.#stageWords(row.stage),
        at: STAGES.indexOf(row.stage) + 1,
        count: STAGES.length,
      }),
    );
    this.#host.requestUpdate();
  }

  #choose({ row, to }: Lift, step: 1 | -1): void {
    const next = STAGES[STAGES.indexOf(to) + step];
    if (next === undefined) return;
    this.#lift = { row, to: next };
    const params = { stage: this.#stageWords(next), at: STAGES.indexOf(next) + 1, count: STAGES.length };
    const why = this.#host.whyNot(row, next);
    this.#host.say(
      why === undefined ? this.#host.words('board.said.over', params) : this.#host.words('board.said.overNot', { ...params, why }),
    );
    this.#host.requestUpdate();
  }

  #drop(lift: Lift): void {
    const { row, to } = lift;
    if (to === row.stage) {
      this.#putBack(lift);
      return;
    }
    const why = this.#host.whyNot(row, to);
    if (why !== undefined) {
      // It stays in the hand: another column may do.
      this.#host.say(this.#host.words('board.said.refused', { title: row.title, why }));
      return;
    }
    this.#lift = undefined;
    this.#host.requestUpdate();
    this.#host.move(row, to);
  }

  #putBack({ row }: Lift): void {
    this.#lift = undefined;
    this.#host.say(this.#host.words('board.said.cancelled', { title: row.title, stage: this.#stageWords(row.stage) }));
    this.#host.requestUpdate();
  }

  /** The nearest column with cards on one side, and the card at about the same height in it. */
  #beside(stage: Stage, step: 1 | -1, at: number): CaseRow | undefined {
    for (let index = STAGES.indexOf(stage) + step; ; index += step) {
      const next = STAGES[index];
      if (next === undefined) return undefined;
      const cards = this.#host.column(next);
      if (cards.length > 0) return cards[Math.min(at, cards.length - 1)];
    }
  }

  #focus(row: CaseRow | undefined): void {
    if (row !== undefined) this.#host.focusCard(row.case);
  }

  #stageWords(stage: Stage): string {
    return this.#host.words(`stage.${stage}`);
  }
}

import { type CaseRow, STAGES, type Stage } from '@onedoor/core';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { styled } from '../internal/styled.js';
import type { DrawnSpan } from '../internal/window-controller.js';
import type { ByStage } from './board-model.js';
import { cardBody } from './card.js';
import type { BoardTools, ItemPlace } from './tools.js';

export interface ColumnsOptions {
  readonly columns: ByStage;
  readonly whole: ByStage;
  readonly tools: BoardTools;
  readonly narrow: boolean;
  /** The column that a narrow page shows. */
  readonly stage: Stage;
  /** A card in the hand, and the column it would go to. */
  readonly held: CaseRow | undefined;
  readonly over: Stage | undefined;
  /** Why the held card may not go to a stage. */
  whyNot(row: CaseRow, stage: Stage): string | undefined;
  /** Place of the card of a column at which Tab stops. */
  focused(stage: Stage): number;
  span(stage: Stage): DrawnSpan;
  showStage(stage: Stage): void;
  readonly onTabKey: (event: KeyboardEvent) => void;
  readonly onFocusOut: (event: FocusEvent) => void;
  readonly onPointerDown: (event: PointerEvent) => void;
  onCardKey(event: KeyboardEvent, row: CaseRow): void;
  onCardFocus(row: CaseRow): void;
}

/** The stages side by side; on a narrow page one of them under a list of tabs. */
export function columnsView(options: ColumnsOptions): TemplateResult {
  const { narrow, stage: shown, tools } = options;
  const stages = narrow ? STAGES.filter((stage) => stage === shown) : STAGES;
  const tabs = html`<div class="stages no-print" role="tablist" aria-label=${tools.t('stage.title')} @keydown=${options.onTabKey}>
    ${STAGES.map(
      (
        stage,
      ) => html`<button type="button" role="tab" id=${`tab-${stage}`} class=${standing(stage, options)} data-stage=${stage} aria-selected=${stage === shown} aria-controls="columns" tabindex=${stage === shown ? 0 : -1} @click=${() => options.showStage(stage)}>
        ${tools.t(`stage.${stage}`)} <span class="count">${countOf(stage, options)}</span>
      </button>`,
    )}
  </div>`;
  return html`${narrow ? tabs : nothing}
    <div class="columns" id="columns" part="columns" data-sideways role=${narrow ? 'tabpanel' : 'group'} aria-label=${narrow ? nothing : tools.t('board.title')} aria-labelledby=${narrow ? `tab-${shown}` : nothing} aria-describedby="card-keys" @focusout=${options.onFocusOut}>
      ${repeat(
        stages,
        (stage) => stage,
        (stage) => columnView(stage, options),
      )}
    </div>
    <p class="sr" id="card-keys">${tools.t('board.cardKeys')}</p>`;
}

/** How a column stands to the card in the hand. */
function standing(stage: Stage, { held, over, whyNot }: ColumnsOptions): string {
  if (held === undefined || stage === held.stage) return '';
  return `${whyNot(held, stage) === undefined ? 'allowed' : 'refused'}${over === stage ? ' over' : ''}`;
}

function countOf(stage: Stage, { columns, whole, tools }: ColumnsOptions): string {
  const [shown, all] = [columns[stage].length, whole[stage].length];
  return shown === all ? String(all) : tools.t('board.count', { shown, all });
}

function columnView(stage: Stage, options: ColumnsOptions): TemplateResult {
  const { tools, held, whyNot } = options;
  const rows = options.columns[stage];
  const span = options.span(stage);
  const focused = options.focused(stage);
  const words = held === undefined || stage === held.stage ? undefined : (whyNot(held, stage) ?? tools.t('board.dropHere'));
  return html`<section class=${`column ${standing(stage, options)}`} part="column" data-stage=${stage} aria-labelledby=${`stage-${stage}`}>
    <h2 id=${`stage-${stage}`}>${tools.t(`stage.${stage}`)} <span class="count">${countOf(stage, options)}</span></h2>
    ${words === undefined ? nothing : html`<p class="drop-words" aria-hidden="true">${words}</p>`}
    <div class="scroller" data-scroller>
      <ul data-window=${stage} role="list" aria-labelledby=${`stage-${stage}`} ${styled({ 'padding-bottom': span.after === 0 ? undefined : `${span.after}px` })}>
        ${repeat(
          span.items,
          ({ slot }) => slot,
          ({ index, gap }) => {
            const row = rows[index];
            return row === undefined ? nothing : cardView({ row, index, count: rows.length, gap, tabbable: index === focused }, options);
          },
        )}
      </ul>
    </div>
  </section>`;
}

function cardView(place: ItemPlace, { held, tools, onPointerDown, onCardKey, onCardFocus }: ColumnsOptions): TemplateResult {
  const { row, index, count, gap } = place;
  const look = held?.case === row.case ? 'card held' : row.pendingActs > 0 ? 'card waiting' : 'card';
  return html`<li role="listitem" data-key=${row.case} aria-setsize=${count} aria-posinset=${index + 1} ${styled({ 'margin-top': gap === 0 ? undefined : `${gap}px` })}>
    <article class=${look} part="card" data-case=${row.case} @pointerdown=${onPointerDown} @dragstart=${prevent} @keydown=${(event: KeyboardEvent) => onCardKey(event, row)} @focusin=${() => onCardFocus(row)}>
      ${cardBody(place, tools)}
    </article>
  </li>`;
}

const prevent = (event: Event): void => event.preventDefault();

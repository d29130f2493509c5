import { type CaseRow, STAGES, type Stage } from '@onedoor/core';
import type { MenuItem } from '../internal/menu.js';
import type { BoardTools } from './tools.js';

/** The menu of a card: what can be done with it, and why something cannot. */
export function cardMenu(
  row: CaseRow,
  tools: BoardTools,
  can: {
    whyNot(row: CaseRow, to: Stage): string | undefined;
    open(row: CaseRow): void;
    move(row: CaseRow, to: Stage): void;
    /** Absent where the person may ask nobody for anything. */
    readonly askFor: ((row: CaseRow) => void) | undefined;
  },
): readonly MenuItem[] {
  const { askFor } = can;
  const ask: readonly MenuItem[] =
    askFor === undefined
      ? []
      : [
          { kind: 'heading', label: tools.t('board.more') },
          { kind: 'item', id: 'ask', label: tools.t('board.ask'), run: () => askFor(row) },
        ];
  return [
    { kind: 'item', id: 'open', label: tools.t('board.open'), run: () => can.open(row) },
    { kind: 'heading', label: tools.t('board.moveTo') },
    ...STAGES.filter((stage) => stage !== row.stage).map(
      (stage): MenuItem => ({
        kind: 'item',
        id: stage,
        label: stage === 'closed' ? tools.t('board.close') : tools.t(`stage.${stage}`),
        whyNot: can.whyNot(row, stage),
        run: () => can.move(row, stage),
      }),
    ),
    ...ask,
  ];
}

import type { CellValue } from '@onedoor/elements/tables';
import { nameOf } from './import/columns.js';
import { FIELDS, type Field } from './import/fields.js';
import { kindWord, urgencyWord } from './import/words.js';
import type { Order } from './order.js';
import { type OrdersState, ordersOf, type Phase, phaseOf, type Work, workOf } from './orders.js';

/** What was done with an order, in columns after its own: an import does not read them. */
const WORK_COLUMNS = [
  '办理状态',
  '派单单位',
  '派单协办',
  '答复内容',
  '回访是否解决',
  '回访满意度（1至5）',
  '重办次数',
  '关联案件',
] as const;
const PHASE_WORDS: Readonly<Record<Phase, string>> = {
  new: '待派单',
  returned: '已退回',
  again: '重办待派单',
  dispatched: '已派单',
  signed: '已签收',
  replied: '已答复',
  called: '已回访',
  closed: '已办结',
};

/** A field as its file would have it: what was not readable goes out as it came in. */
function cellOf(order: Order, field: Field): string {
  const own = (): string | undefined => {
    switch (field) {
      case 'kind':
        return order.kind && kindWord(order.kind);
      case 'urgency':
        return order.urgency && urgencyWord(order.urgency);
      case 'limit':
        return order.dueOn ?? (order.days === undefined ? undefined : String(order.days));
      case 'confidential':
        return order.confidential === true ? '是' : undefined;
      case 'phone':
        return order.phone === undefined || order.asWritten?.['phone'] === undefined
          ? order.phone
          : `${order.phone}、${order.asWritten['phone']}`;
      default:
        return order[field];
    }
  };
  return own() ?? order.asWritten?.[field] ?? '';
}

function workCells(work: Work): CellValue[] {
  const { dispatched, reply, callBack, redone, cases } = work;
  const solved = callBack?.solved === undefined ? '' : callBack.solved ? '是' : '否';
  return [
    PHASE_WORDS[phaseOf(work)],
    dispatched?.lead ?? '',
    dispatched?.assist.join('、') ?? '',
    reply?.text ?? '',
    solved,
    callBack?.satisfied,
    redone,
    cases.join('、'),
  ];
}

/** Head and rows of a spreadsheet: read in again they give the same orders. */
export function* exportRows(
  states: readonly OrdersState[],
  isWanted: (order: Order, work: Work) => boolean = () => true,
): Generator<CellValue[]> {
  yield [...FIELDS.map(nameOf), ...WORK_COLUMNS];
  for (const state of states)
    for (const { order } of ordersOf(state).values()) {
      const work = workOf(state, order.no);
      if (isWanted(order, work)) yield [...FIELDS.map((field) => cellOf(order, field)), ...workCells(work)];
    }
}

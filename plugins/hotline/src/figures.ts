import { type LegalDate, type SettingValues, shanghaiDate } from '@onedoor/core';
import type { StatisticContext, StatisticCounter, StatisticFigure, StatisticItem } from '@onedoor/elements';
import { deskSlice } from './desk.js';
import type { viewZh } from './locales/view-zh.js';
import { type Order, roomOfYear } from './order.js';
import { answerBy, type CallBack, ordersOf, ordersSlice, type Work, workOf } from './orders.js';

/** An order and what was done with it. */
export interface Handled {
  readonly order: Order;
  readonly work: Work;
}

/** From this mark on a caller was satisfied: 4 (满意) and 5 (非常满意). */
export const SATISFIED_FROM = 4;
const TITLE_LENGTH = 40;

const did = ({ history }: Work, act: string): boolean => history.some((each) => each.act === act);
/** What the caller said last, in whatever round: an order that is done again keeps the word that sent it back. */
export const lastWord = ({ history }: Work): CallBack | undefined =>
  history.findLast(({ callBack }) => callBack?.reached === true)?.callBack;

/** By what days are counted: today, and what the centre has decided of its calendar and of terms. */
export interface Days {
  readonly today: LegalDate;
  readonly settings?: SettingValues | undefined;
}

/** Whether an order was answered by its last day; undefined while that day has not passed and no answer is there. */
export function inTime({ order, work }: Handled, { today, settings }: Days): boolean | undefined {
  const { dueOn } = answerBy(order, work, settings);
  if (work.reply !== undefined) return shanghaiDate(work.reply.at) <= dueOn;
  return dueOn < today ? false : undefined;
}

/** Orders by the steps that they went through, each of those of which they are a part. Pure: what is counted are the rows. */
export function figuresOfOrders(
  orders: readonly Handled[],
  days: Days,
  say: (key: keyof typeof viewZh) => string,
): readonly StatisticFigure[] {
  const items = new Map(orders.map((each) => [each, itemOf(each)]));
  const those = (isOne: (each: Handled) => boolean): readonly StatisticItem[] =>
    orders.flatMap((each) => (isOne(each) ? (items.get(each) ?? []) : []));
  const all = those(() => true);
  const called = those(({ work }) => lastWord(work) !== undefined);
  const rated = those(({ work }) => lastWord(work)?.satisfied !== undefined);
  const part = (id: string, key: keyof typeof viewZh, isOne: (each: Handled) => boolean): StatisticFigure => ({
    id,
    label: say(key),
    items: those(isOne),
    of: { label: say('figure.of.received'), items: all },
  });
  return [
    { id: 'received', label: say('figure.received'), items: all },
    part('dispatched', 'figure.dispatched', ({ work }) => did(work, 'dispatch')),
    part('answered', 'figure.answered', ({ work }) => did(work, 'reply')),
    {
      id: 'inTime',
      label: say('figure.inTime'),
      items: those((each) => inTime(each, days) === true),
      of: { label: say('figure.of.due'), items: those((each) => inTime(each, days) !== undefined) },
    },
    part('extended', 'figure.extended', ({ work }) => did(work, 'extend')),
    part('returned', 'figure.returned', ({ work }) => did(work, 'return')),
    part('redone', 'figure.redone', ({ work }) => did(work, 'redo')),
    part('closed', 'figure.closed', ({ work }) => work.closed !== undefined),
    {
      id: 'calledBack',
      label: say('figure.calledBack'),
      items: called,
      of: { label: say('figure.of.answered'), items: those(({ work }) => did(work, 'reply')) },
    },
    {
      id: 'satisfied',
      label: say('figure.satisfied'),
      items: those(({ work }) => (lastWord(work)?.satisfied ?? 0) >= SATISFIED_FROM),
      of: { label: say('figure.of.rated'), items: rated },
    },
  ];
}

/** Without the caller: a list of figures is for whoever looks at the work. */
function itemOf({ order: { no, receivedAt, title, content }, work }: Handled): StatisticItem {
  const [about] = work.cases;
  return {
    id: no,
    title: `${no} ${title ?? content.slice(0, TITLE_LENGTH)}`,
    on: receivedAt.slice(0, 10),
    ...(about === undefined ? {} : { case: about }),
  };
}

/** Counts the orders of all years, as far as this device holds them. */
export const countOrders: StatisticCounter = async (ctx: StatisticContext) => {
  const years = (await ctx.room('hotline', ({ acts }) => acts.state(deskSlice).years)) ?? [];
  const orders: Handled[] = [];
  for (const year of years) {
    const found = await ctx.room(roomOfYear(year), ({ acts }) => {
      const state = acts.state(ordersSlice);
      return [...ordersOf(state).values()].map(({ order }) => ({ order, work: workOf(state, order.no) }));
    });
    orders.push(...(found ?? []));
  }
  const say = (key: keyof typeof viewZh) => ctx.i18n.t(key);
  return { basis: say('figure.basis'), figures: figuresOfOrders(orders, { today: ctx.clock.today(), settings: ctx.settings }, say) };
};

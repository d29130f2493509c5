import * as z from '@onedoor/core/z';

/** Kinds of orders: 咨询, 求助, 投诉, 举报, 建议, 表扬. */
export const KINDS = ['ask', 'help', 'complaint', 'report', 'suggestion', 'praise'] as const;
export type Kind = (typeof KINDS)[number];
export const URGENCIES = ['normal', 'urgent'] as const;
export type Urgency = (typeof URGENCIES)[number];

const words = (max: number) => z.optional(z.string().check(z.minLength(1), z.maxLength(max)));
export const orderNumber = () => z.string().check(z.minLength(1), z.maxLength(60));
/** Longest content of one order, in characters. */
export const MOST_CONTENT = 5000;
/** Longest limit that an order may bring along. */
export const MOST_DAYS = 365;

/** One order as it came in: nothing of it changes afterwards. What is absent was not given. */
export const orderSchema = z.object({
  /** Number that the hotline gave it. */
  no: orderNumber(),
  /** `YYYY-MM-DD`, with ` HH:mm` where the time is known; by the clock of Shanghai. */
  receivedAt: z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?$/)),
  content: z.string().check(z.minLength(1), z.maxLength(MOST_CONTENT)),
  title: words(200),
  kind: z.optional(z.enum(KINDS)),
  urgency: z.optional(z.enum(URGENCIES)),
  /** Absent where the caller did not give a name. */
  caller: words(100),
  phone: words(40),
  identity: words(30),
  place: words(300),
  category: words(100),
  channel: words(60),
  /** Unit that the hotline named, and those that assist. Who works on it here is decided by dispatching. */
  unit: words(100),
  assist: words(200),
  /** Limit that the hotline set: working days, or a last day. */
  days: z.optional(z.int().check(z.minimum(0), z.maximum(MOST_DAYS))),
  dueOn: z.optional(z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/))),
  /** The caller asked not to be named to the unit. */
  confidential: z.optional(z.literal(true)),
  remark: words(1000),
  /** Cells that could not be read, as they stood, by field: for a person to look at. */
  asWritten: z.optional(z.record(z.string(), z.string().check(z.maxLength(200)))),
});
export type Order = z.infer<typeof orderSchema>;

/** Year of an order, by which the orders are divided into rooms. */
export const yearOf = ({ receivedAt }: Pick<Order, 'receivedAt'>): string => receivedAt.slice(0, 4);

/** Room of a year's orders. */
export const roomOfYear = (year: string): string => `hotline.orders.${year}`;

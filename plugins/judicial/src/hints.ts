import type { Draft, Payments } from './draft.js';

/** Something to look at before an agreement is laid before people; a text of the dictionary. Never a refusal. */
export type Hint =
  | 'hint.ownership'
  | 'hint.personal'
  | 'hint.amount'
  | 'hint.payee'
  | 'hint.date'
  | 'hint.manner'
  | 'hint.noPerformance'
  | 'hint.noFacts';

type Clause = Draft['clauses'][number];

/** Words that confirm a real right or one of intellectual property: a court does not accept such an agreement (民诉法解释 art. 355 (5)). */
const OWNERSHIP =
  /(归|属于?).{0,16}(所有|享有)|(所有权|专利权|著作权|商标权|专用权).{0,8}(归|属)|(林权|林地|林木|宅基地|土地|山林|房屋|使用权|承包经营权).{0,16}(归|属于?)/;
/** Marriage, adoption, parentage, inheritance: no court confirms the status (art. 355 (3)), and no electronic signature counts (电子签名法 art. 3). */
const PERSONAL =
  /(自愿|同意|协议|登记)(离婚|结婚)|(解除|确认|建立)[^。；]{0,6}(婚姻|收养|亲子|父子|父女|母子|母女)[^。；]{0,2}关系|收养.{0,8}(为|作)(养子|养女)|遗产.{0,16}(继承|归)/;
/** A sentence that says of ownership that nothing is said of it. */
const NOT_ABOUT = /不(涉及|确认|写|处理|影响|改变|证明|解决|包括)/;

/** Whether a clause confirms who owns something. */
export const confirmsOwnership = (text: string): boolean =>
  text.split(/[。；;\n]/).some((sentence) => OWNERSHIP.test(sentence) && !NOT_ABOUT.test(sentence));

const PAYS = /(付|支付|给付|赔偿|补偿|返还|退还|发放|汇)/;
const AMOUNT = /[\d０-９][\d,，.０-９]*\s*(万|亿)?元|[零壹贰叁肆伍陆柒捌玖拾佰仟]+元/;
const PAYEE = /(付给|支付给|付至|发给|发到|退给|交给|汇入|转入|打入|账户|账号|收款|向.{1,30}(支付|给付|赔偿|返还|退还))/;
const DATE = /\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|当日|当场|签字时|(\d+|[一二三四五六七八九十]+)\s*个?(工作)?(日|天|月)(之)?内/;
const MANNER = /(现金|转账|汇款|银行|代发|账户|微信|支付宝|当场|一次性|分期|上门|自行拆除|修复|更换)/;

const agrees = ({ kind }: Clause): boolean => kind !== 'facts' && kind !== 'issue';

/** Whether what is agreed is of a person's status: it is signed on paper, never on a screen. */
export const needsPaper = (clauses: readonly Clause[]): boolean => clauses.some((clause) => agrees(clause) && PERSONAL.test(clause.text));

/** What to look at in one clause. */
export function clauseHints(clause: Clause): Hint[] {
  if (!agrees(clause)) return [];
  if (PERSONAL.test(clause.text)) return ['hint.personal'];
  return confirmsOwnership(clause.text) ? ['hint.ownership'] : [];
}

/** What the agreement as a whole still lacks, so that it can be performed and confirmed. */
export function draftHints(clauses: readonly Clause[], payments?: Payments): Hint[] {
  const agreed = clauses.filter(({ kind }) => kind === 'item' || kind === 'performance' || kind === 'breach');
  const text = agreed.map((clause) => clause.text).join('\n');
  const rows = payments?.rows ?? [];
  if (text.trim() === '' && rows.length === 0) return [];
  const pays = rows.length === 0 && PAYS.test(text);
  const dated = rows.length > 0 && rows.every(({ dueOn }) => dueOn !== undefined);
  const found: readonly (readonly [boolean, Hint])[] = [
    [!clauses.some(({ kind }) => kind === 'facts'), 'hint.noFacts'],
    [rows.length === 0 && !clauses.some((clause) => clause.kind === 'performance' && clause.text.trim() !== ''), 'hint.noPerformance'],
    [pays && !AMOUNT.test(text), 'hint.amount'],
    [pays && !PAYEE.test(text), 'hint.payee'],
    [!dated && !DATE.test(text), 'hint.date'],
    [(payments?.manner ?? '').trim() === '' && !MANNER.test(text), 'hint.manner'],
  ];
  return found.flatMap(([missing, hint]) => (missing ? [hint] : []));
}

import type { DayTerm, Term } from './clock.js';

/** Whom a term binds: an office that owes something, or a person who may still do something. */
export type TermKind = 'duty' | 'right';

/**
 * A way in which a clock may be changed. `approval`: the parties themselves (当事人同意), the head of the office or the town's
 * leader (负责人批准), or a body outside whose decision is put down here, such as a court's president (院长批准). Never
 * whoever asks.
 */
export interface ChangeLimit {
  /** Days at most, together; absent: as many as those who approve agree to. */
  readonly days?: number;
  readonly approval: 'parties' | 'head' | 'president';
  /** Those concerned are told, with the reason: without it the change is shown as incomplete. */
  readonly notice: boolean;
  /** Article that allows it, where it is not that of the term. */
  readonly basis?: string;
}

/** How a clock may be changed; what is not named is not possible. */
export interface ChangeLimits {
  readonly extension?: ChangeLimit;
  readonly pause?: ChangeLimit;
}

/** A term of the law or of a place, as data. */
export interface TermRule extends ChangeLimits {
  readonly kind: TermKind;
  readonly term: Term;
  /** What starts it. */
  readonly from: TermStart;
  /** Article that sets it, as it is cited. */
  readonly basis: string;
  /** What stops it while the case waits for it, from sending to receiving. */
  readonly pausedBy?: readonly 'appraisal'[];
  /** No national rule sets it: what stands here is a usual value, which a centre replaces by its own. */
  readonly local?: true;
}

export type TermStart =
  | 'acceptance'
  | 'appraisal'
  | 'application'
  | 'consent'
  | 'docketing'
  | 'effect'
  | 'firstSession'
  | 'followUp'
  | 'notice'
  | 'receipt'
  | 'registration'
  | 'reply'
  | 'sending'
  | 'knowledge';

const natural = (days: number): DayTerm => ({ days, unit: 'natural' });
/** 信访工作条例 counts days that do not move when the last one is not worked. */
const fixed = (days: number): DayTerm => ({ days, unit: 'natural', rollOver: false });
const working = (days: number): DayTerm => ({ days, unit: 'working' });

/**
 * Every term that this field's acts start, in one list; plugins name them and count them with `explainDeadline`. Terms of
 * single places are marked `local`.
 */
export const TERMS = {
  'settlement.period': {
    kind: 'duty',
    term: natural(30),
    from: 'consent',
    basis: '人民调解工作若干规定 第三十三条',
    // By-laws of places let the parties agree on another period; waiting for an appraisal is left out of it by usage [M].
    extension: { approval: 'parties', notice: false },
    pause: { approval: 'parties', notice: true },
    pausedBy: ['appraisal'],
    local: true,
  },
  'confirmation.apply': { kind: 'right', term: natural(30), from: 'effect', basis: '人民调解法 第三十三条；民事诉讼法 第二百零五条' },
  'confirmation.ruling': {
    kind: 'duty',
    term: natural(30),
    from: 'docketing',
    basis: '民事诉讼法 第一百八十七条',
    extension: {
      days: 10,
      approval: 'president',
      notice: true,
      basis: '最高人民法院关于人民调解协议司法确认程序的若干规定',
    },
  },
  'confirmation.revoke': {
    kind: 'right',
    term: { months: 12 },
    from: 'knowledge',
    basis: '最高人民法院关于人民调解协议司法确认程序的若干规定',
  },
  'ownership.suit': { kind: 'right', term: natural(30), from: 'notice', basis: '森林法 第二十二条；土地管理法 第十四条' },
  'landArbitration.apply': { kind: 'right', term: { months: 24 }, from: 'knowledge', basis: '农村土地承包经营纠纷调解仲裁法 第十八条' },
  'landArbitration.award': {
    kind: 'duty',
    term: natural(60),
    from: 'acceptance',
    basis: '农村土地承包经营纠纷调解仲裁法 第四十七条',
  },
  'landArbitration.suit': { kind: 'right', term: natural(30), from: 'receipt', basis: '农村土地承包经营纠纷调解仲裁法 第四十八条' },
  'letters.transfer': { kind: 'duty', term: fixed(15), from: 'registration', basis: '信访工作条例 第二十二条' },
  'letters.notice': { kind: 'duty', term: fixed(15), from: 'receipt', basis: '信访工作条例 第二十三条' },
  'letters.objection': { kind: 'right', term: working(5), from: 'receipt', basis: '信访工作条例 第二十三条' },
  'letters.handling': {
    kind: 'duty',
    term: fixed(60),
    from: 'acceptance',
    basis: '信访工作条例 第三十四条',
    extension: { days: 30, approval: 'head', notice: true },
  },
  'letters.askReview': { kind: 'right', term: fixed(30), from: 'reply', basis: '信访工作条例 第三十五条' },
  'letters.review': { kind: 'duty', term: fixed(30), from: 'application', basis: '信访工作条例 第三十五条' },
  'letters.askRecheck': { kind: 'right', term: fixed(30), from: 'reply', basis: '信访工作条例 第三十六条' },
  'letters.recheck': { kind: 'duty', term: fixed(30), from: 'application', basis: '信访工作条例 第三十六条' },
  'publicOrder.first': { kind: 'duty', term: working(3), from: 'acceptance', basis: '公安机关治安调解工作规范 第九条' },
  'publicOrder.second': { kind: 'duty', term: working(7), from: 'firstSession', basis: '公安机关治安调解工作规范 第九条' },
  'care.unstable': { kind: 'duty', term: fixed(14), from: 'followUp', basis: '严重精神障碍管理治疗工作规范（2018年版）', local: true },
  // Usage [M]: other places ask weekly or every two months.
  'care.settling': {
    kind: 'duty',
    term: { months: 1, rollOver: false },
    from: 'followUp',
    basis: '严重精神障碍管理治疗工作规范（2018年版）',
    local: true,
  },
  'care.stable': {
    kind: 'duty',
    term: { months: 3, rollOver: false },
    from: 'followUp',
    basis: '严重精神障碍管理治疗工作规范（2018年版）',
    local: true,
  },
} as const satisfies Readonly<Record<string, TermRule>>;

/** Name of a term. */
export type TermId = keyof typeof TERMS;

import type { Clocks } from '@onedoor/core';
import { addDays } from '@onedoor/core';
import { formatDate } from '@onedoor/elements';
import type { DocxValues } from '@onedoor/elements/docx';
import { currentReferral, type Paper, type PetitionState } from './acts.js';
import type { Letter } from './letter-kinds.js';
import { letterZh } from './locales/letters.js';
import { viewZh } from './locales/view-zh.js';
import { zh } from './locales/zh.js';
import { numberOf, type Petitioners } from './paper.js';

/*
 * What the desk's letters say (信访工作条例), for their templates. Letters are Chinese whatever language the page speaks: what was
 * chosen on the screen is in the dictionary's Chinese words, what nobody has entered is left for the pen.
 */
type Texts<K extends string> = Readonly<Record<K, string>>;

/** What letters are made of. */
export interface LetterSource {
  readonly state: PetitionState;
  readonly people: readonly Petitioners[];
  readonly sheet: Texts<'request' | 'facts' | 'reasons'>;
  readonly draft: Texts<'claims' | 'facts' | 'opinion'>;
  readonly clocks: Clocks;
  /** Who registered it and who approved an extension, by name. */
  readonly person: (id: string) => string;
  /** The paper of a proof of delivery; the opinion where none is named. */
  readonly delivered?: Paper;
}

const BLANK = letterZh.blank;
const day = (date: string | undefined): string => (date === undefined ? letterZh.blankDay : formatDate('zh', date));
const chosen = (prefix: string, value: string | undefined): string =>
  value === undefined ? BLANK : ((({ ...zh, ...viewZh } as Readonly<Record<string, string>>)[`${prefix}.${value}`] ?? value) as string);
const words = (value: string | undefined): string => (value === undefined || value.trim() === '' ? BLANK : value.trim());
const lines = (text: string | undefined) =>
  words(text)
    .split(/\r?\n/u)
    .map((line) => ({ line }));
const mark = (isIssued: boolean): string => (isIssued ? '' : letterZh.draft);

/** What every letter has: what it is about. */
function about({ state: { registered }, people }: LetterSource) {
  return {
    people: people.map(({ name }) => name).join('、') || BLANK,
    petition: numberOf(registered?.number),
    registered: day(registered?.on),
    code: '',
  };
}

type ValuesOf = Readonly<Record<Letter, (source: LetterSource) => DocxValues>>;

/** Words for every placeholder of a letter's template. */
export const letterValues: ValuesOf = {
  /** 信访事项登记单 (art. 19). */
  sheet(source) {
    const { registered } = source.state;
    const { people: _, ...rest } = about(source);
    const each = source.people.map(({ name, address, phone }) => ({ name, address: words(address), phone: words(phone) }));
    return {
      ...rest,
      mark: mark(registered !== undefined),
      people: each.length === 0 ? [{ name: BLANK, address: BLANK, phone: BLANK }] : each,
      channel: registered === undefined ? BLANK : `${chosen('channel', registered.channel)}${registered.oral ? `（${viewZh.oral}）` : ''}`,
      kind: chosen('kind', registered?.kind),
      count: registered === undefined ? BLANK : String(registered.people),
      representatives: registered === undefined ? BLANK : String(registered.representatives),
      request: lines(source.sheet.request),
      facts: lines(source.sheet.facts),
      reasons: lines(source.sheet.reasons),
      clerk: registered === undefined ? '' : source.person(registered.by),
    };
  },
  /** 转送、交办、报送函 (art. 22), with what the body that gets it owes (art. 23). */
  referral(source) {
    const referral = source.state.referrals.at(-1);
    return {
      ...about(source),
      mark: mark(referral !== undefined),
      manner: referral === undefined ? BLANK : chosen('manner', referral.manner),
      to: words(referral?.to),
      request: lines(source.sheet.request),
      date: day(referral?.on),
    };
  },
  /** 异议函: within five working days of receipt, with reasons (art. 23). */
  objection(source) {
    const referral = [...source.state.referrals].reverse().find((each) => each.objection !== undefined) ?? currentReferral(source.state);
    const receivedOn = referral?.receivedOn;
    return {
      ...about(source),
      mark: mark(referral?.objection !== undefined),
      manner: referral === undefined ? BLANK : chosen('manner', referral.manner),
      referred: day(referral?.on),
      received: day(receivedOn),
      due: receivedOn === undefined ? letterZh.blankDay : day(source.clocks.due(receivedOn, 'letters.objection').dueOn),
      reason: lines(referral?.objection?.reason),
      from: words(referral?.to),
      date: day(referral?.objection?.on),
    };
  },
  /** 受理告知书 (art. 23). */
  accepted(source) {
    const { decision } = source.state;
    const accepted = decision?.accepted === true ? decision : undefined;
    const route = accepted?.route;
    return {
      ...about(source),
      mark: mark(accepted !== undefined),
      body: words(accepted?.body),
      hasRoute: route !== undefined,
      route: route === undefined ? '' : chosen('route', route).replace('）', letterZh.item),
      sixth: route === '6',
      date: day(accepted?.on),
    };
  },
  /** 不予受理告知书 (art. 23), with its reason. */
  declined(source) {
    const { decision } = source.state;
    const declined = decision?.accepted === false ? decision : undefined;
    return {
      ...about(source),
      mark: mark(declined !== undefined),
      why: chosen('why', declined?.why),
      reason: lines(declined?.reason),
      date: day(declined?.on),
    };
  },
  /** 延期办理告知书: why, how long, who approved it (art. 34). */
  extension(source) {
    const { decision, extension } = source.state;
    const approved = extension?.decided?.approved === true ? extension.decided : undefined;
    const due = decision === undefined ? undefined : source.clocks.due(decision.on, 'letters.handling').dueOn;
    return {
      ...about(source),
      mark: mark(approved !== undefined),
      accepted: day(decision?.on),
      body: decision?.accepted === true ? decision.body : BLANK,
      reason: lines(extension?.asked.reason),
      days: extension === undefined ? BLANK : String(extension.asked.days),
      due: day(due),
      until: due === undefined || extension === undefined ? letterZh.blankDay : day(addDays(due, extension.asked.days)),
      head: approved === undefined ? BLANK : source.person(approved.by),
      date: day(approved?.on),
    };
  },
  /** 信访处理意见书: claims, facts and reasons, opinion, basis, and the way to a review (art. 32, 35). */
  opinion(source) {
    const { decision, opinion, delivered } = source.state;
    const until = delivered.opinion === undefined ? undefined : source.clocks.due(delivered.opinion.on, 'letters.askReview').dueOn;
    return {
      ...about(source),
      mark: mark(opinion !== undefined),
      number: numberOf(opinion?.number),
      body: decision?.accepted === true ? decision.body : BLANK,
      claims: lines(source.draft.claims),
      facts: lines(source.draft.facts),
      opinion: lines(source.draft.opinion),
      how: opinion === undefined ? BLANK : chosen('opinion', opinion.opinion),
      basis: lines(opinion?.basis),
      until: until === undefined ? '' : letterZh.before.replace('{day}', day(until)),
      date: day(opinion?.on),
    };
  },
  /** 复查意见书 (art. 35). */
  review(source) {
    const { opinion, review, delivered } = source.state;
    const until = delivered.review === undefined ? undefined : source.clocks.due(delivered.review.on, 'letters.askRecheck').dueOn;
    return {
      ...about(source),
      mark: mark(review?.answered !== undefined),
      opinion: numberOf(opinion?.number),
      asked: day(review?.asked.on),
      result: chosen('result', review?.answered?.result),
      basis: lines(review?.answered?.basis),
      until: until === undefined ? '' : letterZh.before.replace('{day}', day(until)),
      date: day(review?.answered?.on),
    };
  },
  /** 复核意见书 (art. 36): final; days of hearings are not counted. */
  recheck(source) {
    const { opinion, review, recheck } = source.state;
    const hearings = recheck?.hearings ?? [];
    return {
      ...about(source),
      mark: mark(recheck?.answered !== undefined),
      opinion: numberOf(opinion?.number),
      reviewed: day(review?.answered?.on),
      asked: day(recheck?.asked.on),
      hearings: hearings.map(({ from, to }) => ({ from: day(from), to: day(to) })),
      result: chosen('result', recheck?.answered?.result),
      basis: lines(recheck?.answered?.basis),
      date: day(recheck?.answered?.on),
    };
  },
  /** 送达回证. */
  delivery(source) {
    const paper = source.delivered ?? 'opinion';
    const delivery = source.state.delivered[paper];
    return {
      ...about(source),
      mark: mark(delivery !== undefined),
      paper: chosen('paper', paper),
      number: paper === 'opinion' ? numberOf(source.state.opinion?.number) : '',
      address: source.people.map(({ address }) => address ?? '').find((address) => address !== '') ?? BLANK,
      how: delivery === undefined ? BLANK : chosen('how', delivery.how),
      date: day(delivery?.on),
    };
  },
};

/** The day of a letter that has been issued, by whose template it is made; undefined for a draft. */
export function letterDay(letter: Letter, { state, delivered = 'opinion' }: Pick<LetterSource, 'state' | 'delivered'>): string | undefined {
  const { decision, extension, opinion, review, recheck } = state;
  const referral = state.referrals.at(-1);
  switch (letter) {
    case 'sheet':
      return state.registered?.on;
    case 'referral':
      return referral?.on;
    case 'objection':
      return referral?.objection?.on;
    case 'accepted':
    case 'declined':
      return decision?.on;
    case 'extension':
      return extension?.decided?.approved === true ? extension.decided.on : undefined;
    case 'opinion':
      return opinion?.on;
    case 'review':
      return review?.answered?.on;
    case 'recheck':
      return recheck?.answered?.on;
    case 'delivery':
      return state.delivered[delivered]?.on;
  }
}

/** What a letter is called, as its file is. */
export const letterName = (letter: Letter, { state, delivered }: Pick<LetterSource, 'state' | 'delivered'>): string => {
  if (letter === 'referral') return letterZh.title.referral.replace('{manner}', chosen('manner', state.referrals.at(-1)?.manner));
  return letter === 'delivery' ? `${letterZh.title.delivery} ${chosen('paper', delivered ?? 'opinion')}` : letterZh.title[letter];
};

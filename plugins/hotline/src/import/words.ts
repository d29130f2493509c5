import type { Kind, Urgency } from '../order.js';

/** What the kinds are called in files. */
const KIND_WORDS: Readonly<Record<Kind, readonly string[]>> = {
  ask: ['咨询', '咨询类', '政策咨询'],
  help: ['求助', '求助类', '诉求', '办事求助'],
  complaint: ['投诉', '投诉类'],
  report: ['举报', '举报类'],
  suggestion: ['建议', '建议类', '意见建议', '意见'],
  praise: ['表扬', '表扬类', '感谢'],
};
const URGENCY_WORDS: Readonly<Record<Urgency, readonly string[]>> = {
  normal: ['一般', '普通', '正常', '常规', '平件'],
  urgent: ['紧急', '加急', '特急', '急', '急件'],
};

const find = <T extends string>(words: Readonly<Record<T, readonly string[]>>, cell: string): T | undefined =>
  (Object.keys(words) as T[]).find((key) => key === cell.toLowerCase() || words[key].includes(cell));

export const kindOf = (cell: string): Kind | undefined => find(KIND_WORDS, cell.trim());
export const urgencyOf = (cell: string): Urgency | undefined => find(URGENCY_WORDS, cell.trim());
export const kindWord = (kind: Kind): string => KIND_WORDS[kind][0] ?? kind;
export const urgencyWord = (urgency: Urgency): string => URGENCY_WORDS[urgency][0] ?? urgency;
/** Callers who gave no name. */
export const isAnonymous = (cell: string): boolean => /^(?:匿名|无名|不详|未留姓名|匿名来电)$/.test(cell.trim());

/** Letters of the petition desk (信访工作条例), each with a template of its own. A module of its own: the server reads it, without elements. */
export const LETTERS = [
  'sheet',
  'referral',
  'objection',
  'accepted',
  'declined',
  'extension',
  'opinion',
  'review',
  'recheck',
  'delivery',
] as const;
/** 登记单, 转送（交办、报送）函, 异议函, 受理告知书, 不予受理告知书, 延期告知书, 处理意见书, 复查意见书, 复核意见书, 送达回证. */
export type Letter = (typeof LETTERS)[number];

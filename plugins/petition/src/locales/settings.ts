/** Texts of the plugin's settings, loaded with them. */
export const zh = {
  'setting.paper.sheet': '信访事项登记单',
  'setting.paper.referral': '转送（交办、报送）函',
  'setting.paper.objection': '异议函',
  'setting.paper.accepted': '受理告知书',
  'setting.paper.declined': '不予受理告知书',
  'setting.paper.extension': '延期办理告知书',
  'setting.paper.opinion': '信访处理意见书',
  'setting.paper.review': '复查意见书',
  'setting.paper.recheck': '复核意见书',
  'setting.paper.delivery': '送达回证',
} as const;

export const en: Readonly<Record<keyof typeof zh, string>> = {
  'setting.paper.sheet': 'Registration sheet',
  'setting.paper.referral': 'Letter of referral',
  'setting.paper.objection': 'Objection to a referral',
  'setting.paper.accepted': 'Notice of acceptance',
  'setting.paper.declined': 'Notice that it is not accepted',
  'setting.paper.extension': 'Notice of an extension',
  'setting.paper.opinion': 'Written opinion',
  'setting.paper.review': 'Review',
  'setting.paper.recheck': 'Re-review',
  'setting.paper.delivery': 'Proof of delivery',
};

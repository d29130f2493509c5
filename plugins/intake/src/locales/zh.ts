// 卡片、期限、经过里说的话；页面上的话在 view-zh.ts。
export const zh = {
  'badge.answering': '首问 {who}，待接办',
  'badge.follows': '并入主案办理',
  'badge.leads': '主案，关联{count}件',
  'clock.accept': '首问负责：落实接办人',
  'basis.accept': '首问负责制（中心规定）',
  'act.receive': '收件登记，首问负责',
  'act.receiveRef': '收件登记（来件编号 {ref}），首问负责',
  'act.accept': '接办，首问责任解除',
  'act.follow': '关联另一案，以另一案为主。{reason}',
  'act.lead': '关联另一案，以本案为主。{reason}',
  'act.unlink': '取消与另一案的关联：{reason}',
  'act.give': '给申请人发了查询凭据',
  'act.revoke': '作废了查询凭据：{reason}',
  'act.rate': '评价 {score} 分（满分 5 分）。{words}',
} as const;

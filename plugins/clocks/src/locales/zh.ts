export const zh = {
  'act.ask.extension': '申请延长期限{days}天：{reason}',
  'act.ask.pause': '申请自{from}起中止计算期限：{reason}',
  'act.approved': '批准期限变更',
  'act.refused': '不批准期限变更',
  'act.agreed': '登记期限变更：同意',
  'act.resume': '自{on}起恢复计算期限',
  'act.tell': '告知{to}期限变更（{how}）',
} as const;

/** What badge, clock and timeline say, and how the history of edits calls things. */
export const zh = {
  'edits.attachment': '证据附件',
  'edits.attachment.item': '证据',
  'edits.attachment.file': '文件',
  'edits.question': '鉴定事项',
  'edits.question.title': '名称',
  'edits.question.questions': '要鉴定的问题',
  badge: '鉴定{due}前出',
  clock: '{body}出具鉴定意见',
  'act.take': '收存{name}（{from}提供）',
  'act.hand': '移交给{to}：{why}',
  'act.commission': '委托{body}鉴定：{title}',
  'act.send': '送检，{due}前出具意见',
  'act.receive': '{on}收到鉴定意见',
  'act.recall': '撤回鉴定委托：{reason}',
} as const;

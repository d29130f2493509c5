export const zh = {
  'edits.note': '咨询记录',
  'edits.note.title': '标题',
  'edits.note.text': '内容',

  notes: '咨询记录',
  notesHint: '只有下面点名的人看得到。要告诉办案人员的，由咨询师本人另行写明。',
};

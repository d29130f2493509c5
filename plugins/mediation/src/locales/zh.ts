export const zh = {
  add: '开始新的笔录',
  damaged: '这条记录已损坏，原值保留。',
  heldOn: '调解日期',
  minutes: '调解笔录',
  minutesHint: '双方怎样说，谈成了什么，还差什么',
  noDate: '日期未填',
  none: '还没有笔录。',
  notes: '调委会札记',
  notesHint: '只有本案办理人员中的调委会成员看得到',
  place: '地点',
  session: '第{number}次调解',
} as const;

import type { SeedAnswerTask, SeedAskTask } from './types.js';

/**
 * What people of open cases ask of one another, by case. Without days: the story is of 2024, and a day that passed long ago
 * would show as overdue in every visit of the example.
 */
export const tasks: Readonly<Record<string, readonly (SeedAskTask | SeedAnswerTask)[]>> = {
  mujianggou: [
    {
      do: 'ask',
      at: '2024-10-18T09:20',
      by: 'p-sun',
      id: 'visit',
      for: { person: 'p-guo' },
      what: '陪同 11 月回访，先问清在外打工的四户何时在家',
    },
    { do: 'ask', at: '2024-10-18T09:30', by: 'p-sun', id: 'receipt', for: { department: 'judicial' }, what: '核对银行代发回单与协议金额' },
    { do: 'answer', at: '2024-10-21T16:10', by: 'p-zhao', id: 'receipt', note: '二十三笔与协议附表逐笔相符，合计一致。' },
  ],
  'coop-dividend': [
    { do: 'ask', at: '2024-11-29T09:00', by: 'p-liu', id: 'rules', for: { person: 'p-zhao' }, what: '看一遍章程中交易量返还的条款' },
    {
      do: 'ask',
      at: '2024-11-29T09:05',
      by: 'p-liu',
      id: 'visit',
      for: { department: 'petition' },
      what: '把账目公开的进展告诉来信的四户',
    },
  ],
  'solar-wages': [
    {
      do: 'ask',
      at: '2024-10-11T10:00',
      by: 'p-li',
      id: 'contract',
      for: { department: 'police' },
      what: '联系劳务队负责人到场，核对身份和联系方式',
    },
  ],
  'ditch-silt': [
    { do: 'ask', at: '2024-10-25T08:40', by: 'p-sun', id: 'measure', for: { person: 'p-chen' }, what: '量各户门前沟段长度并拍照' },
  ],
  'visit-child': [
    { do: 'ask', at: '2024-11-27T09:10', by: 'p-wang', id: 'talk', for: { person: 'p-tang' }, what: '先和孩子单独谈一次，再定探望安排' },
  ],
  'oat-label': [
    { do: 'ask', at: '2024-11-28T10:00', by: 'p-wuyun', id: 'law', for: { department: 'legal' }, what: '出一份图案近似判断的法律意见' },
  ],
};

import type { Method } from '../method/method.js';

/** The five-step method as it is usually worked (五步工作法): what a centre goes by until it sets its own. */
export const DEFAULT_METHOD: Method = {
  steps: [
    {
      stage: 'screening',
      title: { zh: '预防排查', en: 'Prevention and screening' },
      entry: [],
      exit: [
        { zh: '登记当事人和主要事实', en: 'Parties and main facts are registered' },
        {
          zh: '核对有无激化苗头，有的已采取预防措施',
          en: 'Signs of escalation were looked for, and where there are some, prevention is under way',
        },
      ],
      decides: 'lead',
      skippable: true,
      skipReasons: [{ zh: '来件时已经排查', en: 'Screened before it came in' }],
      needsLeader: false,
      needsGroup: false,
    },
    {
      stage: 'graded',
      title: { zh: '分级化解', en: 'Graded settlement' },
      entry: [{ zh: '各方当事人同意调解', en: 'All parties agree to mediation' }],
      exit: [
        { zh: '村级先行调解，没有谈成的写明原因', en: 'The village tried first; why it failed is written down' },
        { zh: '乡镇一级已调解，没有谈成的写明原因', en: 'The town has tried; why it failed is written down' },
      ],
      decides: 'lead',
      skippable: true,
      skipReasons: [
        { zh: '涉及两个以上部门，村里解决不了', en: 'Several departments are concerned; the village cannot settle it' },
        { zh: '有激化危险，须立即联调', en: 'It may escalate and has to be handled jointly at once' },
      ],
      needsLeader: false,
      needsGroup: false,
    },
    {
      stage: 'joint',
      title: { zh: '部门联调', en: 'Departments jointly' },
      entry: [{ zh: '联调部门和牵头部门已定', en: 'The departments and the one in charge are named' }],
      exit: [{ zh: '联调会议已开，各部门意见已记录', en: 'The departments have met; what each says is recorded' }],
      decides: 'lead',
      skippable: true,
      skipReasons: [{ zh: '不涉及其他部门', en: 'No other department is concerned' }],
      needsLeader: false,
      needsGroup: true,
    },
    {
      stage: 'leader',
      title: { zh: '包案调处', en: 'A leader takes the case' },
      entry: [],
      exit: [{ zh: '包案领导已见当事人', en: 'The leader has met the parties' }],
      decides: 'leader',
      skippable: true,
      skipReasons: [{ zh: '联调已谈成，只需督办履行', en: 'Settled jointly; only performance is to be supervised' }],
      needsLeader: true,
      needsGroup: false,
    },
    {
      stage: 'supervised',
      title: { zh: '督办代办', en: 'Supervision and help' },
      entry: [{ zh: '督办事项和责任人已定', en: 'What is supervised, and who answers for it, is named' }],
      exit: [],
      decides: 'lead',
      skippable: true,
      skipReasons: [],
      needsLeader: false,
      needsGroup: false,
    },
  ],
  levels: [
    { id: 'village', title: { zh: '村（社区）', en: 'Village' } },
    { id: 'town', title: { zh: '乡镇', en: 'Town' } },
    { id: 'county', title: { zh: '旗县', en: 'County' } },
  ],
  supervision: { replyDays: 5, noteDays: 7 },
};

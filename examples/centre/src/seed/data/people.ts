import type { SeedDepartment, SeedPerson } from './types.js';

export const departments: readonly SeedDepartment[] = [
  { id: 'police', name: { zh: '派出所', en: 'Police station' } },
  { id: 'judicial', name: { zh: '司法所', en: 'Judicial office' } },
  { id: 'petition', name: { zh: '信访办', en: 'Petition office' } },
  { id: 'hotline', name: { zh: '12345工作站', en: '12345 hotline desk' } },
  { id: 'grid', name: { zh: '网格', en: 'Grid' } },
  { id: 'mediation', name: { zh: '人民调解委员会', en: "People's mediation committee" } },
  { id: 'leadership', name: { zh: '党委政府', en: 'Town leadership' } },
  { id: 'legal', name: { zh: '法律服务室', en: 'Legal service room' } },
  { id: 'counselling', name: { zh: '心理咨询室', en: 'Counselling room' } },
];

/** The staff of the example centre. All are invented. The first six are offered on the sign-in page. */
export const people: readonly SeedPerson[] = [
  {
    id: 'p-wang',
    name: '王建军',
    department: 'police',
    post: '社区民警',
    rights: ['case.create'],
    demo: true,
    intro: {
      zh: '社区民警，事故和邻里纠纷多由他带来，调解现场也常请他到场。',
      en:
        'Community police officer. He brings in road and neighbour disputes and is often asked to be' +
        ' present.',
    },
  },
  {
    id: 'p-zhao',
    name: '赵敏',
    department: 'judicial',
    post: '司法助理员',
    rights: ['case.create', 'case.assign'],
    demo: true,
    intro: {
      zh: '司法助理员，组织部门会商，把协议写清楚，帮当事人申请司法确认。',
      en:
        'Judicial officer. She runs joint sessions, words agreements clearly and helps with judicial' +
        ' confirmation.',
    },
  },
  {
    id: 'p-li',
    name: '李晓燕',
    department: 'petition',
    post: '信访代办员',
    rights: ['case.create'],
    demo: true,
    intro: {
      zh: '信访代办员，来信来访登记、告知、代办，盯着办理期限。',
      en:
        'Petition clerk. She registers letters and visits, tells people their rights and keeps the ' +
        'deadlines.',
    },
  },
  {
    id: 'p-chen',
    name: '陈志强',
    department: 'grid',
    post: '专职网格员',
    rights: ['case.create'],
    demo: true,
    intro: {
      zh: '专职网格员，天天在村里走，许多案子是他第一个听说的。',
      en: 'Grid worker. He walks the villages every day and hears of many cases first.',
    },
  },
  {
    id: 'p-sun',
    name: '孙桂兰',
    department: 'mediation',
    post: '专职人民调解员',
    rights: ['case.create', 'case.assign'],
    demo: true,
    intro: {
      zh: '专职人民调解员，做过二十年村妇联主任，主持大部分调解。',
      en:
        "People's mediator. After twenty years with the village women's federation she leads most " +
        'sessions.',
    },
  },
  {
    id: 'p-zhou',
    name: '周海峰',
    department: 'leadership',
    post: '综治中心主任',
    rights: ['case.create', 'case.assign', 'directory.manage'],
    demo: true,
    intro: {
      zh: '综治中心主任，看得到每个案子走到哪一步，安排人手，管理通讯录。',
      en: 'Director of the centre. He sees where each case stands, assigns people and keeps the directory.',
    },
  },
  {
    id: 'p-gao',
    name: '高翔',
    department: 'police',
    post: '派出所副所长',
    rights: ['case.create'],
    intro: {
      zh: '派出所副所长，负责与中心对接。',
      en: 'Deputy head of the police station and its contact to the centre.',
    },
  },
  {
    id: 'p-wuyun',
    name: '乌云其木格',
    department: 'judicial',
    post: '司法所所长',
    rights: ['case.create', 'case.assign'],
    intro: {
      zh: '司法所所长，办理法院委派的调解，会蒙古语。',
      en: 'Head of the judicial office. She takes cases that the court sends and speaks Mongolian.',
    },
  },
  {
    id: 'p-liu',
    name: '刘洋',
    department: 'petition',
    post: '信访办主任',
    rights: ['case.create', 'case.assign'],
    intro: {
      zh: '信访办主任，协调需要几个部门一起办的来信。',
      en: 'Head of the petition office. He coordinates letters that need several departments.',
    },
  },
  {
    id: 'p-he',
    name: '何静',
    department: 'hotline',
    post: '12345工作站话务员',
    rights: ['case.create'],
    intro: {
      zh: '12345工作站话务员，接单、派单、回复来电人。',
      en: 'Operator of the hotline desk. She takes orders, passes them on and answers the callers.',
    },
  },
  {
    id: 'p-guo',
    name: '郭永胜',
    department: 'grid',
    post: '网格长',
    rights: ['case.create'],
    intro: { zh: '网格长，带九龙湾、西边墙两片的网格员。', en: 'Head of the grid workers of two villages.' },
  },
  {
    id: 'p-ma',
    name: '马秀英',
    department: 'grid',
    post: '专职网格员',
    rights: ['case.create'],
    intro: { zh: '专职网格员，负责木匠沟、沙卜一带。', en: 'Grid worker around Mujianggou and Shabu.' },
  },
  {
    id: 'p-wu',
    name: '吴德福',
    department: 'mediation',
    post: '“五老”志愿者',
    rights: [],
    intro: {
      zh: '退休林业员，经当事人同意受邀帮助调解。',
      en: 'Retired forester, invited to help where the parties agree.',
    },
  },
  {
    id: 'p-niu',
    name: '牛占奎',
    department: 'mediation',
    post: '“五老”志愿者',
    rights: [],
    intro: {
      zh: '退休村干部，经当事人同意受邀帮助调解。',
      en: 'Retired village official, invited to help where the parties agree.',
    },
  },
  {
    id: 'p-xu',
    name: '徐正',
    department: 'legal',
    post: '驻点律师',
    rights: [],
    intro: {
      zh: '驻点律师，每周三天在中心，解答问题、审看协议。',
      en: 'Lawyer at the centre three days a week. He answers questions and reads agreements.',
    },
  },
  {
    id: 'p-tang',
    name: '唐雨',
    department: 'counselling',
    post: '心理咨询师',
    rights: [],
    intro: {
      zh: '心理咨询师，预约咨询，咨询内容只有她自己看得到。',
      en: 'Counsellor by appointment. What is said to her, only she can read.',
    },
  },
  {
    id: 'p-yan',
    name: '闫立新',
    department: 'leadership',
    post: '镇党委副书记',
    rights: ['case.assign'],
    intro: {
      zh: '镇党委副书记，包案处理久拖未决的纠纷。',
      en: 'Deputy party secretary of the town. He takes charge of disputes that have lasted long.',
    },
  },
  {
    id: 'p-han',
    name: '韩国栋',
    department: 'leadership',
    post: '镇长',
    rights: ['case.assign'],
    intro: {
      zh: '镇长，包案处理涉及工程和企业的纠纷。',
      en: 'Mayor. He takes charge of disputes about works and enterprises.',
    },
  },
];

import type { Draft } from '../draft.js';
import type { OralPaper } from '../oral.js';

/** An invented agreement and an oral one, by which templates of papers are looked at before they are used. */
export const sampleDraft: Draft = {
  format: 2,
  title: '玉米地补偿',
  committee: '红砂坝镇人民调解委员会',
  mediator: '孙桂兰',
  recorder: '周敏',
  parties: [
    { name: '赵𠮷祥', about: '男，汉族，61岁，农民，住木匠沟村三组' },
    { name: '阿卜杜拉·买买提', about: '男，维吾尔族，45岁，牧民，住木匠沟村五组' },
  ],
  clauses: [
    { kind: 'facts', text: '2024年8月2日，阿卜杜拉·买买提的羊进入赵𠮷祥的玉米地，毁苗两亩。双方对面积没有争议。' },
    { kind: 'item', text: '阿卜杜拉·买买提赔偿赵𠮷祥一千二百元，分两次付清。' },
    { kind: 'item', text: '双方今后互不追究。' },
  ],
  payments: {
    payer: '阿卜杜拉·买买提',
    manner: '银行转账',
    rows: [
      { payee: '赵𠮷祥', amountFen: 60_000, dueOn: '2024-09-10' },
      { payee: '赵𠮷祥', amountFen: 60_000, dueOn: '2024-10-10' },
    ],
  },
};

export const sampleOral: OralPaper = {
  number: '人调字〔2024〕第9号',
  committee: '红砂坝镇人民调解委员会',
  oral: {
    on: '2024-05-06',
    place: '木匠沟村委会',
    facts: '赵𠮷祥的羊进了王䶮的玉米地，损失双方认可。',
    content: '赵𠮷祥赔偿王䶮三百元。',
    performance: '当场付清。',
    mediator: '孙桂兰',
    recorder: '周敏',
  },
  parties: [
    { name: '赵𠮷祥', about: '男，汉族，61岁' },
    { name: '王䶮', about: '男，汉族，38岁' },
  ],
  isRegistered: true,
};

import type { MinutesOf } from '../session-paper.js';

const done = { by: 'sample', at: 0 };

/** An invented session, by which templates of the record are looked at before they are used. */
export const sampleSession: MinutesOf = {
  session: {
    called: {
      id: 'sample',
      on: '2024-08-16',
      from: '09:00',
      place: '镇调解室',
      online: false,
      openness: 'closed',
      opennessAgreed: true,
      invitees: [{ name: '周敏', capacity: '村妇联主任', consent: true }],
      ...done,
    },
    seats: {
      a: { name: '赵𠮷祥', part: 'party', present: true, ...done },
      b: { name: '阿卜杜拉·买买提', part: 'party', present: true, ...done },
      c: { name: '周敏', part: 'invitee', present: true, ...done },
      d: { name: '孙桂兰', part: 'mediator', present: true, ...done },
    },
    rights: { to: ['赵𠮷祥', '阿卜杜拉·买买提'], ...done },
    answers: {
      x: { proposal: 'sample', party: '赵𠮷祥', answer: 'accepted', words: '', hash: '', ...done },
      y: { proposal: 'sample', party: '阿卜杜拉·买买提', answer: 'accepted', words: '', hash: '', ...done },
    },
    ended: { result: 'agreed', words: '九月十日前付第一笔', ...done },
    signatures: {},
  },
  number: 2,
  matter: '玉米地补偿',
  minutes:
    '孙桂兰：双方对毁苗的面积有没有争议？\n赵𠮷祥：没有，两亩。\n| 项目 | 元 |\n| 玉米苗 | 900.00 |\n| 人工 | 300.00 |\n阿卜杜拉·买买提：钱分两次付。',
  proposals: [{ id: 'sample', session: 'sample', from: '孙桂兰', terms: '赔偿一千二百元，分两次付清。' }],
  speakers: ['孙桂兰', '赵𠮷祥', '阿卜杜拉·买买提'],
};

import { clocksOf } from '@onedoor/core';
import type { LetterSource } from '../letters.js';

const done = { by: 'sample', at: 0 };

/** An invented petition that has gone all the way, by which templates of letters are looked at before they are used. */
export const sampleLetter: LetterSource = {
  state: {
    registered: {
      on: '2024-03-04',
      channel: 'visit',
      kind: 'claim',
      oral: true,
      people: 2,
      representatives: 2,
      reachable: true,
      number: { register: 'petition', year: 2024, value: 7 },
      ...done,
    },
    referrals: [
      {
        on: '2024-03-06',
        manner: 'transferred',
        to: '镇自然资源所',
        receivedOn: '2024-03-08',
        objection: { on: '2024-03-12', reason: '补偿款的保管和发放由镇人民政府负责。', ...done },
        answer: { on: '2024-03-13', agreed: true, note: '', ...done },
        ...done,
      },
    ],
    decision: { accepted: true, on: '2024-03-14', route: '6', body: '镇人民政府', onTheSpot: true, ...done },
    extension: {
      asked: { on: '2024-05-06', days: 20, reason: '地块重新测绘，结果月底才有。', ...done },
      decided: { on: '2024-05-07', approved: true, note: '', ...done },
    },
    opinion: {
      on: '2024-05-20',
      opinion: 'support',
      basis: '《中华人民共和国土地管理法》第四十九条',
      namesReview: true,
      number: { register: 'petition-opinion', year: 2024, value: 3 },
      ...done,
    },
    delivered: { opinion: { on: '2024-05-22', how: 'direct', ...done }, review: { on: '2024-07-05', how: 'post', ...done } },
    review: {
      asked: { on: '2024-06-05', ...done },
      answered: { on: '2024-07-02', result: 'upheld', basis: '事实清楚，依据充分。', ...done },
    },
    recheck: {
      asked: { on: '2024-07-20', ...done },
      answered: { on: '2024-08-30', result: 'upheld', basis: '经听证，原意见适当。', ...done },
      hearings: [{ from: '2024-08-06', to: '2024-08-08' }],
    },
  },
  people: [
    { name: '赵𠮷祥', address: '木匠沟村3号', phone: '13800000000' },
    { name: '阿卜杜拉·买买提', address: '木匠沟村9号' },
  ],
  sheet: {
    request: '公开补偿款的到账和保管情况。\n说明发放的时间。',
    facts: '补偿款已经到账，至今没有发放。',
    reasons: '土地补偿的收支应当向村民公布。',
  },
  draft: { claims: '公开账目，说明发放时间。', facts: '补偿款存于村集体专户，未动用。', opinion: '十日内公布账目，按分配方案发放。' },
  clocks: clocksOf(),
  person: () => '刘洋',
};

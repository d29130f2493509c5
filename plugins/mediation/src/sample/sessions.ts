import { type SampleStep, sampleAuthor, sha256Text } from '@onedoor/core';
import { propose, type Seat, sessionSlice } from '../session.js';

const { request } = sessionSlice;
const DAY = '2024-08-15';
const HOLDERS = ['赵𠮷祥', '欧阳春燕', '张建国 (甲组（持证六户）)', '王䶮', '仇桂兰', '巴特尔'];
const OTHERS = [
  '李有田',
  '张建国 (乙组（未持证十七户）)',
  '阿卜杜拉·买买提',
  '陈㛃',
  '单福贵',
  '解玉梅',
  '查干巴拉',
  '曾广才',
  '刘强',
  '武月娥',
  '韩飞',
];
const LATER = ['郝秀珍', '诸葛明远', '冯英', '贺喜', '乔占山', '苗翠花'];

/** Proposals and answers of the session in which the division of the compensation was all but agreed. */
const TERMS = [
  '甲组六户七成四，乙组十七户二成六，各组内部按户均分。',
  '按 58.1 亩、20.5 亩占 78.6 亩算，甲组 73.9%，乙组 26.1%，各组内部按户均分；除不尽的零分按户主名单从前往后每户加一分。',
] as const;

/** The steps of one session of a sample case whose minutes are kept already. */
export const sessions = (session: string, id: (at: string) => string): readonly SampleStep[] => {
  const sun = sampleAuthor('p-sun', 'mediation');
  const joint = sampleAuthor('p-sun', 'joint');
  const at = (time: string) => `${DAY}T${time}`;
  const seat = (name: string): Seat => ({ name, part: 'party', present: true });
  const seats: Seat[] = [
    ...[...HOLDERS, ...OTHERS, ...LATER].map(seat),
    { name: '吴德福', part: 'invitee', present: true },
    { name: '孙桂兰', part: 'mediator', present: true },
  ];
  const [first, second] = [id(at('10:10')), id(at('11:05'))];
  const answers = (
    proposal: string,
    terms: string,
    time: string,
    answer: 'accepted' | 'countered' | 'refused',
    parties: readonly string[],
  ) => parties.map((party) => sun.act(at(time), request.answer({ session, proposal, party, answer, words: '', hash: sha256Text(terms) })));
  return [
    sun.act(
      '2024-08-12T16:00',
      request.convene({
        id: session,
        on: DAY,
        from: '09:00',
        place: '中心会商室，视频同步到木匠沟村文化活动室',
        online: true,
        openness: 'open',
        opennessAgreed: true,
        invitees: [{ name: '吴德福', capacity: '五老', consent: true }],
      }),
    ),
    sun.act(at('09:00'), request.attend({ session, seats })),
    sun.act(at('09:10'), request.readRights({ session, to: seats.filter(({ part }) => part === 'party').map(({ name }) => name) })),
    joint.run(at('10:10'), propose.request({ id: first, session, from: '赵𠮷祥', terms: TERMS[0] })),
    ...answers(first, TERMS[0], '10:30', 'countered', ['李有田']),
    ...answers(first, TERMS[0], '10:31', 'refused', ['陈㛃', '单福贵', '解玉梅']),
    joint.run(at('11:05'), propose.request({ id: second, session, from: '李有田', terms: TERMS[1], counters: first })),
    ...answers(second, TERMS[1], '11:40', 'accepted', [...HOLDERS, ...OTHERS.slice(1), ...LATER]),
    sun.act(
      at('12:25'),
      request.end({
        session,
        result: 'next',
        nextOn: '2024-08-29',
        nextFrom: '09:00',
        words: '约定签字。本人不能来的，代签人要带授权委托书。',
      }),
    ),
  ];
};

import type { SampleStep } from '@onedoor/core';
import { DEFAULT_METHOD } from '../locales/method-default.js';
import { methodSlice } from '../method/acts.js';
import type { MethodStep } from '../method/method.js';

const { request } = methodSlice;
type Made = ReturnType<typeof request.begin>;
type StepId = MethodStep['stage'];
const step = (by: string, at: string, act: Made): SampleStep => ({ at, by, room: 'mediation', act });

/** Begins by the method that comes with the program, at its first step. */
const begin = (by: string, at: string) =>
  step(by, at, request.begin({ version: 0, method: { ...DEFAULT_METHOD }, step: 'screening' satisfies StepId }));
const meet = (by: string, at: string, condition: string, note = '') => step(by, at, request.meet({ condition, note }));
const goOn = (by: string, at: string, to: StepId, reason = '') => step(by, at, request.goOn({ to, reason }));

/** Screened: who it is about, and whether it may escalate. */
const screened = (by: string, at: string, note: string): SampleStep[] => [
  meet(by, at, 'screening/exit/0'),
  meet(by, at, 'screening/exit/1', note),
];

/** Cases of the sample that go by the five steps, by their keys: one through all of them, the others as far as they came. */
export const methods: Readonly<Record<string, readonly SampleStep[]>> = {
  mujianggou: [
    begin('p-sun', '2024-03-11T09:30'),
    ...screened('p-chen', '2024-03-14T16:40', '网格员每天上门，没有阻工和肢体冲突。'),
    meet('p-sun', '2024-03-15T10:02', 'graded/entry/0', '23 户都同意，登记在册。'),
    goOn('p-sun', '2024-03-15T10:05', 'graded'),
    meet('p-chen', '2024-03-28T17:00', 'graded/exit/0', '村里谈了两次，比例谈不拢。'),
    step('p-sun', '2024-04-02T09:01', request.raise({ to: 'town', reason: '村级两次调解没有谈成。' })),
    step(
      'p-sun',
      '2024-04-02T09:02',
      request.form({
        departments: '司法所、派出所、信访办、林草站',
        head: '孙桂兰',
        task: '查林权档案，核对证书，讲清办理途径，再谈分配比例。',
      }),
    ),
    meet('p-sun', '2024-04-02T09:03', 'joint/entry/0', '由调委会牵头。'),
    goOn('p-sun', '2024-04-02T09:05', 'joint', '镇里不再单独谈，直接由各部门一起谈。'),
    meet('p-zhao', '2024-06-25T11:20', 'joint/exit/0', '联调会开了三次，意见在笔录里。'),
    step('p-sun', '2024-06-27T09:12', request.appoint({ who: 'p-yan', reason: '' })),
    goOn('p-sun', '2024-06-27T09:14', 'leader'),
    step(
      'p-yan',
      '2024-06-28T08:40',
      request.supervise({ id: 'mujianggou-letter-1', kind: 'letter', text: '请在五个工作日内约好测量单位，报测量日期。' }),
    ),
    step(
      'p-ma',
      '2024-07-03T15:10',
      request.answer({ letter: 'mujianggou-letter-1', text: '测量单位已约好，7 月 9 日进场，两组各派三人到场。' }),
    ),
    ...(
      [
        ['2024-07-04T17:20', '见了甲组六户，愿意让出测量误差部分。'],
        ['2024-07-11T17:30', '测量图已出，两组都签了字。'],
        ['2024-07-18T17:40', '见了乙组，对四至外的部分没有意见。'],
      ] as const
    ).map(([at, text], index) => step('p-yan', at, request.supervise({ id: `mujianggou-note-${index + 1}`, kind: 'note', text }))),
    meet('p-yan', '2024-07-18T17:45', 'leader/exit/0', '两组都见过，各谈两次。'),
    meet('p-sun', '2024-09-02T16:00', 'supervised/entry/0', '督促按期付款，责任人郭永胜。'),
    step('p-yan', '2024-09-03T09:05', request.order({ to: 'supervised', reason: '' })),
  ],
  'parents-support': [
    begin('p-sun', '2024-01-23T09:30'),
    ...screened('p-sun', '2024-01-24T10:20', '老人有人照看，三家没有争吵。'),
    meet('p-sun', '2024-01-25T08:55', 'graded/entry/0', '老人和三子女都同意。'),
    goOn('p-sun', '2024-01-25T09:01', 'graded'),
    meet('p-sun', '2024-01-30T12:10', 'graded/exit/0', '上门谈成，签了协议。'),
  ],
  'homestead-line': [
    begin('p-li', '2024-03-06T10:00'),
    ...screened('p-zhao', '2024-03-08T15:30', '双方已答应停工，等说明。'),
    meet('p-li', '2024-03-11T08:55', 'graded/entry/0', '只就通行谈，双方同意。'),
    goOn('p-li', '2024-03-11T09:02', 'graded'),
    meet('p-li', '2024-03-15T16:10', 'graded/exit/0', '通行谈妥，界址谈不拢。'),
    step(
      'p-li',
      '2024-03-18T09:06',
      request.form({ departments: '自然资源所、司法所、律师', head: '赵敏', task: '说明界址争议由谁认定、怎样申请。' }),
    ),
    meet('p-li', '2024-03-18T09:07', 'joint/entry/0'),
    goOn('p-li', '2024-03-18T09:08', 'joint', '界址不属于调解范围，镇里再谈没有用，请部门到场说明。'),
    meet('p-zhao', '2024-03-22T11:40', 'joint/exit/0'),
  ],
  'clinic-drip': [
    begin('p-sun', '2024-03-14T14:50'),
    ...screened('p-xu', '2024-03-18T10:10', '已请家属保存药品和票据，没有过激言行。'),
    meet('p-sun', '2024-03-19T09:01', 'graded/entry/0'),
    goOn('p-sun', '2024-03-19T09:02', 'graded'),
    meet('p-sun', '2024-03-25T17:00', 'graded/exit/0', '村里谈过，赔偿数额差得远。'),
    meet('p-sun', '2024-03-28T10:05', 'graded/exit/1', '对因果关系各说各的，都不愿鉴定。'),
  ],
  'goat-partners': [
    begin('p-sun', '2024-05-23T15:10'),
    meet('p-sun', '2024-05-24T09:40', 'screening/exit/0'),
    meet('p-zhao', '2024-05-27T16:00', 'screening/exit/1', '羊已分圈，没有争抢。'),
  ],
  'charging-shed': [
    begin('p-sun', '2024-10-16T15:20'),
    ...screened('p-chen', '2024-10-18T17:10', '业主群里有争吵，已请楼长劝开。'),
    meet('p-sun', '2024-10-21T09:02', 'graded/entry/0'),
    goOn('p-sun', '2024-10-21T09:04', 'graded'),
    meet('p-chen', '2024-11-15T11:30', 'graded/exit/0', '社区谈了两个位置，没有定下来。'),
    step('p-sun', '2024-11-18T09:20', request.raise({ to: 'town', reason: '社区谈不成，要请消防和物业一起看现场。' })),
  ],
};

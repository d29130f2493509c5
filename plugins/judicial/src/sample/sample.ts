import { type PluginSample, type SampleCase, type SampleStep, sampleAuthor } from '@onedoor/core';
import { judicialSlice } from '../acts.js';
import { addClause, editAgreement, setPayments } from '../content.js';
import { type ClauseKind, type Draft, draftHash, type Payments } from '../draft.js';
import { notes } from '../model.js';
import { households } from './households.js';

const { request } = judicialSlice;
type Clause = Draft['clauses'][number];

const author = (by: string, room = 'judicial') => sampleAuthor(by, room);
const zhao = author('p-zhao');
const sun = author('p-sun');

const clause = (kind: ClauseKind, text: string): Clause => ({ kind, text });

/** Somebody writes clauses one after another, a minute each, beginning at a full hour. */
function write({ id }: SampleCase, day: string, hour: string, clauses: readonly Clause[]): SampleStep[] {
  let after: string | undefined;
  return clauses.map(({ kind, text }, index) => {
    const at = `${day}T${hour}:${String(index + 10)}`;
    const added = id(at);
    const step = zhao.run(at, addClause.request({ id: added, kind, text, ...(after === undefined ? {} : { after }) }));
    after = added;
    return step;
  });
}

const COMMITTEE = '红砂坝镇人民调解委员会';

const distribution: readonly Clause[] = [
  clause(
    'facts',
    '修建集大原铁路占用木匠沟村北坡林地 78.6 亩，补偿款合计 2,386,417.53 元，在村集体专户，没有发放。6 户持 1984 年林权证（甲组），17 户没有证（乙组），23 户对分配范围和总额没有异议。经司法鉴定，六本证书真实。',
  ),
  clause('issue', '甲组主张按证分配，乙组主张造林、管护都出过工，应当平均分配。本协议只处理补偿款怎样分，不涉及林地、林木的权属。'),
  clause(
    'item',
    '甲组 6 户分得 73.9%，即 1,763,562.55 元；乙组 17 户分得 26.1%，即 622,854.98 元。两组内部按户均分，除不尽的零分按名单顺序从前往后每户加一分。',
  ),
  clause('item', '对权属有不同意见的，可以依法申请人民政府处理，不影响本协议的履行。'),
  clause('performance', '由村集体专户于 2024 年 10 月 15 日以前，通过银行代发，一次性付至各户签字确认的收款账户。'),
  clause('breach', '逾期没有付清的，由村集体自逾期之日起按同期贷款市场报价利率支付利息。'),
  clause('other', '付款后三十日内由调委会回访，各户自己评价。'),
];
/** By the allocation of the case: 73.9 % among six, 26.1 % among seventeen, the spare fen in the order of the list. */
const paid: Payments = {
  payer: '村集体专户',
  manner: '银行代发',
  rows: households.map(({ name }, at) => ({
    payee: name,
    amountFen: at < 6 ? (at < 1 ? 29_392_710 : 29_392_709) : at < 20 ? 3_663_853 : 3_663_852,
    dueOn: '2024-10-15',
  })),
};
/** The agreement of the case about woodland compensation, as it was signed. */
export const distributionDraft: Draft = {
  format: 2,
  title: '集大原铁路占用木匠沟村林地补偿款分配纠纷',
  committee: COMMITTEE,
  mediator: '闫立新、孙桂兰、赵敏',
  recorder: '赵敏',
  parties: [...households],
  clauses: [...distribution],
  payments: paid,
};
/** As it was laid before the team first: the lawyer asked for the sentence about ownership. */
const distributionFirst: Draft = { ...distributionDraft, clauses: distribution.filter(({ text }) => !text.startsWith('对权属')) };

const support: readonly Clause[] = [
  clause(
    'facts',
    '白玉兰 79 岁，住沙卜村，冬天独居取暖不便。三子女杜长明、杜长青、杜长英对轮流照料和医药费分担说法不一。2023 年由杜长明一人照料并垫付药费约 6,200 元。',
  ),
  clause(
    'item',
    '冬季三个月由杜长明照料，杜长青、杜长英每人每月付 600 元取暖和伙食费；其余月份三人每人一周轮换照料。医药费自付部分三人均摊。',
  ),
  clause('item', '2023 年垫付的药费，杜长青、杜长英各补 2,000 元给杜长明。'),
  clause('performance', '补付的药费于 2024 年 2 月 20 日以前转账付给杜长明；每月费用于当月 5 日以前转账付至白玉兰账户。'),
];
const supportDraft: Draft = {
  format: 1,
  title: '沙卜村三子女分担赡养照料纠纷',
  committee: COMMITTEE,
  mediator: '孙桂兰',
  recorder: '赵敏',
  parties: [
    { name: '白玉兰', about: '女，79岁，住址：红砂坝镇沙卜村 21 号' },
    { name: '杜长明', about: '男，57岁，住址：红砂坝镇沙卜村 22 号' },
    { name: '杜长青', about: '男，住址：红砂坝镇镇区西街' },
    { name: '杜长英', about: '女，住址：丰镇市新城区街道' },
  ],
  clauses: [...support],
};

const wages: readonly Clause[] = [
  clause('facts', '五名工人 2024 年在二道湾村光伏工地打桩两个月，劳务队认可欠工资共 87,600 元，工人持有打卡记录和欠条。'),
  clause('item', '劳务队先付 20,000 元，由工资专户直接发到五名工人账户；其余 67,600 元在总包复核工程量后一次付清。'),
];

const submit = (draft: Draft) => request.submit({ hash: draftHash(draft), draft });
const head = (draft: Pick<Draft, 'committee' | 'mediator' | 'recorder'>) =>
  editAgreement.request({ patch: { committee: draft.committee, mediator: draft.mediator, recorder: draft.recorder } });

/** The office's part of the sample cases. People and words are invented. */
const cases: Readonly<Record<string, (sample: SampleCase) => readonly SampleStep[]>> = {
  mujianggou(given) {
    const own = author('p-zhao', 'judicial.private');
    const at = '2024-09-12T16:10';
    const note = given.id(at);
    const say = (text: string): SampleStep => ({
      at: '2024-09-12T16:12',
      by: 'p-zhao',
      room: 'judicial.private',
      type: { record: notes.Note, id: note, field: 'text', text },
    });
    return [
      zhao.run('2024-08-19T09:05', head(distributionDraft)),
      ...write(given, '2024-08-19', '09', distribution),
      zhao.run('2024-08-19T09:40', setPayments.request({ payments: paid })),
      zhao.act('2024-08-20T16:00', submit(distributionFirst)),
      zhao.act('2024-08-22T17:00', submit(distributionDraft)),
      sun.act('2024-08-29T08:40', request.giveNumber({})),
      sun.act(
        '2024-08-29T17:15',
        request.sign({ on: '2024-08-29', hash: draftHash(distributionDraft), parties: true, mediator: true, seal: true }),
      ),
      zhao.act('2024-09-12T15:30', request.applyConfirmation({ on: '2024-09-12', court: '丰镇市人民法院', together: true })),
      own.run(at, notes.add.request({ id: note, title: '司法确认材料' })),
      say(
        '申请书、协议书、两组代表身份证、收款账户确认表都齐了。23 户委托赵亮、李有田两人去法院，授权委托书各一份。只确认分钱，不提权属。',
      ),
      zhao.act('2024-09-13T10:20', request.receiveConfirmation({ on: '2024-09-13', caseNumber: '（2024）内0981调确12号' })),
      zhao.act(
        '2024-09-25T10:50',
        request.ruleConfirmation({ on: '2024-09-25', result: 'confirmed', caseNumber: '（2024）内0981调确12号' }),
      ),
      sun.act(
        '2024-10-17T16:20',
        request.recordReceipt({
          on: '2024-10-14',
          hash: draftHash(distributionDraft),
          paid: paid.rows.map(({ amountFen }, row) => ({ row, amountFen })),
          proof: '银行代发回单 23 张',
        }),
      ),
    ];
  },

  'parents-support': (given) => [
    zhao.run('2024-01-30T13:05', head(supportDraft)),
    ...write(given, '2024-01-30', '13', support),
    zhao.act('2024-01-30T14:00', submit(supportDraft)),
    sun.act('2024-01-30T14:10', request.giveNumber({})),
    sun.act(
      '2024-01-30T16:30',
      request.sign({ on: '2024-01-30', hash: draftHash(supportDraft), parties: true, mediator: true, seal: true }),
    ),
  ],

  'solar-wages': (given) => [
    zhao.run('2024-09-05T16:30', head({ committee: COMMITTEE, mediator: '李晓燕', recorder: '赵敏' })),
    ...write(given, '2024-09-05', '17', wages),
  ],
};

const sample: PluginSample = (given) => cases[given.key]?.(given) ?? [];
export default sample;

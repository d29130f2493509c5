import { readFileSync } from 'node:fs';
import { type ActRequest, clocksOf, explain, Model, type Party, type RecordValue, type Result } from '@onedoor/core';
import { ActBench, type BenchPerson, Replica } from '@onedoor/core/testing';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { judicialSlice, paymentsOf, phaseOf } from './acts.js';
import { Agreement, addClause, Clause, describeParty, editAgreement, moveClause, removeClause, restoreClause } from './content.js';
import { copiesFor, type Draft, draftHash } from './draft.js';
import { clauseHints, confirmsOwnership, draftHints } from './hints.js';
import { en } from './locales/en.js';
import { viewEn } from './locales/view-en.js';
import { viewZh } from './locales/view-zh.js';
import { zh } from './locales/zh.js';
import { judicial, manifest } from './model.js';
import { ageFrom, chineseNumber, introduce } from './paper.js';
import { contributions, running, standOf } from './stand.js';

const test = suite('judicial model');
const { request } = judicialSlice;
const zhao: BenchPerson = { person: 'p-zhao', department: 'judicial', role: 'member' };
const sun: BenchPerson = { person: 'p-sun', department: 'mediation', role: 'lead' };
const wang: BenchPerson = { person: 'p-wang', department: 'police', role: 'member' };
const context = { person: 'p-zhao', now: 0, id: () => 'x' };

const draft: Draft = {
  format: 1,
  title: '补偿款分配',
  committee: '红砂坝镇人民调解委员会',
  mediator: '孙桂兰',
  recorder: '赵敏',
  parties: [
    { name: '赵𠮷祥', about: '男' },
    { name: '李有田', about: '男' },
  ],
  clauses: [
    { kind: 'facts', text: '因补偿款分配发生纠纷。' },
    { kind: 'item', text: '甲组得 1,763,562.55 元，乙组得 622,854.98 元。' },
  ],
};
const submit = (over: Partial<Draft> = {}, hash?: string) => {
  const changed = { ...draft, ...over };
  return request.submit({ hash: hash ?? draftHash(changed), draft: changed });
};
const sign = (on: string, over: Partial<Parameters<typeof request.sign>[0]> = {}) =>
  request.sign({ on, hash: draftHash(draft), parties: true, mediator: true, seal: true, ...over });

class Bench extends ActBench {
  constructor() {
    super(judicial, 'judicial');
  }

  try(act: ActRequest, at: string, by: BenchPerson = zhao): string {
    const result: Result<unknown> = this.act(act, { by, at });
    return result.ok ? 'done' : `${result.refusal.code} ${result.refusal.at ?? ''}`.trim();
  }

  get own() {
    return judicialSlice.of(this.state.slices);
  }
}
/** An agreement in effect from a day. */
function signed(on: string): Bench {
  const bench = new Bench();
  assert.is(bench.try(submit(), `${on}T08:00`), 'done');
  assert.is(bench.try(sign(on), `${on}T17:00`), 'done');
  return bench;
}

test('onedoor.plugin.json and the manifest in code are one', () => {
  const file: unknown = JSON.parse(readFileSync(new URL('../onedoor.plugin.json', import.meta.url), 'utf8'));
  assert.equal(file, manifest);
});

test('both languages have the same keys', () => {
  assert.equal(Object.keys(en), Object.keys(zh));
  assert.equal(Object.keys(viewEn), Object.keys(viewZh));
});

test('a draft has one hash wherever it is made, and another for every other word', () => {
  assert.is(draftHash(draft), draftHash(JSON.parse(JSON.stringify(draft)) as Draft));
  assert.is(
    draftHash({
      clauses: draft.clauses,
      parties: draft.parties,
      title: draft.title,
      recorder: draft.recorder,
      mediator: draft.mediator,
      committee: draft.committee,
      format: 1,
    }),
    draftHash(draft),
  );
  // Frozen: what was signed under format 1 must be found under it for ever.
  assert.is(draftHash(draft), '3e6b83fa8995768a202e9ef1ccd6bcb8324e247d2388ae04f5515662212748ab');
  const others = [{ recorder: '' }, { parties: [...draft.parties].reverse() }, { clauses: [...draft.clauses].reverse() }, { title: '' }];
  assert.is(new Set([draft, ...others.map((over) => ({ ...draft, ...over }))].map(draftHash)).size, 5);
  assert.is(copiesFor(23), 24);
});

test('a draft is laid before the team with the hash of its words, and not twice the same', () => {
  const bench = new Bench();
  const at = '2024-08-20T10:00';
  assert.is(bench.try(submit(), at, sun), 'NOT_PERMITTED');
  assert.is(bench.try(submit({}, '0'.repeat(64)), at), 'ACT_NOT_ALLOWED refusal.hash');
  assert.is(bench.try(submit({}, 'ABC'), at), 'BAD_ARGS hash');
  assert.is(bench.try(submit({ clauses: [{ kind: 'facts', text: '事实' }] }), at), 'ACT_NOT_ALLOWED refusal.empty');
  assert.is(bench.try(submit({ clauses: [...draft.clauses, { kind: 'breach', text: ' ' }] }), at), 'ACT_NOT_ALLOWED refusal.empty');
  assert.is(bench.try(submit(), at), 'done');
  assert.is(bench.try(submit(), at), 'ACT_NOT_ALLOWED refusal.same');
  assert.is(bench.try(submit({ recorder: '李' }), at), 'done');
  assert.equal(
    bench.own.versions.map(({ by }) => by),
    ['p-zhao', 'p-zhao'],
  );
});

test('two drafts laid before the team while apart are a conflict', () => {
  const bench = new Bench();
  bench.act(submit(), { by: zhao, at: '2024-08-20T10:00', base: 0 });
  const other = bench.act(submit({ recorder: '乌云' }), { by: { ...zhao, person: 'p-wuyun' }, at: '2024-08-20T10:01', base: 0 });
  assert.is(other.ok && other.value.outcome, 'conflict');
  assert.is(bench.own.versions.length, 1);
});

test('the last draft is signed by all, with mediator and seal, on a day between draft and today', () => {
  const bench = new Bench();
  const at = '2024-08-29T17:00';
  assert.is(bench.try(sign('2024-08-29'), at), 'ACT_NOT_ALLOWED refusal.notSubmitted');
  bench.try(submit(), '2024-08-20T10:00');
  assert.is(bench.try(sign('2024-08-29'), at, wang), 'NOT_PERMITTED');
  assert.is(bench.try(sign('2024-08-29', { hash: 'f'.repeat(64) }), at), 'ACT_NOT_ALLOWED refusal.otherVersion');
  for (const missing of ['parties', 'mediator', 'seal'] as const)
    assert.is(bench.try(sign('2024-08-29', { [missing]: false }), at), 'ACT_NOT_ALLOWED refusal.signatures');
  assert.is(bench.try(sign('2024-08-30'), at), 'ACT_NOT_ALLOWED refusal.future');
  assert.is(bench.try(sign('2024-08-19'), at), 'ACT_NOT_ALLOWED refusal.beforeDraft');
  assert.is(bench.try(sign('2024-08-29'), at, sun), 'done');
  assert.is(bench.try(sign('2024-08-29'), at, sun), 'ACT_NOT_ALLOWED refusal.inEffect', 'once');
});

test('a change of an agreement in effect is a version that all sign anew; until then the signed one holds', () => {
  const bench = signed('2024-08-29');
  const [changed, at] = [{ ...draft, recorder: '李' }, '2024-09-10T10:00'];
  const badge = () => contributions.cardBadges?.['stand']?.(bench.row('2024-09-10'));
  assert.is(badge()?.words.key, 'badge.signed');
  assert.is(bench.try(submit({ recorder: '李' }), at), 'done');
  assert.equal([phaseOf(bench.own), bench.own.signed?.hash], ['signed', draftHash(draft)]);
  assert.equal(badge(), { words: { key: 'badge.resign', params: { versions: 2 } }, tone: 'warning' });
  assert.is(
    bench.try(sign('2024-09-10'), at, sun),
    'ACT_NOT_ALLOWED refusal.otherVersion',
    'the old words cannot be signed for the new ones',
  );
  const anew = sign('2024-09-10', { hash: draftHash(changed) });
  assert.is(bench.try(sign('2024-09-10', { hash: draftHash(changed), parties: false }), at, sun), 'ACT_NOT_ALLOWED refusal.signatures');
  assert.is(bench.try(anew, at, sun), 'done');
  assert.equal([bench.own.signed?.hash, bench.own.signed?.on], [draftHash(changed), '2024-09-10']);
  assert.is(badge()?.words.key, 'badge.signed');
});

test('what a court is asked about, or has confirmed, stays as it is; after a rejection it may be changed', () => {
  const bench = signed('2024-08-29');
  const apply = request.applyConfirmation({ on: '2024-09-02', court: '旗人民法院', together: true });
  assert.is(bench.try(submit({ recorder: '李' }), '2024-09-01T09:00'), 'done');
  assert.is(bench.try(apply, '2024-09-02T09:00'), 'done');
  const other = sign('2024-09-02', { hash: draftHash({ ...draft, recorder: '李' }) });
  assert.is(bench.try(other, '2024-09-02T10:00', sun), 'ACT_NOT_ALLOWED refusal.fixed');
  assert.is(bench.try(submit({ recorder: '王' }), '2024-09-02T10:00'), 'ACT_NOT_ALLOWED refusal.fixed');
  bench.try(request.receiveConfirmation({ on: '2024-09-03', caseNumber: '（2024）调确字第1号' }), '2024-09-03T10:00');
  bench.try(request.ruleConfirmation({ on: '2024-09-10', result: 'rejected', caseNumber: '' }), '2024-09-10T10:00');
  assert.is(bench.try(submit({ recorder: '王' }), '2024-09-11T10:00'), 'done');
});

test('signed pages have a room of their own, which whoever presided writes; clauses stay with the office', () => {
  const team = { roleOf: () => 'member' as const };
  const may = (room: string, department: string) => {
    const rule = new Model([judicial]).room(room)?.rule;
    const actor = { person: 'p', name: '', department, rights: [] };
    return rule === undefined ? undefined : explain(rule, { to: 'write' }, actor, team).allowed;
  };
  assert.equal(
    ['judicial', 'mediation', 'police'].map((department) => [may('judicial', department), may('judicial.signed', department)]),
    [
      [true, true],
      [false, true],
      [false, false],
    ],
  );
});

test('a number is given once, to what was laid before the team', () => {
  const bench = new Bench();
  assert.is(bench.try(request.giveNumber({}), '2024-08-20T09:00'), 'ACT_NOT_ALLOWED refusal.notSubmitted');
  bench.try(submit(), '2024-08-20T10:00');
  assert.is(bench.try(request.giveNumber({}), '2024-08-20T11:00', sun), 'done');
  assert.equal(bench.own.number, { register: 'agreement', year: 2024, value: 1 });
  assert.is(bench.try(request.giveNumber({}), '2024-08-20T12:00'), 'ACT_NOT_ALLOWED refusal.numbered');
});

test('an oral agreement is in effect on its day', () => {
  const bench = new Bench();
  const oral = (content: string) => request.registerOral({ on: '2024-05-06', content, performance: '当场付清', mediator: '孙桂兰' });
  assert.is(bench.try(oral(' '), '2024-05-06T12:00', sun), 'ACT_NOT_ALLOWED refusal.content');
  assert.is(bench.try(oral('退还 1,000 元'), '2024-05-06T12:00', sun), 'done');
  assert.is(phaseOf(bench.own), 'oral');
  assert.is(bench.try(oral('退还 2,000 元'), '2024-05-06T12:30', sun), 'ACT_NOT_ALLOWED refusal.inEffect');
  // The parties may put it in writing after all: it is in effect by word of mouth until they have signed.
  assert.is(bench.try(submit(), '2024-05-06T13:00'), 'done');
  assert.is(phaseOf(bench.own), 'oral');
  assert.is(bench.try(sign('2024-05-06'), '2024-05-06T14:00', sun), 'done');
  assert.is(phaseOf(bench.own), 'signed');
});

test('confirmation can be applied for within thirty days of effect, a holiday moving the last one', () => {
  const confirmationDue = (on: string) => clocksOf().due(on, 'confirmation.apply');
  assert.equal(confirmationDue('2024-09-01'), { dueOn: '2024-10-08', provisional: false });
  // 2024-09-28 is a Saturday, 2024-09-29 a Sunday that is worked.
  assert.is(confirmationDue('2024-08-29').dueOn, '2024-09-29');
  const bench = signed('2024-09-01');
  const apply = (on: string, over: { together?: boolean; reason?: string } = {}) =>
    request.applyConfirmation({ on, court: '丰镇市人民法院', together: true, ...over });
  assert.is(bench.try(apply('2024-10-09'), '2024-10-09T09:00'), 'ACT_NOT_ALLOWED refusal.late');
  assert.is(bench.try(apply('2024-10-08', { together: false }), '2024-10-09T09:00'), 'ACT_NOT_ALLOWED refusal.together');
  assert.is(bench.try(apply('2024-08-31'), '2024-10-09T09:00'), 'ACT_NOT_ALLOWED refusal.beforeEffect');
  assert.is(bench.try(apply('2024-10-08'), '2024-10-09T09:00'), 'done');
  assert.is(bench.try(apply('2024-10-08'), '2024-10-09T09:00'), 'ACT_NOT_ALLOWED refusal.applied');
  const late = signed('2024-09-01');
  assert.is(late.try(apply('2024-10-09', { reason: '10月8日已交邮' }), '2024-10-09T09:00'), 'done');
  const early = new Bench();
  assert.is(early.try(apply('2024-10-08'), '2024-10-09T09:00'), 'ACT_NOT_ALLOWED refusal.notInEffect');
});

test('a day that the centre works moves the last day of the application', () => {
  // Thirty days from 2024-09-01 end on 10-01, in the National Day holiday; the centre works through it from 10-03.
  const bench = signed('2024-09-01');
  bench.settings = { 'core.calendar': [{ number: 1, value: { 2024: { off: ['10-01..10-02'], worked: [] } } }] };
  const apply = (on: string) => request.applyConfirmation({ on, court: '丰镇市人民法院', together: true });
  assert.is(bench.try(apply('2024-10-04'), '2024-10-08T09:00'), 'ACT_NOT_ALLOWED refusal.late');
  assert.is(bench.try(apply('2024-10-03'), '2024-10-08T09:00'), 'done');
});

test('the court receives and rules; after a rejection another draft may be signed', () => {
  const bench = signed('2024-09-01');
  const receive = request.receiveConfirmation({ on: '2024-09-13', caseNumber: '（2024）调确字第12号' });
  const rule = (result: 'confirmed' | 'rejected' | 'withdrawn') => request.ruleConfirmation({ on: '2024-09-25', result, caseNumber: '' });
  const at = '2024-09-25T12:00';
  assert.is(bench.try(receive, at), 'ACT_NOT_ALLOWED refusal.notApplied');
  bench.try(request.applyConfirmation({ on: '2024-09-12', court: '法院', together: true }), at);
  assert.is(bench.try(rule('confirmed'), at), 'ACT_NOT_ALLOWED refusal.notReceived');
  assert.is(bench.try(receive, at), 'done');
  assert.is(running(standOf(bench.own, 2), { today: '2024-09-20' })?.dueOn, '2024-10-14');
  assert.is(bench.try(rule('rejected'), at), 'done');
  assert.is(bench.try(rule('confirmed'), at), 'ACT_NOT_ALLOWED refusal.ruled');
  const changed = { ...draft, recorder: '李' };
  assert.is(bench.try(submit({ recorder: '李' }), at), 'done');
  assert.is(bench.try(sign('2024-09-25', { hash: draftHash(changed) }), at), 'done');
  assert.equal([phaseOf(bench.own), bench.own.application, bench.own.ruling], ['signed', undefined, undefined]);
});

test('badge, columns and clocks come from the summary; the right to apply is not overdue when it is over', () => {
  const bench = signed('2024-09-01');
  assert.equal(contributions.cardBadges?.['stand']?.(bench.row('2024-09-02'))?.words, {
    key: 'badge.signed',
    params: { clauses: 0, versions: 1, effect: { date: '2024-09-01' } },
  });
  assert.equal(contributions.ledgerColumns?.['effect']?.(bench.row('2024-09-02')), { value: '2024-09-01' });
  assert.is(contributions.ledgerColumns?.['stand']?.(bench.row('2024-09-02'))?.words?.key, 'stand.signed');
  assert.equal(bench.deadlines('confirmation', '2024-10-08'), [
    {
      words: { key: 'clock.confirmation' },
      startedOn: '2024-09-01',
      from: 'effect',
      dueOn: '2024-10-08',
      provisional: false,
      basis: '人民调解法 第三十三条；民事诉讼法 第二百零五条',
      binding: false,
      counted: { term: 'confirmation.apply' },
    },
  ]);
  assert.is(bench.deadlines('confirmation', '2024-10-09')[0]?.endedOn, '2024-10-08');
  assert.is(contributions.cardBadges?.['stand']?.(new Bench().row('2024-10-09')), undefined);
  assert.is(contributions.ledgerColumns?.['stand']?.(new Bench().row('2024-10-09')), undefined);
});

test('every word that a contribution names is in the dictionary', () => {
  const phases = ['drafting', 'submitted', 'signed', 'oral', 'applied', 'received', 'confirmed', 'rejected', 'withdrawn'];
  const acts = Object.values(contributions.timelineEntries ?? {}).map((say) => say({ args: {}, person: '', at: 0 }).key);
  const keys = [...acts, ...phases.flatMap((phase) => [`badge.${phase}`, `stand.${phase}`]), 'clock.confirmation', 'clock.ruling'];
  assert.equal(
    keys.filter((key) => !(key in zh)),
    [],
  );
});

test('what confirms ownership is marked, what says nothing of it is not', () => {
  const confirming = ['确认北坡林地归甲组六户所有。', '双方约定该房屋归张某所有', '林权归赵𠮷祥户享有', '土地使用权归乙方'];
  const silent = [
    '补偿款归甲组的部分按户均分，付到各户账户。',
    '本协议不涉及林地、林木归谁所有。',
    '本协议不确认林权归属；以后有争议的，申请人民政府处理。',
    '李某于 2024 年 9 月 30 日以前付清 5,000 元。',
  ];
  assert.equal(
    confirming.map((text) => confirmsOwnership(text)),
    [true, true, true, true],
  );
  assert.equal(
    silent.map((text) => confirmsOwnership(text)),
    [false, false, false, false],
  );
  assert.equal(clauseHints({ kind: 'facts', text: '甲组称林地归其所有。' }), []);
  assert.equal(clauseHints({ kind: 'item', text: '林地归甲组所有。' }), ['hint.ownership']);
});

test('an agreement to pay is asked for amount, payee, date and manner', () => {
  assert.equal(draftHints([{ kind: 'item', text: '乙方赔偿甲方损失。' }]), [
    'hint.noFacts',
    'hint.noPerformance',
    'hint.amount',
    'hint.payee',
    'hint.date',
    'hint.manner',
  ]);
  const whole = [
    { kind: 'facts', text: '争执' },
    { kind: 'item', text: '乙方赔偿甲方 312 元。' },
    { kind: 'performance', text: '2024 年 7 月 2 日以前转账，付给甲方本人账户。' },
  ] as const;
  assert.equal(draftHints(whole), []);
  assert.equal(draftHints([]), []);
});

test('parties are introduced as the form asks, and what is unknown is left for the pen', () => {
  const person = {
    id: 'p',
    kind: 'person',
    name: '申小凤',
    sex: 'female',
    idNumber: '150981196806219966',
    address: '十八台村 19 号',
    members: [],
    statement: '',
  };
  const introduced = introduce(person as unknown as RecordValue<typeof Party>, { ethnicity: '汉族' }, '2024-07-02');
  assert.is(introduced.about, '女，汉族，56岁，职业：＿＿＿，住址：十八台村 19 号');
  assert.equal(
    [ageFrom('2024-06-20', person.idNumber), ageFrom('2024-06-21', person.idNumber), ageFrom('2024-06-21', undefined)],
    [55, 56, undefined],
  );
  assert.equal([1, 10, 12, 20, 23, 99].map(chineseNumber), ['一', '十', '十二', '二十', '二十三', '九十九']);
});

test('clauses keep their order where two people add and move while apart', () => {
  const [a, b] = [new Replica(1), new Replica(2)];
  const order = (replica: Replica) => {
    const read = replica.reader.get(Agreement, 'agreement');
    return read?.ok === true ? read.value.clauses.map(({ id }) => id) : [];
  };
  for (const [id, after] of [
    ['x', undefined],
    ['y', 'x'],
    ['z', 'y'],
  ] as const)
    assert.ok(addClause.run(a.reader, { id, kind: 'item', after }, context).ok);
  b.receive(a.take());
  assert.equal(order(b), ['x', 'y', 'z']);
  assert.ok(moveClause.run(a.reader, { id: 'z' }, context).ok);
  assert.ok(addClause.run(b.reader, { id: 'w', kind: 'breach', after: 'x' }, context).ok);
  const [fromA, fromB] = [a.take(), b.take()];
  a.receive(fromB);
  b.receive(fromA);
  assert.equal(order(a), ['z', 'x', 'w', 'y']);
  assert.equal(order(a), order(b));
  assert.ok(removeClause.run(a.reader, { id: 'x' }, context).ok);
  assert.equal(a.reader.ids(Clause).sort(), ['w', 'y', 'z']);
  assert.ok(restoreClause.run(a.reader, { id: 'x' }, context).ok);
  assert.equal(order(a), ['z', 'x', 'w', 'y']);
  assert.ok(editAgreement.run(a.reader, { patch: { mediator: '孙桂兰' } }, context).ok);
  assert.ok(describeParty.run(a.reader, { party: 'p1', ethnicity: '回族' }, context).ok);
  const read = a.reader.get(Agreement, 'agreement');
  assert.equal(read?.ok === true && [read.value.mediator, read.value.ethnicity], ['孙桂兰', { p1: '回族' }]);
});

test('the draft is written by the office and read by the team; notes are the office’s own', () => {
  const may = (room: string, to: 'read' | 'write', { person, department, role }: BenchPerson) =>
    explain(new ActBench(judicial, room).room.rule, { to }, { person, name: person, department, rights: [] }, { roleOf: () => role })
      .allowed;
  assert.equal([may('judicial', 'read', wang), may('judicial', 'write', sun), may('judicial', 'write', zhao)], [true, false, true]);
  assert.equal([may('judicial.private', 'read', sun), may('judicial.private', 'read', zhao)], [false, true]);
});

/** Two payments, of which one has a day. */
const PAID: Draft = {
  ...draft,
  format: 2,
  payments: {
    payer: '村集体',
    manner: '银行代发',
    rows: [
      { payee: '赵𠮷祥', amountFen: 1000, dueOn: '2024-10-15' },
      { payee: '李有田', amountFen: 500, dueOn: '2024-09-30' },
    ],
  },
};

test('payments are part of what the hash is made over', () => {
  const hashes = [
    PAID,
    { ...PAID, payments: undefined },
    { ...PAID, payments: { ...PAID.payments, payer: '', manner: '银行代发', rows: PAID.payments?.rows ?? [] } },
  ].map((each) => draftHash(each as Draft));
  assert.is(new Set(hashes).size, 3);
  // What was signed before there were payments keeps its hash.
  assert.is(draftHash(draft), draftHash({ ...draft, payments: undefined }));
});

test('receipts: only of a signed payment, never more than is open, by mistake void with a reason; each has its own clock', () => {
  const bench = new Bench();
  const receipt = (row: number, amountFen: number, on = '2024-09-20') =>
    request.recordReceipt({ on, hash: draftHash(PAID), paid: [{ row, amountFen }], proof: '汇款单 1 号' });
  assert.is(bench.try(request.submit({ hash: draftHash(PAID), draft: PAID }), '2024-08-29T08:00'), 'done');
  assert.match(bench.try(receipt(0, 1), '2024-08-29T09:00'), 'refusal.notInEffect');
  assert.is(bench.try(sign('2024-08-29', { hash: draftHash(PAID) }), '2024-08-29T17:00'), 'done');
  const clocks = () => bench.deadlines('payment', '2024-10-01').filter(({ endedOn }) => endedOn === undefined);
  const dueOn = () => clocks()[0]?.dueOn;
  assert.is(dueOn(), '2024-09-30');
  assert.match(bench.try(receipt(2, 1), '2024-09-20T09:00'), 'refusal.noPayment');
  assert.match(bench.try(receipt(0, 1001), '2024-09-20T09:00'), 'refusal.tooMuch');
  assert.match(bench.try(receipt(0, 0), '2024-09-20T09:00'), 'refusal.tooMuch');
  assert.match(bench.try(receipt(0, 1, '2024-09-21'), '2024-09-20T09:00'), 'refusal.future');
  assert.is(bench.try(receipt(1, 1), '2024-09-20T09:00', wang), 'NOT_PERMITTED');
  assert.is(bench.try(receipt(1, 500), '2024-09-20T09:00', sun), 'done');
  assert.is(dueOn(), '2024-10-15');
  assert.is(bench.try(receipt(0, 400), '2024-09-20T09:10'), 'done');
  assert.match(bench.try(receipt(0, 601), '2024-09-20T09:11'), 'refusal.tooMuch');
  assert.is(bench.try(receipt(0, 600), '2024-09-20T09:12'), 'done');
  assert.is(dueOn(), undefined);
  assert.match(bench.try(request.voidReceipt({ receipt: 0, reason: ' ' }), '2024-09-21T09:00'), 'refusal.reason');
  assert.is(bench.try(request.voidReceipt({ receipt: 0, reason: '记错了人' }), '2024-09-21T09:00'), 'done');
  assert.match(bench.try(request.voidReceipt({ receipt: 0, reason: '再来' }), '2024-09-21T09:01'), 'refusal.noReceipt');
  assert.is(dueOn(), '2024-09-30');
  assert.equal(
    paymentsOf(bench.own).map(({ paidFen }) => paidFen),
    [1000, 0],
  );
  const all = bench.deadlines('payment', '2024-10-01');
  assert.equal(
    all.map(({ id, words, startedOn, dueOn: on, endedOn }) => [id, words.params?.['payee'], startedOn, on, endedOn]),
    [
      ['2', '李有田', '2024-08-29', '2024-09-30', undefined],
      ['1', '赵𠮷祥', '2024-08-29', '2024-10-15', '2024-09-20'],
    ],
  );
});

/** What the shared acts of clocks have put down for a case, as its row tells it. */
const postponed = (clock: string, days: number, startedOn: string, approved = true) => ({
  others: {
    clocks: {
      clockChanges: [
        {
          id: 'c1',
          clock,
          startedOn,
          kind: 'extension',
          days,
          asked: { by: 'p-zhao', on: startedOn, reason: '秋粮未售' },
          decided: { by: 'p-sun', on: startedOn, approved, note: '', who: 'parties' },
          told: [],
          notice: false,
        },
      ],
    },
  },
});

test('an instalment paid in part tells its rest in fen; its day moves by the consent of the parties alone', () => {
  const bench = new Bench();
  bench.try(request.submit({ hash: draftHash(PAID), draft: PAID }), '2024-08-29T08:00');
  bench.try(sign('2024-08-29', { hash: draftHash(PAID) }), '2024-08-29T17:00');
  bench.try(
    request.recordReceipt({ on: '2024-09-20', hash: draftHash(PAID), paid: [{ row: 0, amountFen: 400 }], proof: '汇款单' }),
    '2024-09-20T09:00',
  );
  const first = (more = {}) => bench.deadlines('payment', '2024-10-01', more).find(({ id }) => id === '1');
  assert.equal(first()?.words, {
    key: 'clock.paymentPart',
    params: { number: 1, payee: '赵𠮷祥', amount: { fen: 1000 }, rest: { fen: 600 } },
  });
  assert.is(first(postponed('judicial.payment.1', 30, '2024-08-29'))?.dueOn, '2024-11-14');
  for (const more of [
    postponed('judicial.payment.2', 30, '2024-08-29'),
    postponed('judicial.payment.1', 30, '2024-08-28'),
    postponed('judicial.payment.1', 30, '2024-08-29', false),
  ])
    assert.is(first(more)?.dueOn, '2024-10-15', 'another payment, another agreement, or refused');
});

test('the court’s time is extended by no more than its president may give', () => {
  const bench = signed('2024-09-01');
  bench.try(request.applyConfirmation({ on: '2024-09-12', court: '法院', together: true }), '2024-09-13T12:00');
  bench.try(request.receiveConfirmation({ on: '2024-09-13', caseNumber: '（2024）调确字第12号' }), '2024-09-13T12:00');
  const due = (days: number) => bench.deadlines('ruling', '2024-10-01', postponed('judicial.ruling', days, '2024-09-13'))[0]?.dueOn;
  // 09-13 and thirty days is Sunday 10-13; ten more is Wednesday 10-23, whatever was approved.
  assert.equal([due(0), due(10), due(30)], ['2024-10-14', '2024-10-23', '2024-10-23']);
});

test.run();

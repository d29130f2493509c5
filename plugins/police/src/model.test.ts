import { readFileSync } from 'node:fs';
import { type ActRequest, explain, type Result } from '@onedoor/core';
import { ActBench, type BenchPerson, Replica } from '@onedoor/core/testing';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type HoldArgs, holdFaults, phaseOf, policeSlice, withoutGuardian } from './acts.js';
import { addParticipant, editParticipant, editRecord, MediationRecord, Participant, removeParticipant } from './content.js';
import { en } from './locales/en.js';
import { zh } from './locales/zh.js';
import { manifest, police } from './model.js';
import { contributions, running, type Stand, standOf } from './stand.js';

const test = suite('police model');
const { request } = policeSlice;
const wang: BenchPerson = { person: 'p-wang', department: 'police', role: 'member' };
const sun: BenchPerson = { person: 'p-sun', department: 'mediation', role: 'lead' };
const context = { person: 'p-wang', now: 0, id: () => 'x' };

const accept = (over: Partial<Parameters<typeof request.accept>[0]> = {}) =>
  request.accept({ on: '2024-09-26', conduct: 'beating', minor: true, consent: true, exclusions: [], ...over });
const session: HoldArgs = {
  on: '2024-09-27',
  place: '派出所调解室',
  officers: ['p-wang', 'p-gao'],
  standardPremises: true,
  fullRecording: false,
  present: [{ name: '任杰' }, { name: '李素珍' }],
  result: 'failed',
};
const hold = (over: Partial<HoldArgs> = {}) => request.hold({ ...session, ...over });

class Bench extends ActBench {
  constructor() {
    super(police, 'police');
  }

  /** Code of a refusal and the place of its fault; `done` where the act was logged. */
  try(act: ActRequest, at: string, by: BenchPerson = wang): string {
    const result: Result<unknown> = this.act(act, { by, at });
    return result.ok ? 'done' : `${result.refusal.code} ${result.refusal.at ?? ''}`.trim();
  }

  get stand(): Stand {
    return standOf(policeSlice.of(this.state.slices));
  }
}

test('onedoor.plugin.json and the manifest in code are one', () => {
  const file: unknown = JSON.parse(readFileSync(new URL('../onedoor.plugin.json', import.meta.url), 'utf8'));
  assert.equal(file, manifest);
});

test('both languages have the same keys, and every key of an act, badge and refusal is among them', () => {
  assert.equal(Object.keys(en), Object.keys(zh));
});

test('a case is accepted once, by the station, and only where it may be mediated', () => {
  const bench = new Bench();
  const at = '2024-09-26T10:00';
  assert.is(bench.try(accept(), at, sun), 'NOT_PERMITTED');
  assert.is(bench.try(accept(), at, { ...wang, role: 'observer' }), 'NOT_PERMITTED');
  assert.is(bench.try(accept(), at, { person: 'p-gao', department: 'police' }), 'FORBIDDEN');
  assert.is(bench.try(accept({ exclusions: ['gang'] }), at), 'ACT_NOT_ALLOWED refusal.excluded');
  assert.is(bench.try(accept({ minor: false }), at), 'ACT_NOT_ALLOWED refusal.notMinor');
  assert.is(bench.try(accept({ consent: false }), at), 'ACT_NOT_ALLOWED refusal.noConsent');
  assert.is(bench.try(accept({ on: '2024-09-27' }), at), 'ACT_NOT_ALLOWED refusal.future');
  assert.is(bench.try(accept(), at), 'done');
  assert.is(bench.try(accept(), at), 'ACT_NOT_ALLOWED refusal.accepted');
});

test('one officer presides alone only from 2026 on, in standard premises, with a full recording that is named', () => {
  const bench = new Bench();
  assert.is(bench.try(hold(), '2024-09-27T10:00'), 'ACT_NOT_ALLOWED refusal.notAccepted');
  bench.try(accept({ on: '2025-12-30' }), '2025-12-30T09:00');
  const at = '2026-01-05T18:00';
  const alone = { officers: ['p-wang'], on: '2026-01-05' };
  assert.is(bench.try(hold({ ...alone, on: '2025-12-31' }), at), 'ACT_NOT_ALLOWED refusal.twoOfficers');
  assert.is(bench.try(hold({ ...alone, standardPremises: false }), at), 'ACT_NOT_ALLOWED refusal.premises');
  assert.is(bench.try(hold({ ...alone }), at), 'ACT_NOT_ALLOWED refusal.recording');
  assert.is(bench.try(hold({ ...alone, fullRecording: true, recording: ' ' }), at), 'ACT_NOT_ALLOWED refusal.recording');
  assert.is(bench.try(hold({ ...alone, fullRecording: true, recording: 'LX-2026-0105' }), at), 'done');
  const open = { ...bench.stand, sessions: 0 };
  assert.is(open.phase, 'accepted');
  assert.equal(holdFaults({ sessions: [] }, { ...session, officers: [] }, '2024-09-27').includes('refusal.notAccepted'), true);
});

test('a session needs both sides, a day between acceptance and today, and a reason from the third on', () => {
  const bench = new Bench();
  bench.try(accept(), '2024-09-26T10:00');
  const at = '2024-10-08T18:00';
  assert.is(bench.try(hold({ present: [{ name: '任杰' }] }), at), 'ACT_NOT_ALLOWED refusal.present');
  assert.is(bench.try(hold({ on: '2024-09-25' }), at), 'ACT_NOT_ALLOWED refusal.beforeAcceptance');
  assert.is(bench.try(hold({ on: '2024-10-09' }), at), 'ACT_NOT_ALLOWED refusal.future');
  assert.is(bench.try(hold({ result: 'agreed', performBy: '2024-09-01' }), at), 'ACT_NOT_ALLOWED refusal.performBy');
  assert.is(bench.try(hold(), at), 'done');
  assert.is(bench.try(hold({ on: '2024-10-08' }), at), 'done');
  assert.is(bench.try(hold({ on: '2024-10-08' }), at), 'ACT_NOT_ALLOWED refusal.third');
  assert.is(bench.try(hold({ on: '2024-10-08', reason: '双方要求再谈一次', result: 'agreed' }), at), 'done');
  assert.is(bench.try(hold({ on: '2024-10-08', reason: '再谈' }), at), 'ACT_NOT_ALLOWED refusal.over');
});

test('two officers who record a session while apart make a conflict, not two sessions', () => {
  const bench = new Bench();
  bench.try(accept(), '2024-09-26T10:00');
  bench.act(hold(), { by: wang, at: '2024-09-27T17:00', base: 1 });
  const second = bench.act(hold(), { by: { ...wang, person: 'p-gao' }, at: '2024-09-27T17:05', base: 1 });
  assert.is(second.ok && second.value.outcome, 'conflict');
  assert.is(policeSlice.of(bench.state.slices).sessions.length, 1);
});

test('the first session is due three working days after acceptance or appraisal, the second seven after the first', () => {
  const bench = new Bench();
  const due = () => {
    const found = running(bench.stand);
    return found === undefined ? undefined : [found.id, found.startedOn, found.dueOn];
  };
  bench.try(accept(), '2024-09-26T10:00');
  // 2024-09-29 is a Sunday that is worked.
  assert.equal(due(), ['first', '2024-09-26', '2024-09-30']);
  bench.try(request.orderAppraisal({ on: '2024-09-26', what: '伤情鉴定' }), '2024-09-26T11:00');
  assert.is(due(), undefined);
  assert.is(
    bench.try(request.receiveAppraisal({ on: '2024-10-09', result: '轻微伤' }), '2024-10-08T09:00'),
    'ACT_NOT_ALLOWED refusal.future',
  );
  bench.try(request.receiveAppraisal({ on: '2024-09-30', result: '轻微伤' }), '2024-09-30T16:00');
  // The national holiday lies between: 8, 9 and 10 October.
  assert.equal(due(), ['first', '2024-09-30', '2024-10-10']);
  assert.is(
    bench.try(request.receiveAppraisal({ on: '2024-10-08', result: '轻微伤' }), '2024-10-08T09:00'),
    'ACT_NOT_ALLOWED refusal.appraisal',
  );
  bench.try(hold({ on: '2024-10-09' }), '2024-10-09T17:00');
  // 2024-10-12 is a Saturday that is worked.
  assert.equal(due(), ['second', '2024-10-09', '2024-10-17']);
  bench.try(hold({ on: '2024-10-17', result: 'agreed', performBy: '2024-11-01' }), '2024-10-17T17:00');
  assert.equal(due(), ['performance', '2024-10-17', '2024-11-01']);
});

test('performance ends in no penalty; a broken agreement is ended with the notice of civil suit', () => {
  const bench = new Bench();
  const at = '2024-10-20T10:00';
  bench.try(accept(), '2024-09-26T10:00');
  assert.is(bench.try(request.perform({ on: '2024-10-20', outcome: 'performed', note: '' }), at), 'ACT_NOT_ALLOWED refusal.notAgreed');
  bench.try(hold({ result: 'agreed' }), at);
  assert.is(bench.try(request.perform({ on: '2024-10-20', outcome: 'broken', note: '' }), at), 'ACT_NOT_ALLOWED refusal.reason');
  assert.is(bench.try(request.end({ on: '2024-10-20', why: 'broken', toldOfCivilSuit: true }), at), 'ACT_NOT_ALLOWED refusal.broken');
  assert.is(bench.try(request.perform({ on: '2024-10-20', outcome: 'broken', note: '到期没有付款' }), at), 'done');
  assert.is(bench.try(request.end({ on: '2024-10-20', why: 'broken', toldOfCivilSuit: false }), at), 'ACT_NOT_ALLOWED refusal.civilSuit');
  assert.is(bench.try(request.end({ on: '2024-10-20', why: 'broken', toldOfCivilSuit: true }), at), 'done');
  assert.is(bench.try(request.end({ on: '2024-10-20', why: 'broken', toldOfCivilSuit: true }), at), 'ACT_NOT_ALLOWED refusal.over');
  assert.is(phaseOf(policeSlice.of(bench.state.slices)), 'ended');
});

test('deadlines that have ended are told: kept by a session, by performance, or ended with the mediation', () => {
  const told = (bench: Bench, today = '2024-12-01') =>
    ['first', 'second', 'performance'].flatMap((rule) =>
      bench.deadlines(rule, today).map(({ dueOn, endedOn = 'runs' }) => `${rule} ${dueOn} ${endedOn}`),
    );
  const kept = new Bench();
  kept.try(accept(), '2024-09-26T10:00');
  kept.try(hold({ on: '2024-09-27' }), '2024-09-27T17:00');
  kept.try(hold({ on: '2024-10-09', result: 'agreed', performBy: '2024-11-01' }), '2024-10-09T17:00');
  assert.equal(told(kept), ['first 2024-09-30 2024-09-27', 'second 2024-10-12 2024-10-09', 'performance 2024-11-01 runs']);
  kept.try(request.perform({ on: '2024-11-05', outcome: 'performed', note: '收条' }), '2024-11-05T10:00');
  assert.is(told(kept).at(-1), 'performance 2024-11-01 2024-11-05');
  // The first session settled it: nobody owed a second one.
  const settled = new Bench();
  settled.try(accept(), '2024-09-26T10:00');
  settled.try(hold({ on: '2024-09-27', result: 'agreed' }), '2024-09-27T17:00');
  assert.equal(told(settled), ['first 2024-09-30 2024-09-27']);
  const ended = new Bench();
  ended.try(accept(), '2024-09-26T10:00');
  ended.try(request.end({ on: '2024-10-15', why: 'unwilling', toldOfCivilSuit: true }), '2024-10-15T10:00');
  assert.equal(told(ended), ['first 2024-09-30 2024-10-15']);
});

test('the centre’s calendar moves the last day of the first session', () => {
  const bench = new Bench();
  bench.try(accept(), '2024-09-26T10:00');
  bench.settings = { 'core.calendar': [{ number: 1, value: { 2024: { off: ['09-27', '09-30'], worked: [] } } }] };
  assert.is(bench.deadlines('first', '2024-09-26')[0]?.dueOn, '2024-10-03');
  assert.equal(contributions.cardBadges?.['stand']?.(bench.row('2024-09-26'))?.words.params, { due: { date: '2024-10-03' } });
});

test("a performed people's mediation agreement is handed over by who presided and decided by the station, from 2026 on", () => {
  const bench = new Bench();
  const handOver = (on: string) => request.handOver({ on, kind: 'people', agreement: '红人调字〔2026〕第3号', proof: '收条1张' });
  const at = '2026-03-10T10:00';
  assert.is(bench.try(handOver('2025-12-31'), at, sun), 'ACT_NOT_ALLOWED refusal.revision');
  assert.is(bench.try(handOver('2026-03-09'), at, { person: 'p-li', department: 'petition', role: 'member' }), 'NOT_PERMITTED');
  assert.is(bench.try(handOver('2026-03-09'), at, sun), 'done');
  assert.is(bench.try(handOver('2026-03-09'), at, sun), 'ACT_NOT_ALLOWED refusal.handedOver');
  assert.is(contributions.cardBadges?.['stand']?.(bench.row('2026-03-10'))?.words.key, 'badge.handedOver');
  const decide = (approved: boolean, reason: string) => request.decide({ on: '2026-03-10', approved, reason });
  assert.is(bench.try(decide(true, ''), at, sun), 'NOT_PERMITTED');
  assert.is(bench.try(decide(false, ''), at), 'ACT_NOT_ALLOWED refusal.reason');
  assert.is(bench.try(decide(true, ''), at), 'done');
  assert.is(phaseOf(policeSlice.of(bench.state.slices)), 'settled');
});

test('badge, columns and clock are read from the summary', () => {
  const bench = new Bench();
  const badge = (today: string) => contributions.cardBadges?.['stand']?.(bench.row(today));
  assert.is(badge('2024-10-08'), undefined);
  bench.try(accept({ on: '2024-10-08' }), '2024-10-08T10:00');
  assert.equal(badge('2024-10-08')?.words, { key: 'badge.first', params: { due: { date: '2024-10-11' } } });
  assert.equal([badge('2024-10-08')?.tone, badge('2024-10-12')?.tone], ['warning', 'danger']);
  assert.equal(contributions.ledgerColumns?.['accepted']?.(bench.row('2024-10-08')), { value: '2024-10-08' });
  assert.is(contributions.ledgerColumns?.['stand']?.(bench.row('2024-10-08'))?.words?.key, 'stand.accepted');
  assert.equal(bench.deadlines('first', '2024-10-08')[0]?.counted, { term: 'publicOrder.first' });
  assert.ok(bench.deadlines('first', '2024-10-08', { closed: true })[0]?.endedOn, 'it has ended with the case');
  assert.equal(bench.deadlines('second', '2024-10-08'), []);
});

test('every word that a contribution names is in the dictionary', () => {
  const bench = new Bench();
  const keys = [accept(), hold(), hold({ result: 'agreed' })].map(
    ({ command, args }) => contributions.timelineEntries?.[command]?.({ args, person: 'p-wang', at: 0 }).key ?? '',
  );
  const stands = ['accepted', 'awaiting', 'unsettled', 'agreed', 'performed', 'broken', 'settled', 'ended'];
  const all = [...keys, ...stands.flatMap((word) => [`badge.${word}`, `stand.${word}`])];
  assert.equal(
    all.filter((key) => !(key in zh)),
    [],
  );
  assert.equal(keys, ['act.accept', 'act.failed', 'act.agreed']);
  assert.is(bench.stand.phase, 'none');
});

test('whoever is under sixteen and alone is named', () => {
  const people = [{ name: '甲', age: 15 }, { name: '乙', age: 15, guardian: '乙父' }, { name: '丙', age: 16 }, { name: '丁' }];
  assert.equal(
    withoutGuardian(people).map(({ name }) => name),
    ['甲'],
  );
});

test('the record is written by the station and read by the team; notes are the station’s own', () => {
  const may = (room: string, to: 'read' | 'write', { person, department, role }: BenchPerson) =>
    explain(new ActBench(police, room).room.rule, { to }, { person, name: person, department, rights: [] }, { roleOf: () => role }).allowed;
  assert.equal([may('police', 'read', sun), may('police', 'write', sun), may('police', 'write', wang)], [true, false, true]);
  assert.equal([may('police.private', 'read', sun), may('police.private', 'read', wang)], [false, true]);
});

test('participants and record merge', () => {
  const [a, b] = [new Replica(1), new Replica(2)];
  assert.ok(addParticipant.run(a.reader, { id: 'x', name: '任杰', age: 41 }, context).ok);
  b.receive(a.take());
  assert.ok(editParticipant.run(a.reader, { id: 'x', patch: { guardian: '任父' } }, context).ok);
  assert.ok(editParticipant.run(b.reader, { id: 'x', patch: { proxy: '李律师' } }, context).ok);
  assert.ok(editRecord.run(b.reader, { patch: { place: '村口' } }, context).ok);
  a.receive(b.take());
  const [merged] = a.reader.values(Participant);
  assert.equal([merged?.guardian, merged?.proxy, merged?.age], ['任父', '李律师', 41]);
  const record = a.reader.get(MediationRecord, 'record');
  assert.is(record?.ok === true && record.value.place, '村口');
  assert.ok(removeParticipant.run(a.reader, { id: 'x' }, context).ok);
  assert.is(a.reader.values(Participant).length, 0);
  assert.is(addParticipant.run(a.reader, { id: 'y', name: '' }, context).ok, false);
});

test.run();

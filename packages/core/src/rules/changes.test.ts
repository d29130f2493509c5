import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { askFault, type ClockChange, changeState, clockChangeSchema, countedClock, effectOfChanges, endOf } from './changes.js';

const test = suite('changes of clocks');

const RUN = { clock: 'bell.period', term: 'settlement.period', startedOn: '2024-03-21' } as const;
const change = (over: Partial<ClockChange> = {}): ClockChange => ({
  id: 'c',
  clock: RUN.clock,
  startedOn: RUN.startedOn,
  kind: 'pause',
  from: '2024-04-01',
  until: '2024-04-11',
  asked: { by: 'p-sun', on: '2024-04-01', reason: '一方住院' },
  decided: { by: 'p-zhao', on: '2024-04-01', approved: true, note: '', who: 'parties' },
  told: [{ by: 'p-sun', on: '2024-04-01', how: '电话', to: '双方' }],
  notice: true,
  ...over,
});
const row = (shared: Readonly<Record<string, readonly unknown[]>>, today = '2024-05-01') => ({
  today,
  shared: (name: string) => shared[name] ?? [],
});

test('without a change a clock is counted by its term alone, and says from which act', () => {
  assert.equal(countedClock(row({}), RUN), {
    startedOn: '2024-03-21',
    from: 'consent',
    dueOn: '2024-04-22',
    provisional: false,
    basis: '人民调解工作若干规定 第三十三条',
    counted: { term: 'settlement.period' },
    limits: { extension: { approval: 'parties', notice: false }, pause: { approval: 'parties', notice: true } },
  });
});

test('what was asked for counts once it is approved, for its own run of its own clock', () => {
  const due = (over: Partial<ClockChange>) => countedClock(row({ clockChanges: [change(over)] }), RUN).dueOn;
  assert.is(due({}), '2024-04-30');
  const { decided } = change();
  if (decided === undefined) throw new Error('no decision');
  for (const over of [
    { decided: undefined },
    { decided: { ...decided, approved: false } },
    { clock: 'bell.other' },
    { startedOn: '2024-03-20' },
    { withdrawn: true },
  ])
    assert.is(due(over), '2024-04-22', JSON.stringify(over));
});

test('what no version knows is passed over, and the rest counts', () => {
  const shared = { clockChanges: ['?', { id: 1 }, change()], pauses: [null, { until: '2024-04-20' }] };
  assert.is(countedClock(row(shared), RUN).dueOn, '2024-04-30');
});

test('an appraisal stops only clocks whose rule waits for it', () => {
  const shared = { pauses: [{ from: '2024-04-01', until: '2024-04-11', basis: '当事人约定', kind: 'appraisal' }] };
  assert.is(countedClock(row(shared), RUN).dueOn, '2024-04-30');
  const handling = { clock: 'bell.handling', term: 'letters.handling', startedOn: '2024-03-21' } as const;
  assert.is(countedClock(row(shared), handling).dueOn, '2024-05-20');
  assert.is(countedClock(row({ pauses: [{ from: '2024-03-01', until: '2024-03-11', basis: '' }] }), RUN).counted.pauses, undefined);
});

test('a pause that has no end moves the day until the clock has ended', () => {
  const { until: _, ...open } = change();
  const due = (today: string, endedOn?: string) => countedClock(row({ clockChanges: [open] }, today), { ...RUN, endedOn }).dueOn;
  assert.equal([due('2024-04-11'), due('2024-04-16'), due('2024-08-01', '2024-04-11')], ['2024-04-30', '2024-05-06', '2024-04-30']);
});

test('extensions together give no more than the rule allows, and none where it allows none', () => {
  const days = (count: number): ClockChange => {
    const { from: _, until: __, ...rest } = change({ kind: 'extension', days: count });
    return rest;
  };
  const head = { approval: 'head', notice: true } as const;
  assert.is(effectOfChanges([days(20), days(20)], { extension: { days: 30, ...head } }).extendedBy, 30);
  assert.is(effectOfChanges([days(20), days(20)], { extension: head }).extendedBy, 40);
  assert.equal(effectOfChanges([change()], { extension: head }).pauses, [], 'a pause that the rule does not know');
});

test('a change that counts and was told to nobody is incomplete where notice is owed', () => {
  const { decided } = change();
  if (decided === undefined) throw new Error('no decision');
  const states = [
    change({ decided: undefined }),
    change({ decided: { ...decided, approved: false } }),
    change({ told: [] }),
    change({ told: [], notice: false }),
    change(),
    change({ decided: undefined, withdrawn: true }),
  ].map(changeState);
  assert.equal(states, ['asked', 'refused', 'incomplete', 'complete', 'complete', 'withdrawn']);
});

test('what stands against asking', () => {
  const limits = { extension: { days: 30, approval: 'head', notice: true }, pause: { approval: 'parties', notice: true } } as const;
  const extension = { kind: 'extension', days: 20, reason: '需要测绘', startedOn: RUN.startedOn } as const;
  const pause = { kind: 'pause', from: '2024-04-12', reason: '一方住院', startedOn: RUN.startedOn } as const;
  const fault = (asked: Parameters<typeof askFault>[0], known: readonly ClockChange[] = []) => askFault(asked, limits, known, '2024-04-20');
  assert.is(fault(extension), undefined);
  assert.is(askFault(extension, {}, [], '2024-04-20'), 'extension');
  assert.is(askFault(pause, { extension: limits.extension }, [], '2024-04-20'), 'pause');
  assert.is(fault({ ...extension, reason: ' ' }), 'reason');
  assert.equal(
    [0, 31].map((days) => fault({ ...extension, days })),
    ['days', 'days'],
  );
  assert.is(fault(extension, [change({ kind: 'extension', days: 11 })]), 'days', 'eleven and twenty');
  assert.is(fault(extension, [change({ kind: 'extension', days: 5, decided: undefined })]), 'open');
  assert.is(fault(pause), undefined);
  assert.equal(
    ['2024-03-20', '2024-04-21'].map((from) => fault({ ...pause, from })),
    ['from', 'from'],
  );
  assert.is(fault({ ...pause, until: '2024-04-12' }), 'until');
  assert.is(fault({ ...pause, from: '2024-04-10' }, [change()]), 'open', 'it stood still already');
  assert.is(askFault({ ...pause, until: '2024-05-12' }, { pause: { ...limits.pause, days: 29 } }, [], '2024-04-20'), 'days');
});

test('a clock ends by its own act, or with its case', () => {
  const at = Date.UTC(2024, 4, 6, 17);
  assert.equal(
    [endOf({ closed: false, changedAt: at }), endOf({ closed: true, changedAt: at }), endOf({ closed: true, changedAt: at }, '2024-04-02')],
    [undefined, '2024-05-07', '2024-04-02'],
  );
  assert.ok(clockChangeSchema.safeParse(change()).success);
});

test.run();

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ShownClock } from '../plugin-host/contributions.js';
import { clockLines } from './clock-lines.js';

const test = suite('how a deadline came about, in words');

const clock = (startedOn: string, counted: NonNullable<ShownClock['counted']>, provisional = false): ShownClock => ({
  key: 'x',
  text: 'x',
  startedOn,
  dueOn: 'not used',
  state: 'running',
  provisional,
  binding: true,
  counted,
});

test('working days over a holiday: what was left out, and the Sunday that counts', () => {
  assert.equal(clockLines(clock('2024-09-27', { term: 'letters.objection' }), 'zh', '2024-09-30'), [
    '9月27日的次日起算，期限5个工作日',
    '放假不计：10月1日至10月7日',
    '周末不计：9月28日',
    '调休上班，计入：9月29日',
  ]);
});

test('natural days whose last one is a holiday', () => {
  assert.equal(clockLines(clock('2024-09-01', { term: 'confirmation.apply' }), 'zh', '2024-09-30'), [
    '9月1日的次日起算，期限30天',
    '最后一天10月1日不上班，顺延至10月8日',
  ]);
});

test('an extension, a pause that lasts, a year without a calendar', () => {
  const lines = clockLines(
    clock('2026-11-20', { term: 'settlement.period', extendedBy: 15, pauses: [{ from: '2026-12-01' }] }, true),
    'zh',
    '2026-12-10',
  );
  assert.match(lines[0] ?? '', /期限30天，延长15天$/);
  assert.is(lines[1], '中止期间不计：12月1日至12月9日，共9天');
  assert.equal(lines.slice(2), ['现已中止，恢复后日期随之顺延', '该年放假安排尚未公布，日期暂定']);
});

test('an appraisal that was waited for, with its reason and its days; a day that the parties agreed on', () => {
  const pauses = [{ from: '2024-04-01', until: '2024-04-11', why: '当事人约定' }];
  assert.equal(clockLines(clock('2024-03-21', { term: 'settlement.period', pauses }), 'zh', '2024-04-15'), [
    '3月21日的次日起算，期限30天',
    '中止期间不计（当事人约定）：4月1日至4月10日，共10天',
  ]);
  const agreed = { until: '2024-05-31', on: '2024-04-20' };
  assert.equal(clockLines(clock('2024-03-21', { term: 'settlement.period', pauses, agreed }), 'zh', '2024-04-15'), [
    '3月21日的次日起算，期限30天',
    '当事人4月20日约定至5月31日',
  ]);
});

test('a deadline that somebody set has nothing to explain', () => {
  const { counted: _, ...set } = clock('2024-09-27', { term: 'letters.objection' });
  assert.equal(clockLines(set, 'zh', '2024-09-30'), []);
});

test.run();

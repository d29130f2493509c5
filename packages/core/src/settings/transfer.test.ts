import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { coreSettings } from './core-settings.js';
import { SettingDefinitions } from './define.js';
import { readSettingsFile, settingParts, writeSettingsFile } from './transfer.js';

const test = suite('settings as a file');
const definitions = new SettingDefinitions([{ ...coreSettings, papers: { notice: () => Promise.reject(new Error('not asked for')) } }]);
const CALENDAR = { 2027: { off: ['01-01..01-03'], worked: ['01-09'] } };
const written = writeSettingsFile(definitions, (name) => (name === 'core.calendar' ? CALENDAR : undefined));

test('what was decided and what came with the program comes back, and nothing else stands in it', () => {
  const read = readSettingsFile(written, definitions);
  assert.ok(!('refusal' in read));
  assert.equal(
    read.map(({ name }) => name),
    Object.keys(coreSettings.settings),
  );
  assert.equal(read.find(({ name }) => name === 'calendar')?.value, CALENDAR);
  assert.equal(read.find(({ name }) => name === 'term.settlement.period')?.value, coreSettings.settings['term.settlement.period']?.default);
  assert.equal(Object.keys(JSON.parse(written)), ['format', 'v', 'settings']);
});

test('what does not fit is refused as a whole, with line and place', () => {
  const cases: readonly (readonly [text: string, line: number, code: string, at: string])[] = [
    [written.replace('"v": 1', '"v": 2'), 3, 'BAD_VALUE', 'v'],
    [written.replace('"v": 1,', '"v": 1,,'), 3, 'BAD_VALUE', ''],
    [written.slice(0, 30), 2, 'BAD_VALUE', ''],
    [written.replace('"core.calendar"', '"core.holidays"'), 5, 'BAD_ARGS', 'core.holidays'],
    [written.replace('01-09', '02-30'), 5, 'BAD_VALUE', 'core.calendar'],
    ['[]', 1, 'BAD_VALUE', ''],
    [written.replace('"v": 1,', '"v": 1, "person": "p-sun",'), 1, 'BAD_VALUE', ''],
  ];
  for (const [text, line, code, at] of cases) {
    const read = readSettingsFile(text, definitions);
    assert.ok('refusal' in read, text.slice(0, 80));
    assert.equal([read.line, read.refusal.code, read.refusal.at ?? ''], [line, code, at], read.refusal.seen);
  }
});

test('a difference is told part by part, a list as a whole', () => {
  assert.equal(settingParts({ days: 5, unit: 'working', basis: 'x' }, { days: 7, unit: 'working' }), [
    { path: ['days'], before: 5, after: 7 },
    { path: ['basis'], before: 'x', after: undefined },
  ]);
  assert.equal(settingParts({ a: [{ b: 1 }] }, { a: [{ b: 1 }] }), []);
  assert.equal(settingParts([1], [1, 2]), [{ path: [], before: [1], after: [1, 2] }]);
});

test.run();

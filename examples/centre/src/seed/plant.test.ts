import { CENTRE_CASE, Model, Party, type PluginSample } from '@onedoor/core';
import { Random } from '@onedoor/core/testing';
import { type Centre, openCentre } from '@onedoor/server';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { cases } from './data/cases.js';
import { plant } from './plant.js';

const test = suite('planting');

/** A planted centre in memory, as somebody who sees every case finds it. */
async function planted(samples: readonly PluginSample[]): Promise<Centre> {
  let now = 0;
  const random = new Random(2024);
  const { centre } = await openCentre({ centre: { id: 'hsb', name: '镇' }, model: new Model(), data: ':memory:', now: () => now });
  await plant(centre, { set: (moment) => (now = moment), random: (count) => random.bytes(count) }, { samples });
  return centre;
}
const rows = (centre: Centre) => centre.rows('p-zhou', 0, 500).rows.map((row) => row.summary);
const mujianggou = (centre: Centre) => rows(centre).find((row) => String(row.case?.title).includes('木匠沟村林地'));

test('without a plugin all cases are there', async () => {
  const centre = await planted([]);
  assert.is(rows(centre).length, cases.length + 1);
  centre.close();
});

test("a plugin's steps are taken in the case they are for, each by its author on its day", async () => {
  const asked: string[] = [];
  const sample: PluginSample = ({ key, id }) => {
    asked.push(key);
    if (key !== 'mujianggou') return [];
    const at = '2024-03-21T12:10';
    const party = id(at);
    return [
      {
        at,
        by: 'p-sun',
        room: 'joint',
        run: { command: 'party.add', args: { id: party, party: { kind: 'person', name: '添' }, members: [] } },
      },
      { at, by: 'p-sun', room: 'joint', type: { record: Party, id: party, field: 'statement', text: '说明' } },
      { at, by: 'p-sun', room: 'case', act: { command: 'case.addMember', args: { person: 'p-gao', role: 'member' } } },
    ];
  };
  const centre = await planted([sample]);
  assert.equal(new Set(asked), new Set<string>([CENTRE_CASE, 'mujianggou', ...cases.map((each) => each.key)]));
  assert.is(asked.length, cases.length + 2);
  const without = await planted([]);
  assert.is(Number(mujianggou(centre)?.joint?.partyCount), Number(mujianggou(without)?.joint?.partyCount) + 1);
  const members = (of: Centre) => Object.keys((mujianggou(of)?.case?.members ?? {}) as object);
  assert.ok(members(centre).includes('p-gao') && !members(without).includes('p-gao'));
  centre.close();
  without.close();
});

test('a step that the centre refuses is named', async () => {
  const sample: PluginSample = ({ key }) =>
    key === 'mujianggou' ? [{ at: '2024-03-21T12:10', by: 'p-sun', room: 'joint', run: { command: 'party.add', args: { id: '' } } }] : [];
  try {
    await planted([sample]);
    assert.unreachable();
  } catch (error) {
    assert.match(error instanceof Error ? error.message : '', /seed refused: BAD_ARGS party\.add/);
  }
});

test.run();

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Evidence, Facts, jointRecords, Party } from '../model/joint.js';
import { Replica } from '../testing/replicas.js';
import { restoreCommand, restoreField } from './restore.js';

const test = suite('restore');
const command = restoreCommand(jointRecords);
const context = { person: 'wang', now: 1, id: () => 'x' };
type Args = Parameters<typeof restoreField>[0];

function world() {
  const replica = new Replica(1);
  const run = (args: Args) => command.run(replica.reader, restoreField(args).args, context);
  const facts = () => {
    const read = replica.reader.get(Facts, 'facts');
    return read?.ok === true ? read.value : undefined;
  };
  return { replica, run, facts };
}

test('a register gets its former value back, or is emptied again', () => {
  const { run, facts } = world();
  const place = { collection: 'facts', record: 'facts', field: 'place' };
  assert.ok(run({ ...place, json: '"村口"' }).ok);
  assert.is(facts()?.place, '村口');
  assert.ok(run(place).ok);
  assert.is(facts()?.place, undefined);
});

test('a value that the schema does not take, text that is no JSON, and a field that there is not are refused', () => {
  const { run, facts } = world();
  const codes = (['amountFen', 'amountFen', 'colour', 'summary'] as const).map((field, at) => {
    const result = run({ collection: 'facts', record: 'facts', field, json: at === 1 ? '{' : '"zwölf"' });
    return result.ok ? 'ok' : result.refusal.code;
  });
  assert.equal(codes, ['BAD_VALUE', 'BAD_VALUE', 'BAD_ARGS', 'BAD_ARGS']);
  assert.is(facts()?.amountFen, undefined);
  const missing = run({ collection: Evidence.name, record: 'none', field: 'name', json: '"收条"' });
  assert.is(missing.ok ? '' : missing.refusal.code, 'UNKNOWN_RECORD');
});

test('an element of a set comes back, and goes', () => {
  const { replica, run } = world();
  replica.reader.records(Party).set('p1/$', 1);
  const members = { collection: 'party', record: 'p1', field: 'members', part: '郭银花' };
  const has = () => replica.reader.records(Party).has('p1/members/郭银花');
  assert.ok(run({ ...members, json: 'true' }).ok);
  assert.is(has(), true);
  assert.ok(run(members).ok);
  assert.is(has(), false);
});

test.run();

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ContentReader } from '../content/reader.js';
import { createRoomDoc } from '../content/register.js';
import type { RecordValue } from '../schema/index.js';
import { addPartyPerson, isMinor, PartyPerson, peopleFaults } from './party-people.js';
import { Model } from './rooms.js';

const test = suite('people of parties');
const TODAY = '2024-09-16';
const context = { person: 'p-sun', now: 0, id: () => 'x' };
type Person = RecordValue<typeof PartyPerson>;
const person = (role: Person['role'], name: string, more: Partial<Person> = {}): Person => ({ id: name, party: 'h1', role, name, ...more });
const kinds = (...people: Person[]) => peopleFaults(people, TODAY).map(({ kind, person: { name } }) => `${kind} ${name}`);

test('a sixth representative is refused, over all parties of the case', () => {
  const reader = new ContentReader(createRoomDoc());
  const add = (at: number) =>
    addPartyPerson.run(reader, { id: `r${at}`, party: `h${at}`, role: 'representative', name: `代表${at}` }, context);
  for (let at = 0; at < 5; at++) assert.ok(add(at).ok);
  const sixth = add(5);
  assert.is(sixth.ok ? '' : sixth.refusal.code, 'TOO_MANY_REPRESENTATIVES');
  assert.ok(add(4).ok, 'the fifth again, as after a rejoin');
  assert.ok(addPartyPerson.run(reader, { id: 'm', party: 'h1', role: 'member', name: '家人' }, context).ok);
  assert.is(reader.values(PartyPerson).length, 6);
});

test('six that came together while apart are told', () => {
  const six = Array.from({ length: 6 }, (_, at) => person('representative', `代表${at}`));
  assert.equal(kinds(...six), ['representatives 代表5']);
});

test('a minor needs a guardian, of the same household', () => {
  const minor = person('member', '赵小宝', { bornOn: '2012-05-01' });
  assert.is(isMinor(minor, TODAY), true);
  assert.is(isMinor({ idNumber: '15098119760808994X' }, TODAY), false);
  assert.is(isMinor({}, TODAY), undefined);
  assert.is(isMinor({ bornOn: '2006-09-16' }, TODAY), false, 'eighteen today');
  assert.equal(kinds(minor), ['guardian 赵小宝']);
  assert.equal(kinds(minor, person('guardian', '赵亮', { actsFor: '赵小宝' })), []);
  assert.equal(kinds(minor, person('guardian', '赵亮', { actsFor: '别人' })), ['guardian 赵小宝']);
  assert.equal(kinds(minor, person('guardian', '赵亮', { party: 'h2' })), ['guardian 赵小宝']);
});

test('a proxy has stated powers, a special one says which, and the letter holds', () => {
  assert.equal(kinds(person('proxy', '郝丽')), ['powers 郝丽']);
  assert.equal(kinds(person('proxy', '郝丽', { powers: 'general' })), []);
  assert.equal(kinds(person('proxy', '郝丽', { powers: 'special', matters: ' ' })), ['powers 郝丽']);
  assert.equal(kinds(person('proxy', '郝丽', { powers: 'special', matters: '代为和解', until: '2024-09-15' })), ['expired 郝丽']);
  assert.equal(kinds(person('proxy', '郝丽', { powers: 'special', matters: '代为和解', until: TODAY })), []);
});

test('a number that is shown in full is an entry of the case, for whoever may read it', () => {
  const room = new Model().room('case');
  if (room === undefined) throw new Error('no case room');
  const { rule, acts } = room;
  assert.equal(rule.acts['identity.show'], { team: true });
  assert.is(acts.parse('identity.show', { of: 'p1', name: '赵', purpose: ' ' }).ok, false, 'a purpose is needed');
  assert.is(acts.parse('identity.show', { of: 'p1', name: '赵', purpose: '核对委托书' }).ok, true);
});

test.run();

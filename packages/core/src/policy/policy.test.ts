import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Model } from '../model/rooms.js';
import { type Actor, type CaseRole, enforce, explain, FORBIDDEN, refusalOf, type Team } from './policy.js';

const test = suite('policy');
const model = new Model();
const rule = (name: string) => {
  const room = model.room(name);
  if (room === undefined) throw new Error(name);
  return room.rule;
};
const actor: Actor = { person: 'p', name: 'P', department: 'police', rights: [] };
const as = (role: CaseRole | undefined): Team => ({ roleOf: () => role });

test('the team reads and writes the joint room, observers only read, others find nothing', () => {
  assert.is(refusalOf(rule('joint'), { to: 'write' }, actor, as('member')), undefined);
  assert.is(refusalOf(rule('joint'), { to: 'write' }, actor, as('observer'))?.code, 'NOT_WRITABLE');
  assert.is(refusalOf(rule('joint'), { to: 'read' }, actor, as('observer')), undefined);
  assert.is(refusalOf(rule('joint'), { to: 'read' }, actor, as(undefined)), FORBIDDEN);
  assert.is(refusalOf(rule('joint'), { to: 'read' }, actor, undefined), FORBIDDEN);
});

test('nobody writes content into the case room, acts are by part', () => {
  assert.is(refusalOf(rule('case'), { to: 'write' }, actor, as('lead'))?.code, 'NOT_WRITABLE');
  assert.is(refusalOf(rule('case'), { to: 'act', command: 'case.addMember' }, actor, as('member'))?.code, 'NOT_PERMITTED');
  assert.is(refusalOf(rule('case'), { to: 'act', command: 'case.addMember' }, actor, as('lead')), undefined);
  assert.is(refusalOf(rule('case'), { to: 'act', command: 'no.such' }, actor, as('lead'))?.code, 'NOT_PERMITTED');
});

test('a case is made with the centre right, where there is none yet, and by nobody over an existing one', () => {
  const ask = { to: 'act', command: 'case.create' } as const;
  assert.is(refusalOf(rule('case'), ask, { ...actor, rights: ['case.create'] }, undefined), undefined);
  assert.is(refusalOf(rule('case'), ask, actor, undefined), FORBIDDEN);
  assert.is(refusalOf(rule('case'), ask, { ...actor, rights: ['case.create'] }, as(undefined)), FORBIDDEN);
});

test('explain gives the reason in the terms of the rule, enforce throws the same decision', () => {
  const decision = explain(rule('joint'), { to: 'write' }, actor, as('observer'));
  assert.equal(decision, { allowed: false, reason: 'not for the part observer' });
  assert.throws(() => enforce(rule('joint'), { to: 'write' }, actor, as('observer')), /NOT_WRITABLE/);
});

test('rules combine', () => {
  const police = {
    read: { all: [{ team: true }, { department: 'police' }] },
    write: { any: [{ department: 'court' }, { right: 'x' }] },
    acts: {},
  } as const;
  assert.is(explain(police, { to: 'read' }, actor, as('member')).allowed, true);
  assert.is(explain(police, { to: 'read' }, { ...actor, department: 'petition' }, as('member')).allowed, false);
  assert.is(explain(police, { to: 'write' }, actor, as('member')).allowed, false);
});

test.run();

import { readFileSync } from 'node:fs';
import { explain, Model, OPEN_SEALED, type Team } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { counselling, manifest } from './model.js';

const test = suite('counselling model');
const rule = new Model([counselling]).room('counselling')?.rule;
const tang = { person: 'tang', name: '唐雨', department: 'counselling', rights: [] };
const team = (role: 'member' | 'observer' | undefined, ...named: string[]): Team => ({
  roleOf: () => role,
  isNamed: (person) => named.includes(person),
});

test('onedoor.plugin.json says what the code says', () => {
  assert.equal(JSON.parse(readFileSync(new URL('../onedoor.plugin.json', import.meta.url), 'utf8')), manifest);
});

test('a counsellor of the team opens it, whoever is named reads it, the lead of the case does not', () => {
  assert.ok(rule);
  if (rule === undefined) return;
  const open = { to: 'act', command: OPEN_SEALED } as const;
  assert.ok(explain(rule, open, tang, team('member')).allowed);
  assert.not.ok(explain(rule, open, tang, team('observer')).allowed);
  assert.not.ok(explain(rule, open, tang, team(undefined)).allowed);
  assert.not.ok(explain(rule, open, { ...tang, department: 'police' }, team('member')).allowed);
  for (const to of ['read', 'write'] as const) {
    assert.ok(explain(rule, { to }, tang, team('member', 'tang')).allowed);
    assert.not.ok(explain(rule, { to }, tang, team('member')).allowed);
    assert.not.ok(explain(rule, { to }, tang, team(undefined, 'tang')).allowed);
  }
});

test('nothing of the room stands on a row', () => {
  assert.is(new Model([counselling]).room('counselling')?.summary, undefined);
});

test.run();

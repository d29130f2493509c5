import { CATEGORIES } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { cases } from './cases.js';
import { mujianggou } from './mujianggou.js';
import { departments, people } from './people.js';
import { type SeedStep, seedDepartmentIds, seedOutcomes, seedSources, seedStages } from './types.js';
import { villages } from './villages.js';

const test = suite('sample data of the example centre');

const all = [mujianggou, ...cases];
const parties = all.flatMap((one) => one.parties);
const personById = new Map(people.map((person) => [person.id, person]));

/** Steps that act on the case; all others write content, which an observer may not. */
const acts: ReadonlySet<SeedStep['do']> = new Set(['create', 'addMember', 'move', 'close']);

function assertUnique(values: readonly string[], what: string): void {
  const seen = new Set<string>();
  for (const value of values) {
    assert.not.ok(seen.has(value), `${what} ${value} occurs twice`);
    seen.add(value);
  }
}

/** The check digit of an 18-digit citizen number after GB 11643 (ISO 7064, MOD 11-2). */
function checkDigit(body: string): string {
  const sum = [...body].reduce((total, digit, index) => total + Number(digit) * (2 ** (17 - index) % 11), 0);
  return '10X98765432'.charAt(sum % 11);
}

/** Whether `at` is a minute that exists. Read as UTC only so that the parts can be compared. */
function isRealMinute(at: string): boolean {
  const date = new Date(`${at}:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 16) === at;
}

test('there are at least 33 cases, and ids and keys are unique', () => {
  assert.ok(all.length >= 33, `${all.length} cases`);
  assertUnique(
    all.map((one) => one.key),
    'case',
  );
  assertUnique(
    people.map((person) => person.id),
    'person',
  );
  assertUnique(
    villages.map((village) => village.key),
    'village',
  );
  assertUnique(
    parties.map((party) => party.key),
    'party',
  );
});

test('every department has people and every person a department', () => {
  assert.equal(
    departments.map((department) => department.id),
    [...seedDepartmentIds],
  );
  for (const id of seedDepartmentIds) {
    assert.ok(
      people.some((person) => person.department === id),
      id,
    );
  }
});

test('a town, nine coded committees; a natural village hangs under one of them', () => {
  const committees = villages.filter((village) => village.kind === 'committee');
  assert.equal(
    committees.map((village) => village.key),
    Array.from({ length: 9 }, (_, index) => `15098110920${index}`),
  );
  for (const village of villages.filter((one) => one.kind === 'natural')) {
    assert.ok(
      committees.some((one) => one.key === village.parent),
      village.key,
    );
  }
});

for (const one of all) {
  test(`${one.key}: starts with create, runs in time order, ends with its only close`, () => {
    assert.is(one.steps[0]?.do, 'create');
    let last = '';
    for (const [index, step] of one.steps.entries()) {
      assert.ok(isRealMinute(step.at) && step.at.startsWith('2024-'), step.at);
      assert.ok(step.at >= last, `${step.at} comes after ${last}`);
      last = step.at;
      assert.is(step.do === 'create', index === 0, `step ${index}`);
      if (step.do === 'close') assert.is(index, one.steps.length - 1, 'nothing follows a close');
    }
  });

  test(`${one.key}: whoever acts is a member by then, and an observer only looks`, () => {
    const roles = new Map<string, string>();
    for (const step of one.steps) {
      const actor = personById.get(step.by);
      assert.ok(actor, `${step.by} exists`);
      if (step.do === 'create') {
        assert.ok(actor.rights.includes('case.create'), `${step.by} may create cases`);
        roles.set(step.by, 'lead');
      }
      const role = roles.get(step.by);
      assert.ok(role, `${step.by} is a member at ${step.at}`);
      assert.is.not(role, 'observer', `${step.by} observes at ${step.at}`);
      assert.ok(role !== 'helper' || !acts.has(step.do), `${step.by} helps at ${step.at}`);
      if (step.do === 'close') assert.is(role, 'lead', 'the lead closes');
      if (step.do === 'addMember') {
        assert.ok(personById.has(step.person), `${step.person} exists`);
        assert.not.ok(roles.has(step.person), `${step.person} is added once`);
        assert.ok(step.role !== 'helper' || step.note, 'a helper comes with consent');
        roles.set(step.person, step.role);
      }
    }
    assert.ok(roles.has('p-zhou'), 'the director sees every case');
  });

  test(`${one.key}: parties exist, are added once, and before they are referred to`, () => {
    const own = new Set(one.parties.map((party) => party.key));
    const added = new Set<string>();
    for (const step of one.steps) {
      if (step.do === 'addParty') {
        for (const key of step.parties) {
          assert.ok(own.has(key), `${key} is a party of this case`);
          assert.not.ok(added.has(key), `${key} is added once`);
          added.add(key);
        }
      }
      if (step.do === 'proposal') assert.ok(added.has(step.from), step.from);
      if (step.do === 'addEvidence') {
        assert.ok(added.has(step.from) || /^[^a-z]+$/.test(step.from), step.from);
        assert.ok(Number.isInteger(step.pages) && step.pages > 0, step.name);
      }
      if (step.do === 'allocation') {
        assert.ok(Number.isSafeInteger(step.totalFen) && step.totalFen > 0);
        assert.is(
          step.groups.reduce((sum, group) => sum + group.basisPoints, 0),
          10_000,
        );
        const keys = step.groups.flatMap((group) => group.parties);
        assertUnique(keys, 'party');
        for (const key of keys) assert.ok(added.has(key), key);
      }
    }
    assert.is(added.size, own.size, 'no party is left out');
  });

  test(`${one.key}: stages only go forward and give a reason`, () => {
    let stage = 0;
    for (const step of one.steps) {
      if (step.do !== 'move') continue;
      const next = seedStages.indexOf(step.to);
      assert.ok(next > stage, `${step.to} lies ahead`);
      assert.ok(step.reason.length > 4, 'a reason');
      stage = next;
    }
  });
}

test('beside the story, cases have 4 to 14 steps and 2 to 6 parties', () => {
  for (const one of cases) {
    assert.ok(one.steps.length >= 4 && one.steps.length <= 14, `${one.key}: ${one.steps.length} steps`);
    assert.ok(one.parties.length >= 2 && one.parties.length <= 6, `${one.key}: ${one.parties.length} parties`);
  }
});

test('every category, source, stage, outcome and village committee is used', () => {
  const created = all.flatMap((one) => one.steps.filter((step) => step.do === 'create'));
  for (const code of CATEGORIES) {
    assert.ok(
      created.some((step) => step.category === code),
      code,
    );
  }
  for (const source of seedSources) {
    assert.ok(
      created.some((step) => step.source === source),
      source,
    );
  }
  for (const step of created) {
    assert.ok(
      villages.some((village) => village.key === step.village),
      step.village,
    );
  }
  for (const village of villages.filter((one) => one.kind === 'committee')) {
    assert.ok(
      created.some((step) => step.village === village.key),
      village.name,
    );
  }
  const now = new Set<string>(
    all.map((one) =>
      one.steps.reduce<string>((stage, step) => (step.do === 'move' ? step.to : step.do === 'close' ? 'closed' : stage), 'screening'),
    ),
  );
  for (const stage of seedStages) assert.ok(now.has(stage), stage);
  const ends = new Set(all.flatMap((one) => one.steps.flatMap((step) => (step.do === 'close' ? [step.outcome] : []))));
  for (const outcome of seedOutcomes) assert.ok(ends.has(outcome), outcome);
});

test('six people of the desks can be tried, each in at least eight cases, and two who read a sealed room', () => {
  const demo = people.filter((person) => person.demo && person.rights.includes('case.create'));
  assert.is(demo.length, 6);
  assert.is(people.filter((person) => person.demo).length, 8);
  for (const { id } of demo) {
    const count = all.filter((one) =>
      one.steps.some((step) => (step.do === 'create' ? step.by : step.do === 'addMember' && step.person) === id),
    ).length;
    assert.ok(count >= 8, `${id} is in ${count} cases`);
  }
});

test('the story: 6 households with a certificate, 17 without, 7390 to 2610', () => {
  const withCertificate = mujianggou.parties.filter((party) => party.certificate);
  const without = mujianggou.parties.filter((party) => !party.certificate);
  assert.ok(mujianggou.parties.every((party) => party.kind === 'household'));
  const allocations = mujianggou.steps.filter((step) => step.do === 'allocation');
  assert.is(allocations.length, 1);
  const groups = allocations[0]?.groups ?? [];
  assert.equal(
    groups.map((group) => group.basisPoints),
    [7390, 2610],
  );
  assert.equal(
    groups.map((group) => group.parties),
    [withCertificate.map((party) => party.key), without.map((party) => party.key)],
  );
  assert.equal([withCertificate.length, without.length], [6, 17]);
  const stages = mujianggou.steps.flatMap((step) => (step.do === 'move' ? [step.to] : []));
  assert.equal(stages, ['graded', 'joint', 'leader', 'supervised'], 'all five stages');
});

test('names that try software are present', () => {
  const names = mujianggou.parties.map((party) => party.name);
  const joined = names.join(' ');
  for (const part of ['𠮷', '䶮', '㛃', '阿卜杜拉·买买提', '欧阳春燕']) {
    assert.ok(joined.includes(part), part);
  }
  assert.is(names.filter((name) => name === '张建国').length, 2, 'two households of one name');
  assert.ok(
    names.some((name) => [...name].length === 2),
    'a given name of one character',
  );
});

test('identity numbers are well formed, fit sex and age, and are used once', () => {
  const numbered = parties.filter((party) => party.idNumber);
  assert.ok(numbered.length > 20 && numbered.length < parties.length, 'some parties, not all');
  for (const { idNumber = '', name, sex } of numbered) {
    assert.match(idNumber, /^150981\d{11}[\dX]$/, name);
    assert.is(idNumber.slice(17), checkDigit(idNumber.slice(0, 17)), name);
    const birth = `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`;
    assert.ok(isRealMinute(`${birth}T00:00`), `${name}: ${birth}`);
    assert.ok(birth > '1930' && birth < '2006', `${name} is grown up`);
    assert.is(Number(idNumber.charAt(16)) % 2 === 1 ? 'male' : 'female', sex, name);
    assert.ok(Number(idNumber.slice(14, 17)) >= 990, `${name}: order number from 990 on`);
  }
  assertUnique(
    numbered.map((party) => party.idNumber ?? ''),
    'identity number',
  );
  assert.ok(
    numbered.some((party) => party.idNumber?.endsWith('X')),
    'one ends in X',
  );
});

test('telephone numbers come from one invented block and are used once', () => {
  const phones = parties.flatMap((party) => party.phone ?? []);
  for (const phone of phones) assert.match(phone, /^1380000\d{4}$/);
  assertUnique(phones, 'telephone');
});

test('nobody is labelled for complaining, and nothing is rated beforehand', () => {
  const text = JSON.stringify(all);
  for (const word of ['缠访', '闹访', '越级', '进京', '非访', '重点人', '风险等级', '评分', '满意', '积怨']) {
    assert.not.ok(text.includes(word), word);
  }
});

test.run();

import { addParty, Party } from '@onedoor/core';
import { html } from 'lit';
import '../define.js';
import { equal, until } from '../testing/expect.js';
import { FakeSession } from '../testing/fake-session.js';
import { fixture } from '../testing/fixture.js';
import { fillSampleCase, SAMPLE } from '../testing/sample-case.js';

const open = () => {
  const session = new FakeSession();
  fillSampleCase(session);
  const room = session.room({ case: SAMPLE, room: 'joint' });
  return {
    room,
    ...fixture(session, html`<onedoor-parties case=${SAMPLE}></onedoor-parties><onedoor-facts case=${SAMPLE}></onedoor-facts>`),
  };
};

function type(input: HTMLElement | undefined, value: string): void {
  if (!(input instanceof HTMLInputElement)) throw new Error('no input');
  input.value = value;
  input.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

describe('onedoor-parties', () => {
  it('stores a field when one leaves it; what others write meanwhile does not take away what is typed', async () => {
    const page = open();
    await until(() => page.all('button.link').length === 6, 'parties');
    page.all('button.link')[2]?.click();
    await until(() => page.all('.editor input').length > 0, 'the editor');
    const name = page.all('.editor input')[0];
    type(name, '张建国（东院）');
    page.room.replica.doc.getMap('party').set('p4/phone', '1');
    await until(() => page.text().includes(' 1 '), 'the other change');
    equal(name instanceof HTMLInputElement && name.value, '张建国（东院）', 'what is typed');
    name?.dispatchEvent(new Event('change'));
    await until(() => page.room.records.values(Party).some((party) => party.name === '张建国（东院）'), 'the record');
    page.remove();
  });

  it('says why a name cannot be empty, and keeps the record', async () => {
    const page = open();
    await until(() => page.all('button.link').length === 6, 'parties');
    page.all('button.link')[2]?.click();
    await until(() => page.all('.editor input').length > 0, 'the editor');
    type(page.all('.editor input')[0], ' ');
    page.all('.editor input')[0]?.dispatchEvent(new Event('change'));
    await until(() => page.all('.refusal').length === 1, 'the refusal');
    equal(page.room.records.values(Party)[2]?.name, '张建国');
    page.remove();
  });

  it('takes back a removal', async () => {
    const page = open();
    await until(() => page.all('button.link').length === 6, 'parties');
    page.all('button.link')[0]?.click();
    await until(() => page.all('.editor button.danger').length === 1, 'the editor');
    const [first] = page.room.records.values(Party);
    page.all('.editor button.danger')[0]?.click();
    await until(() => page.room.records.values(Party).length === 5, 'the removal');
    await until(() => page.all('p.notice button').length === 1, 'the line');
    page.all('p.notice button')[0]?.click();
    await until(() => page.room.records.values(Party).length === 6, 'the party');
    equal(page.room.records.values(Party)[0], first);
    page.remove();
  });

  it('stands in groups with their counts', async () => {
    const page = open();
    await until(() => page.all('.group h3').length === 2, 'groups');
    equal(
      page.all('.group h3').map((heading) => heading.textContent?.replaceAll(/\s+/g, ' ').trim()),
      ['持证户 3', '无证户 3'],
    );
    page.remove();
  });

  it('writes only the members who came and went', async () => {
    const page = open();
    await until(() => page.all('button.link').length === 6, 'parties');
    page.all('button.link')[0]?.click();
    await until(() => page.all('.editor .wide input').length === 1, 'the editor');
    const members = page.all('.editor .wide input')[0];
    page.room.replica.doc.getMap('party').set('p0/members/赵小兰', true);
    type(members, '郭银花、赵明');
    members?.dispatchEvent(new Event('change'));
    await until(() => page.room.records.values(Party)[0]?.members.includes('赵明') === true, 'the member');
    equal(page.room.records.values(Party)[0]?.members.includes('赵亮'), false, 'who went');
    page.remove();
  });

  it('Escape takes back what is typed, then closes the row; Enter that ends a composition stores nothing', async () => {
    const page = open();
    await until(() => page.all('button.link').length === 6, 'parties');
    page.all('button.link')[2]?.click();
    await until(() => page.all('.editor input').length > 0, 'the editor');
    const name = page.all('.editor input')[0];
    type(name, '张');
    const press = (init: KeyboardEventInit) =>
      name?.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, composed: true, cancelable: true, ...init }));
    press({ key: 'Escape', isComposing: true });
    await Promise.resolve();
    equal(name instanceof HTMLInputElement && name.value, '张', 'a composition keeps its Escape');
    press({ key: 'Escape' });
    await until(() => name instanceof HTMLInputElement && name.value === '张建国', 'the stored name');
    press({ key: 'Escape' });
    await until(() => page.all('.editor input').length === 0, 'the closed row');
    equal(page.room.records.values(Party)[2]?.name, '张建国');
    page.remove();
  });

  it('200 households: one editor at most, found by any of their words', async () => {
    const session = new FakeSession();
    fillSampleCase(session);
    const room = session.room({ case: SAMPLE, room: 'joint' });
    for (let at = 0; at < 194; at++) {
      const party = { kind: 'household' as const, name: `张${at}`, group: at % 2 === 0 ? '东组' : '西组', phone: `138${at}` };
      await room.run(addParty.request({ id: `h${String(at).padStart(3, '0')}`, party, members: [`李${at}`, `王${at}`] }));
    }
    const page = fixture(session, html`<onedoor-parties case=${SAMPLE}></onedoor-parties>`);
    await until(() => page.all('[part=party]').length === 200, 'all households');
    equal(page.all('onedoor-text').length, 0, 'no editor is made beforehand');
    page.all('button.link')[150]?.click();
    await until(() => page.all('onedoor-text').length === 1, 'one editor');
    const search = page.all('input[type=search]')[0];
    type(search, '王193');
    await until(() => page.all('[part=party]').length === 1, 'the household of that member');
    equal(page.text().includes('张193'), true);
    type(search, '');
    await until(() => page.all('[part=party]').length === 200, 'all again');
    page.remove();
  });

  it('shows a damaged party with its raw value and leaves the others as they are', async () => {
    const page = open();
    await until(() => page.all('button.link').length === 6, 'parties');
    page.room.replica.doc.getMap('party').set('p2/kind', 'spaceship');
    await until(() => page.all('[part=party] .refusal').length === 1, 'the damaged one');
    equal(page.all('details.raw pre')[0]?.textContent?.includes('spaceship'), true, 'its raw value');
    equal(page.all('button.link').length, 5);
    page.remove();
  });
});

describe('onedoor-facts', () => {
  it('takes an amount in yuan as whole fen and says when it is none', async () => {
    const page = open();
    await until(() => page.all('input[inputmode=decimal]').length === 1, 'the field');
    const amount = page.all('input[inputmode=decimal]')[0];
    type(amount, '12.345');
    amount?.dispatchEvent(new Event('change'));
    await until(() => page.text().includes('最多两位小数'), 'the words');
    type(amount, '1,234.5');
    amount?.dispatchEvent(new Event('change'));
    await until(() => page.room.replica.doc.getMap('facts').get('facts/amountFen') === 123_450, 'the fen');
    page.remove();
  });
});

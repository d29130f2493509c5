import { Party } from '@onedoor/core';
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

  it('removes a party only after a second click', async () => {
    const page = open();
    await until(() => page.all('button.link').length === 6, 'parties');
    page.all('button.link')[0]?.click();
    await until(() => page.all('.editor button.danger').length === 1, 'the editor');
    page.all('.editor button.danger')[0]?.click();
    await until(() => page.text().includes('确定把'), 'the question');
    equal(page.room.records.values(Party).length, 6);
    page.all('.editor button.danger')[0]?.click();
    await until(() => page.room.records.values(Party).length === 5, 'the removal');
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

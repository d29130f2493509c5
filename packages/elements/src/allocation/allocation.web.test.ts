import { Allocation, setAllocation } from '@onedoor/core';
import { Replica } from '@onedoor/core/testing';
import axe from 'axe-core';
import { html } from 'lit';
import { encodeStateAsUpdate } from 'yjs';
import '../define.js';
import { equal, until } from '../testing/expect.js';
import { FakeSession } from '../testing/fake-session.js';
import { fixture } from '../testing/fixture.js';
import { fillSampleCase, SAMPLE } from '../testing/sample-case.js';

const open = () => {
  const session = new FakeSession();
  fillSampleCase(session);
  const room = session.room({ case: SAMPLE, room: 'joint' });
  const page = fixture(session, html`<onedoor-allocation case=${SAMPLE}></onedoor-allocation>`);
  const button = (text: string) => page.all('button').find((each) => each.textContent?.trim() === text);
  const save = () => {
    const found = button('保存');
    if (!(found instanceof HTMLButtonElement)) throw new Error('no button');
    return found;
  };
  const shares = () => page.all('.share input');
  const begin = async () => {
    await until(() => button('修改分配方案') !== undefined, 'the button');
    button('修改分配方案')?.click();
    await until(() => shares().length === 2, 'the editor');
  };
  return { room, ...page, button, save, shares, begin };
};

function type(input: HTMLElement | undefined, value: string): void {
  if (!(input instanceof HTMLInputElement)) throw new Error('no input');
  input.value = value;
  input.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

describe('onedoor-allocation', () => {
  it('shows each group and each household to the fen', async () => {
    const page = open();
    await until(() => page.text().includes('1,763,562.55'), 'the part');
    equal(page.text().includes('3户，每户 587,854.18 （前1户各多 0.01）'), true, page.text());
    page.remove();
  });

  it('is stored only at exactly 100.00 %, and says what is missing', async () => {
    const page = open();
    await page.begin();
    equal(page.save().disabled, false, 'the stored plan is whole');
    type(page.shares()[0], '73.89');
    await until(() => page.save().disabled && page.text().includes('还差 0.01%'), 'what is missing');
    type(page.shares()[1], '26.2');
    await until(() => page.save().disabled && page.text().includes('多了 0.09%'), 'what is too much');
    type(page.shares()[1], '26.115');
    await until(() => page.save().disabled && page.text().includes('最多两位小数'), 'the decimals');
    type(page.shares()[1], '26.11');
    await until(() => !page.save().disabled && page.text().includes('100.00%'), 'the sum');
    page.save().click();
    await until(() => page.shares().length === 0, 'the table');
    const read = page.room.records.get(Allocation, Allocation.name);
    equal(read?.ok === true && read.value.plan, {
      totalFen: 238_641_753,
      shares: [
        { key: '持证户', basisPoints: 7389 },
        { key: '无证户', basisPoints: 2611 },
      ],
    });
    page.remove();
  });

  it('adds and removes lines, shares equally, and tells of a plan that came meanwhile', async () => {
    const page = open();
    await page.begin();
    page.button('添加组别')?.click();
    await until(() => page.shares().length === 3, 'three lines');
    type(page.all('.group input')[2], '村集体');
    page.button('各组均分')?.click();
    await until(() => page.text().includes('100.00%') && !page.save().disabled, 'equal shares');
    equal(
      page.shares().map((input) => input instanceof HTMLInputElement && input.value),
      ['33.34', '33.33', '33.33'],
    );
    page.all('button[aria-label="去掉第1行"]')[0]?.click();
    await until(() => page.shares().length === 2 && page.save().disabled, 'two lines');
    page.room.replica.doc.getMap('allocation').set('allocation/plan', { totalFen: 100, shares: [{ key: 'A', basisPoints: 10_000 }] });
    await until(() => page.text().includes('有人改了分配方案'), 'the words');
    page.remove();
  });

  it('divides inside a group by weights, live, and lists each household to the fen', async () => {
    const page = open();
    await page.begin();
    for (const details of page.all('details.weights')) details.setAttribute('open', '');
    type(page.all('input[aria-label="赵𠮷祥的份数"]')[0], '2');
    // 1,763,562.55 by 2 : 1 : 1
    await until(() => page.text().includes('881,781.27'), 'half of it, at once');
    type(page.all('input[aria-label="欧阳春燕的份数"]')[0], '0');
    await until(() => page.save().disabled && page.text().includes('份数填 1 以上的整数'), 'the flaw');
    type(page.all('input[aria-label="欧阳春燕的份数"]')[0], '');
    await until(() => !page.save().disabled, 'whole again');
    page.save().click();
    await until(() => page.shares().length === 0, 'the table');
    await until(() => page.text().includes('3户，每户 440,890.64 至 881,781.27'), 'in a line');
    const rows = page.all('[data-members] tbody tr').map((row) => row.textContent?.replaceAll(/\s+/g, ' ').trim());
    equal(rows.length, 6);
    equal(rows[0], '1 赵𠮷祥 持证户 2 881,781.27');
    page.remove();
  });

  it('shows what two people stored while apart, both of it, and stores the one that is confirmed', async () => {
    const page = open();
    await until(() => page.text().includes('1,763,562.55'), 'the plan');
    const there = new Replica(77);
    there.receive([encodeStateAsUpdate(page.room.replica.doc)]);
    const plan = (totalFen: number, basisPoints: number) => ({
      totalFen,
      shares: [
        { key: '持证户', basisPoints },
        { key: '无证户', basisPoints: 10_000 - basisPoints },
      ],
    });
    const context = { person: 'chen', now: 0, id: () => 'x' };
    equal(setAllocation.run(there.reader, plan(100, 5000), context).ok, true);
    await page.room.run(setAllocation.request(plan(300, 6000)));
    page.room.replica.receive(there.take());
    await until(() => page.text().includes('1.00: 持证户 50%') && page.text().includes('3.00: 持证户 60%'), 'both');
    const read = page.room.records.get(Allocation, Allocation.name);
    const stored = read?.ok === true ? read.value.plan : undefined;
    equal(
      [plan(100, 5000), plan(300, 6000)].some((each) => JSON.stringify(each) === JSON.stringify(stored)),
      true,
      'one of the two, never a mixture',
    );
    const { violations } = await axe.run(page.place);
    equal(
      violations.map(({ id }) => id),
      [],
    );
    page.remove();
  });

  it('has no violation that axe finds in the editor', async () => {
    const page = open();
    await page.begin();
    type(page.shares()[0], '1');
    await until(() => page.save().disabled, 'the flaw');
    const { violations } = await axe.run(page.place);
    equal(
      violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`),
      [],
    );
    page.remove();
  });
});

import { addEvidence, Evidence, Issue } from '@onedoor/core';
import axe from 'axe-core';
import { html } from 'lit';
import '../define.js';
import { equal, until } from '../testing/expect.js';
import { FakeSession } from '../testing/fake-session.js';
import { fixture } from '../testing/fixture.js';
import { fillSampleCase, SAMPLE } from '../testing/sample-case.js';

const open = (tag: 'evidence' | 'issues') => {
  const session = new FakeSession();
  fillSampleCase(session);
  const room = session.room({ case: SAMPLE, room: 'joint' });
  const content =
    tag === 'evidence'
      ? html`<onedoor-evidence case=${SAMPLE}></onedoor-evidence>`
      : html`<onedoor-issues case=${SAMPLE}></onedoor-issues>`;
  const page = fixture(session, content);
  const button = (label: string) => page.all(`button[aria-label^="${label}"]`)[0];
  const click = async (label: string) => {
    await until(() => button(label) !== undefined, label);
    button(label)?.click();
  };
  return { room, ...page, click };
};

function fill(input: HTMLElement | undefined, value: string): HTMLFormElement {
  if (!(input instanceof HTMLInputElement) || input.form === null) throw new Error('no input in a form');
  input.value = value;
  return input.form;
}

describe('onedoor-evidence', () => {
  it('edits an item in place and writes only what differs', async () => {
    const page = open('evidence');
    await page.click('编辑');
    await until(() => page.all('input[name=pages]').length === 1, 'the form');
    page.room.replica.doc.getMap('evidence').set('e1/from', '另一人所写');
    const form = fill(page.all('input[name=pages]')[0], '12');
    fill(page.all('input[name=purpose]')[0], '');
    form.requestSubmit();
    await until(() => page.all('input[name=pages]').length === 0, 'the row');
    const [item] = page.room.records.values(Evidence);
    equal([item?.pages, item?.from, item?.purpose, item?.original], [12, '另一人所写', undefined, false]);
    page.remove();
  });

  it('removes an item and takes the removal back', async () => {
    const page = open('evidence');
    await page.click('编辑');
    await page.click('移出证据');
    await until(() => page.text().includes('已移出“征地补偿协议”'), 'the line');
    equal(page.room.records.values(Evidence).length, 0);
    await page.click('撤销');
    await until(() => page.room.records.values(Evidence).length === 1, 'the item');
    await until(() => !page.text().includes('已移出'), 'the line to go');
    page.remove();
  });

  it('leaves a later step alone and says so', async () => {
    const page = open('evidence');
    await page.click('编辑');
    await page.click('移出证据');
    await until(() => page.text().includes('已移出'), 'the line');
    const evidence = { name: '照片', from: '张建国', original: true, pages: 2 };
    await page.room.run(addEvidence.request({ id: 'e2', evidence }));
    await page.click('撤销');
    await until(() => page.text().includes('不能撤销'), 'the words');
    equal(
      page.room.records.values(Evidence).map((item) => item.name),
      ['照片'],
    );
    page.remove();
  });

  it('has no violation that axe finds while a row is open', async () => {
    const page = open('evidence');
    await page.click('编辑');
    await until(() => page.all('input[name=pages]').length === 1, 'the form');
    const { violations } = await axe.run(page.place);
    equal(
      violations.map((violation) => violation.id),
      [],
    );
    page.remove();
  });
});

describe('onedoor-issues', () => {
  it('edits a title, removes an issue and takes the removal back', async () => {
    const page = open('issues');
    await page.click('编辑');
    await until(() => page.all('.edit input').length === 1, 'the form');
    fill(page.all('.edit input')[0], '比例怎样定').requestSubmit();
    await until(() => page.room.records.values(Issue)[0]?.title === '比例怎样定', 'the title');
    await page.click('编辑');
    await page.click('移出争议焦点');
    await until(() => page.room.records.values(Issue).length === 0, 'the removal');
    await page.click('撤销');
    await until(() => page.room.records.values(Issue)[0]?.title === '比例怎样定', 'the issue');
    page.remove();
  });
});

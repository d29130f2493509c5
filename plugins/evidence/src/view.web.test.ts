import type { PluginEntry } from '@onedoor/elements';
import '@onedoor/elements/define';
import { addEvidence, sha256Text } from '@onedoor/core';
import { equal, pluginPage, staffOf, until } from '@onedoor/elements/testing';
import axe from 'axe-core';
import { Attachment, evidenceSlice, Question } from './acts.js';
import { evidence } from './model.js';
import plugin from './view.js';

const entry: PluginEntry = { model: evidence, load: () => Promise.resolve(plugin) };
const staff = staffOf({ 'p-sun': 'mediation', 'p-chen': 'grid' });

async function open(locale: 'zh' | 'en' = 'zh') {
  const opened = await pluginPage(entry, { tab: 'custody', who: 'p-sun', staff, locale });
  const joint = opened.session.room({ case: 'c', room: 'joint' });
  await joint.run(addEvidence.request({ id: 'e1', evidence: { name: '林权证', from: '赵𠮷祥', original: true, pages: 4 } }));
  await until(() => opened.page.all('ol > li').length === 1, 'the item of the case’s own list');
  return { ...opened, state: () => evidenceSlice.of(opened.room.state().slices) };
}

describe('custody and appraisal', () => {
  it('takes an item in with the hashes of what is attached to it, and hands it on', async () => {
    const { page, room, form, fill, state } = await open();
    await until(() => page.all('onedoor-files input[name=files], input[name=files]').length === 1, 'where files are chosen');
    const input = page.all('input[name=files]')[0] as HTMLInputElement;
    const files = new DataTransfer();
    files.items.add(new File(['scan'], '林权证.pdf', { type: 'application/pdf' }));
    input.files = files.files;
    input.dispatchEvent(new Event('change'));
    await until(() => room.records.values(Attachment).length === 1, 'attached');
    equal(room.records.values(Attachment)[0]?.item, 'e1');
    await until(() => page.text().includes('已附照片、扫描件 1 份'), 'told in the form');
    const take = form('收存');
    equal((take.elements.namedItem('kind') as HTMLSelectElement).value, '', 'original or copy is for a person to say');
    fill(take, { kind: 'original', pages: '4' });
    take.requestSubmit();
    await until(() => state().custody['e1']?.length === 1, 'taken');
    const [step] = state().custody['e1'] ?? [];
    equal(step?.kind === 'taken' && step.files?.map(({ name, hash }) => [name, hash]), [['林权证.pdf', sha256Text('scan')]]);
    await until(() => page.text().includes('在中心'), 'where it is');
    const hand = form('移交');
    fill(hand, { to: '鉴定中心', why: '送检' });
    hand.requestSubmit();
    await until(() => page.text().includes('已移交：鉴定中心'), 'handed on');
    page.remove();
  });

  it('an appraisal goes from its questions to its result; questions changed afterwards are told', async () => {
    const { page, room, form, fill, state } = await open();
    const add = form('新的鉴定事项');
    fill(add, { title: '真伪' });
    add.requestSubmit();
    await until(() => room.records.values(Question).length === 1, 'the matter');
    const [{ id } = { id: '' }] = room.records.values(Question);
    room.text(Question, id, 'questions').edit([{ insert: '印文是否为真' }]);
    await until(() => page.all('form').length > 0 && room.records.values(Question)[0]?.questions !== '', 'the question');
    await page.place.querySelector('onedoor-plugin-tab')?.updateComplete;
    const commission = form('委托鉴定');
    fill(commission, { body: '鉴定中心', consent: true, 'items:e1': true });
    commission.requestSubmit();
    await until(() => state().appraisals[id] !== undefined, 'commissioned');
    equal(state().appraisals[id]?.commissioned.items, ['e1']);
    await until(() => page.all('input[name=dueOn]').length === 1, 'the next step');
    const send = form('送检');
    fill(send, { dueOn: '2999-12-31', pauses: true });
    send.requestSubmit();
    await until(() => page.text().includes('请写明依据哪一条'), 'no article, no pause');
    fill(send, { basis: '约定' });
    send.requestSubmit();
    await until(() => state().appraisals[id]?.sent !== undefined, 'sent');
    room.text(Question, id, 'questions').edit([{ insert: '另问：' }]);
    await until(() => page.text().includes('问题在委托后改过'), 'told');
    const receive = form('收到意见');
    fill(receive, { result: '均为真' });
    receive.requestSubmit();
    await until(() => state().appraisals[id]?.received?.result === '均为真', 'received');
    page.remove();
  });

  for (const locale of ['zh', 'en'] as const)
    it(`has no accessibility violation, ${locale}`, async () => {
      const { page, room, form, fill } = await open(locale);
      const add = form(locale === 'zh' ? '新的鉴定事项' : 'A new matter');
      fill(add, { title: '真伪' });
      add.requestSubmit();
      await until(() => room.records.values(Question).length === 1, 'the matter');
      for (const details of page.all('details')) details.setAttribute('open', '');
      const { violations } = await axe.run(page.place, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] });
      equal(
        violations.map((each) => [each.id, each.nodes[0]?.failureSummary, each.nodes[0]?.html]),
        [],
        'violations',
      );
      page.remove();
    });
});

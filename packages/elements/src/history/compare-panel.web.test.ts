import type { ComparedChange } from '@onedoor/core';
import axe from 'axe-core';
import { html } from 'lit';
import '../define.js';
import type { Locale } from '../locales/locale.js';
import { equal, until } from '../testing/expect.js';
import { FakeSession } from '../testing/fake-session.js';
import { fixture } from '../testing/fixture.js';
import { fillSampleCase, SAMPLE } from '../testing/sample-case.js';

const CHANGES: readonly ComparedChange[] = [
  { kind: 'set', collection: 'party', record: 'p0', field: 'phone', before: '"138"', value: '"139"', people: ['chen'] },
  { kind: 'part-added', collection: 'party', record: 'p0', field: 'members', part: '赵小宝', value: 'true', people: ['sun', 'chen'] },
  { kind: 'created', collection: 'party', record: 'p9', value: '{"kind":"person","name":"孙七"}', people: ['chen'] },
  {
    kind: 'text',
    collection: 'facts',
    record: 'facts',
    field: 'summary',
    pieces: [
      { kind: 'kept', text: '…家为' },
      { kind: 'deleted', text: '一棵', person: 'sun' },
      { kind: 'inserted', text: '三棵', person: 'chen' },
      { kind: 'kept', text: '树…' },
    ],
    people: ['sun', 'chen'],
  },
];

async function open(changes: readonly ComparedChange[], locale: Locale = 'zh') {
  const session = new FakeSession('sun');
  fillSampleCase(session);
  session.compared.set(`${SAMPLE}/joint`, changes);
  const page = fixture(session, html`<onedoor-timeline case=${SAMPLE}></onedoor-timeline>`, { locale });
  await until(() => page.all('button[aria-haspopup=dialog]').length === 1, 'the control');
  page.all('button[aria-haspopup=dialog]')[0]?.click();
  await until(() => page.all('dialog[open] select').length === 2, 'the dialog');
  await until(() => page.all('.result').length === 1, 'the result');
  const lines = () => page.all('.result li').map((line) => (line.textContent ?? '').replaceAll(/\s+/g, ' ').trim());
  return { session, lines, ...page };
}

describe('comparing two moments', () => {
  it('tells by record what differs, in words, with who did it, and what was done between', async () => {
    const page = await open(CHANGES);
    const lines = page.lines();
    equal(lines.slice(0, 4), [
      '修改当事人“赵𠮷祥”的电话：138 → 139 (陈志强)',
      '在当事人“赵𠮷祥”的家庭成员加上赵小宝 (孙桂兰、陈志强)',
      '添加了当事人“孙七” (陈志强)',
      '在案情写了2字、删了2字 (孙桂兰、陈志强) …家为一棵三棵树…',
    ]);
    equal([page.all('.pieces del').length, page.all('.pieces ins').length], [1, 1]);
    equal(
      lines.slice(4).some((line) => line.includes('立案')),
      true,
      lines.join('\n'),
    );
    page.remove();
  });

  it('asks again when another moment is chosen, and refuses moments in the wrong order', async () => {
    const page = await open(CHANGES);
    page.session.compared.set(`${SAMPLE}/joint`, []);
    const [from, to] = page.all('dialog select');
    if (!(from instanceof HTMLSelectElement) || !(to instanceof HTMLSelectElement)) throw new Error('no selects');
    const choose = (select: HTMLSelectElement, words: string) => {
      select.value = [...select.options].find((option) => option.textContent?.includes(words))?.value ?? '';
      select.dispatchEvent(new Event('change'));
    };
    choose(from, '一天前');
    await until(() => page.text().includes('内容相同'), 'nothing');
    choose(to, '立案之前');
    await until(() => page.all('dialog [role=alert]').length === 1, 'the order');
    choose(to, '自定时间');
    await until(() => page.all('input[type=datetime-local]').length === 1, 'a time of one’s own');
    page.remove();
  });

  it('says so without network', async () => {
    const page = await open(CHANGES);
    page.session.setOffline(true);
    const [from] = page.all('dialog select');
    if (!(from instanceof HTMLSelectElement)) throw new Error('no select');
    from.selectedIndex = 1;
    from.dispatchEvent(new Event('change'));
    await until(() => page.all('dialog [role=alert]').length === 1, 'the refusal');
    page.remove();
  });

  it('prints what stands there, with the span and the record', async () => {
    const page = await open(CHANGES);
    const print = [...page.all('dialog button')].find((button) => button.textContent === '打印比较结果');
    const frames = () => [...document.querySelectorAll('iframe')];
    const before = frames().length;
    print?.click();
    await until(() => frames().length === before + 1, 'the paper');
    const paper = frames().at(-1)?.contentDocument?.body.textContent ?? '';
    for (const words of ['139', '从立案之前到', '没有取得记录凭证']) equal(paper.includes(words), true, words);
    frames().at(-1)?.remove();
    page.remove();
  });

  for (const locale of ['zh', 'en'] as const)
    it(`passes axe: ${locale}`, async () => {
      const page = await open(CHANGES, locale);
      const { violations } = await axe.run(page.place);
      equal(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html: found }) => found).join(' ')}`),
        [],
      );
      page.remove();
    });
});

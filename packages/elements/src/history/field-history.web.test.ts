import { Facts, type FieldHistory, textName } from '@onedoor/core';
import axe from 'axe-core';
import { html } from 'lit';
import '../define.js';
import type { Locale } from '../locales/locale.js';
import { equal, until } from '../testing/expect.js';
import { FakeSession } from '../testing/fake-session.js';
import { fixture } from '../testing/fixture.js';

const AT = Date.UTC(2024, 2, 20, 1, 10);
const MINUTE_MS = 60_000;

const PLACE: FieldHistory = {
  kind: 'values',
  values: [
    { person: 'chen', at: AT + 2 * MINUTE_MS, seq: 3, json: '"村东"', state: 'current' },
    { person: 'sun', at: AT + MINUTE_MS, seq: 2, json: '"井台"', state: 'contested' },
    { person: 'sun', at: AT, seq: 1, json: '"村口"', state: 'past' },
  ],
  seq: 3,
  more: false,
};
/** 孙 wrote 一二三四五, 陈 made 一三棵四五 of it. */
const SUMMARY: FieldHistory = {
  kind: 'text',
  moments: [
    { people: ['sun'], from: AT, until: AT },
    { people: ['chen'], from: AT + MINUTE_MS, until: AT + 2 * MINUTE_MS },
  ],
  runs: [
    { text: '一', person: 'sun', at: AT, moment: 0 },
    { text: '二', person: 'sun', at: AT, moment: 0, deleted: { person: 'chen', at: AT + MINUTE_MS, moment: 1 } },
    { text: '三棵', person: 'chen', at: AT + 2 * MINUTE_MS, moment: 1 },
    { text: '四五', person: 'sun', at: AT, moment: 0 },
  ],
  seq: 5,
  more: false,
};

async function open(what: 'fields' | 'text', options: { readonly locale?: Locale; readonly writable?: boolean } = {}) {
  const session = new FakeSession('sun');
  const room = session.room({ case: 'c', room: 'joint' });
  if (options.writable === false) room.status.set({ ...room.status.get(), writable: false });
  room.replica.doc.getText(textName(Facts.name, Facts.name, 'summary')).insert(0, '一三棵四五');
  session.fieldHistories.set('c/joint/facts/facts/place', PLACE);
  session.fieldHistories.set('c/joint/facts/facts/summary', SUMMARY);
  const page = fixture(session, html`<onedoor-facts case="c"></onedoor-facts>`, options);
  await until(() => page.all('onedoor-field-history').length === 2, 'the controls');
  const button = (words: string) =>
    page.all('button').find((each) => each.textContent?.trim() === words || each.getAttribute('aria-label') === words);
  const press = async (words: string) => {
    await until(() => button(words) !== undefined, words);
    button(words)?.click();
  };
  const control = page.all('onedoor-field-history')[what === 'fields' ? 0 : 1];
  control?.shadowRoot?.querySelector('button')?.click();
  await until(() => page.all('dialog[open]').length === 1, 'the dialog');
  await until(() => page.all(what === 'fields' ? '.values li' : '.text .run').length > 0, 'the history');
  const runs = () => page.all('.text .run').map((run) => `${run.tagName} ${run.textContent}`);
  return { session, room, press, button, runs, ...page };
}

describe('onedoor-field-history', () => {
  it('lists values with person, time and state, and puts a former one back as a command', async () => {
    const page = await open('fields');
    const lines = () => page.all('.values li').map((line) => (line.textContent ?? '').replaceAll(/\s+/g, ' ').trim());
    equal(
      lines(),
      [
        '● 现用 村东 陈 陈志强 3月20日 09:12 以此为准',
        '◆ 有分歧 井台 孙 孙桂兰 3月20日 09:11 以此为准',
        '○ 已改 村口 孙 孙桂兰 3月20日 09:10 恢复',
      ].map((line) => line.replaceAll('3月20日', lines()[0]?.match(/(\S+年)?3月20日/)?.[0] ?? '3月20日')),
    );
    await page.press('恢复: 村口');
    await until(() => page.room.records.get(Facts, 'facts')?.ok === true, 'facts');
    const read = page.room.records.get(Facts, 'facts');
    equal(read?.ok === true && read.value.place, '村口');
    await until(() => page.text().includes('已恢复：村口'), 'the words');
    page.room.undo();
    const undone = page.room.records.get(Facts, 'facts');
    equal(undone?.ok === true && undone.value.place, undefined, 'undone');
    page.remove();
  });

  it('offers a reader nothing to put back', async () => {
    const page = await open('fields', { writable: false });
    equal(page.all('.values button').length, 0);
    page.remove();
  });

  it('shows a text by writers, of each moment, and what a moment changed', async () => {
    const page = await open('text');
    equal(page.runs(), ['SPAN ①一', 'SPAN ②三棵', 'SPAN ①四五']);
    equal(
      page.all('.writers li').map((line) => (line.textContent ?? '').replaceAll(/\s+/g, ' ').trim()),
      ['① 孙 孙桂兰 3字', '② 陈 陈志强 2字'],
    );
    await page.press('这次改了什么');
    await until(() => page.all('del').length === 1, 'the changes');
    equal(page.runs(), ['SPAN 一', 'DEL ①二', 'INS ②三棵', 'SPAN 四五']);
    await page.press('是谁写的');
    await page.press('上一次修改');
    await until(() => page.all('.text .run').length === 3, 'the moment before');
    equal(page.runs(), ['SPAN ①一', 'SPAN ①二', 'SPAN ①四五']);
    page.remove();
  });

  it('tells by arrow keys who wrote a passage, and who deleted it', async () => {
    const page = await open('text');
    const box = page.all('input[type=checkbox]')[0];
    box?.click();
    await until(() => page.all('del').length === 1, 'the deleted passage');
    const text = page.all('.text')[0];
    text?.focus();
    const told = () => page.all('.told')[0]?.textContent ?? '';
    await until(() => told().includes('孙桂兰'), 'the first passage');
    text?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, cancelable: true }));
    await until(() => told().includes('删去'), 'the second passage');
    equal(/孙桂兰，.*写；陈志强于.*删去/.test(told()), true, told());
    page.remove();
  });

  it('puts a former text back, leaving what stays untouched', async () => {
    const page = await open('text');
    equal(page.button('恢复成这时的文字'), undefined);
    await page.press('上一次修改');
    const deltas: unknown[] = [];
    page.room.replica.doc.getText('facts/facts/summary').observe((event) => deltas.push(event.delta));
    await page.press('恢复成这时的文字');
    await until(() => deltas.length === 1, 'the change');
    equal(page.room.records.text(Facts, 'facts', 'summary'), '一二四五');
    equal(deltas, [[{ retain: 1 }, { insert: '二' }, { delete: 2 }]]);
    page.remove();
  });

  it('puts nothing back over changes that the log does not have yet, and says so', async () => {
    const page = await open('text');
    page.room.replica.doc.getText('facts/facts/summary').insert(0, '刚写的');
    await page.press('上一次修改');
    await page.press('恢复成这时的文字');
    await until(() => page.all('[role=alert]').length === 1, 'the refusal');
    equal(page.room.records.text(Facts, 'facts', 'summary'), '刚写的一三棵四五');
    page.remove();
  });

  it('opens from within a field by Alt+H, with that field chosen', async () => {
    const session = new FakeSession('sun');
    const page = fixture(session, html`<onedoor-facts case="c"></onedoor-facts>`);
    await until(() => page.all('input[data-field=happenedOn]').length === 1, 'the form');
    page
      .all('input[data-field=happenedOn]')[0]
      ?.dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyH', altKey: true, bubbles: true, composed: true }));
    await until(() => page.all('dialog[open]').length === 1, 'the dialog');
    const select = page.all('select.fields')[0];
    equal(select instanceof HTMLSelectElement && select.value, 'happenedOn');
    await until(() => page.text().includes('还没有修改记录'), 'the empty state');
    page.remove();
  });

  it('says so without network', async () => {
    const session = new FakeSession('sun');
    session.setOffline(true);
    const page = fixture(session, html`<onedoor-facts case="c"></onedoor-facts>`);
    await until(() => page.all('onedoor-field-history').length === 2, 'the controls');
    page.all('onedoor-field-history')[0]?.shadowRoot?.querySelector('button')?.click();
    await until(() => page.all('dialog [role=alert]').length === 1, 'the refusal');
    page.remove();
  });

  for (const locale of ['zh', 'en'] as const) {
    for (const what of ['fields', 'text'] as const) {
      it(`passes axe: ${what}, ${locale}`, async () => {
        const page = await open(what, { locale });
        const { violations } = await axe.run(page.place);
        equal(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html: found }) => found).join(' ')}`),
          [],
        );
        page.remove();
      });
    }
  }
});

import { fieldHistory } from '@onedoor/core';
import type { Browser, Locator } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Desk, Example, Faults, launch, MUJIANGGOU, removeTemporary, SHOTS, until, untilEqual } from './support.js';

/** A police officer writes, a judicial officer changes it, the first puts it back: on two screens, and in the log. */
const test = suite('history of fields and texts');
const faults = new Faults();
let example: Example;
let browser: Browser;
let wang: Desk;
let zhao: Desk;

test.before(async () => {
  [example, browser] = await Promise.all([Example.start(), launch()]);
  [wang, zhao] = await Promise.all([Desk.open(browser, example, 'wang', { faults }), Desk.open(browser, example, 'zhao', { faults })]);
  await Promise.all([wang.openCase(MUJIANGGOU), zhao.openCase(MUJIANGGOU)]);
});

test.after(async () => {
  await browser?.close();
  await example?.stop();
  removeTemporary();
});

const dialog = (desk: Desk): Locator => desk.page.locator('onedoor-history-panel dialog');
const open = async (desk: Desk, what: string): Promise<Locator> => {
  await desk.page
    .getByRole('button', { name: `修改历史：${what}`, exact: true })
    .first()
    .click();
  await dialog(desk).waitFor();
  return dialog(desk);
};

test('a text: who wrote which part is told on the other screen, and a former state comes back for both', async () => {
  await Promise.all([wang.openFacts(), zhao.openFacts()]);
  const before = await until('the facts of the seed', async () => (await wang.textOf(wang.facts)) || undefined);
  await wang.typeAtEnd(wang.facts, '五、派出所已核实。');
  await wang.untilLogged();
  await until('the words arrive', async () => (await zhao.textOf(zhao.facts)).endsWith('派出所已核实。'));
  await zhao.facts.click();
  await zhao.page.keyboard.press('Control+End');
  for (let at = 0; at < 4; at++) await zhao.page.keyboard.press('Backspace');
  await zhao.page.keyboard.type('待核。');
  await zhao.untilLogged();
  const changed = `${before}五、派出所待核。`;
  await untilEqual('the change arrives', changed, () => wang.textOf(wang.facts));

  const box = await open(wang, '案情');
  await box.getByRole('button', { name: '这次改了什么' }).click();
  await box.locator('ins', { hasText: '待核。' }).waitFor();
  await box.locator('del', { hasText: '已核实' }).waitFor();
  await wang.page.screenshot({ path: `${SHOTS}history-text.png` });
  await box.getByRole('button', { name: '上一次修改' }).click();
  await box.getByRole('button', { name: '恢复成这时的文字' }).click();
  await untilEqual('both read the former text', [`${before}五、派出所已核实。`, `${before}五、派出所已核实。`], () =>
    Promise.all([wang.textOf(wang.facts), zhao.textOf(zhao.facts)]),
  );
  await box.getByRole('button', { name: '收起' }).click();
  await wang.untilLogged();

  // Whoever puts back has written it; what stayed is still the first writer's.
  const { case: caseId } = await example.caseNamed('zhao', MUJIANGGOU);
  const query = new URLSearchParams({ case: caseId, room: 'joint', collection: 'facts', record: 'facts', field: 'summary' });
  const answer = await fetch(`${example.url}/api/attribution?${query}`, {
    headers: { authorization: `Bearer ${await example.token('zhao')}` },
  });
  const told = fieldHistory.parse(await answer.json());
  assert.is(told.kind, 'text');
  if (told.kind !== 'text') return;
  const gone = told.runs.filter(({ deleted }) => deleted !== undefined).map(({ text, person, deleted }) => [text, person, deleted?.person]);
  assert.ok(
    gone.some(([text, person, by]) => text?.includes('待核') === true && person === 'p-zhao' && by === 'p-wang'),
    JSON.stringify(gone),
  );
  assert.ok(
    gone.some(([text, person, by]) => text?.includes('已核实') === true && person === 'p-wang' && by === 'p-zhao'),
    JSON.stringify(gone),
  );
});

test('a field: former values by person, one put back, undone again', async () => {
  const place = (desk: Desk): Locator => desk.page.getByLabel('发生地点', { exact: true });
  const first = await place(zhao).inputValue();
  await place(zhao).fill('木匠沟村北坡第三地块');
  await place(zhao).press('Tab');
  await untilEqual('the place', '木匠沟村北坡第三地块', () => place(wang).inputValue());
  await zhao.untilLogged();
  await place(wang).press('Alt+h');
  const box = dialog(wang);
  await box.waitFor();
  const line = box.locator('.values li');
  await line.filter({ hasText: '木匠沟村北坡第三地块' }).filter({ hasText: '赵敏' }).waitFor();
  await wang.page.screenshot({ path: `${SHOTS}history-field.png` });
  await line.filter({ hasText: first }).filter({ hasNotText: '第三地块' }).getByRole('button').first().click();
  await untilEqual('the former place on the other screen', first, () => place(zhao).inputValue());
  await box.getByRole('button', { name: '收起' }).click();
  await wang.page.getByRole('button', { name: /^撤销/ }).first().click();
  await untilEqual('undone', '木匠沟村北坡第三地块', () => place(zhao).inputValue());
});

test('two moments of the case: what differs, by whom', async () => {
  await zhao.tabOf('经过');
  await zhao.page.getByRole('button', { name: '比较两个时刻' }).click();
  const box = zhao.page.locator('onedoor-compare-panel dialog');
  await box.waitFor();
  await box.locator('select').first().selectOption({ label: '一天前' });
  await box.locator('.result li', { hasText: '木匠沟村北坡第三地块' }).filter({ hasText: '赵敏' }).waitFor();
  await until('the words that are new', async () => {
    const pieces = await box.locator('.pieces > *').evaluateAll((all) => all.map((piece) => `${piece.localName} ${piece.textContent}`));
    if (!pieces.some((piece) => piece.startsWith('ins ') && piece.includes('派出所已核实'))) throw new Error(pieces.join('\n'));
    return true;
  });
  await zhao.page.screenshot({ path: `${SHOTS}history-compare.png` });
  await box.getByRole('button', { name: '收起' }).click();
});

test('no page reported a fault', () => {
  assert.equal(faults.own, []);
});

test.run();

import { readFileSync } from 'node:fs';
import { docxBlocks, paperDocx, paragraph, readDocx, writeDocx } from '@onedoor/elements/docx';
import type { Browser, Locator } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Desk, Example, Faults, launch, MUJIANGGOU, removeTemporary, until, untilWords } from './support.js';

/* A person with the right replaces the template of the agreement; another one, without network, makes the paper by it. */
const test = suite('templates of the centre');
const faults = new Faults();
let example: Example;
let browser: Browser;
let zhou: Desk;
let zhao: Desk;

test.before(async () => {
  [example, browser] = await Promise.all([Example.start(), launch()]);
  [zhou, zhao] = await Promise.all([
    Desk.open(browser, example, 'zhou', { faults }),
    // What makes papers comes from the worker's cache where there is no network.
    Desk.open(browser, example, 'zhao', { faults, serviceWorkers: 'allow' }),
  ]);
});
test.after(async () => {
  await browser?.close();
  await example?.stop();
  removeTemporary();
});

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

async function saved(desk: Desk, button: Locator): Promise<Uint8Array> {
  const [file] = await Promise.all([desk.page.waitForEvent('download'), button.click()]);
  return new Uint8Array(readFileSync(await file.path()));
}
/** Words of a .docx that a button saves. */
const wordsOf = async (desk: Desk, button: Locator): Promise<string> => JSON.stringify(docxBlocks(readDocx(await saved(desk, button))));
const paperOf = (desk: Desk): Locator => desk.page.locator('onedoor-paper-template', { hasText: '人民调解协议书' });
const choose = (bytes: Uint8Array, name: string) =>
  paperOf(zhou)
    .locator('input[name=template]')
    .setInputFiles({ name, mimeType: DOCX, buffer: Buffer.from(bytes) });
/** The device of the other one fetches what was decided. */
const fetched = (desk: Desk) =>
  desk.page.waitForResponse((answer) => /\/api\/blobs\/.*settings\.judicial/.test(answer.url()) && answer.ok());

test('a template with an unknown name is refused by name and place; one with other words comes into force', async () => {
  await zhou.page.goto(`${example.url}/#/onedoor/settings`);
  await paperOf(zhou).locator('summary').first().click();
  await choose(writeDocx(paperDocx(paragraph('{numbr}'))), '错的.docx');
  const faulty = paperOf(zhou).getByRole('alert');
  await faulty.getByText('正文第1段').waitFor();
  for (const words of ['{numbr}', 'number', 'TEMPLATE_PLACEHOLDER', 'TEMPLATE_MISSING']) await untilWords(faulty, words);
  const built = readDocx(await saved(zhou, paperOf(zhou).getByRole('button', { name: '下载程序自带的模板' })));
  const changed = String(built['word/document.xml']).replace('人民调解协议书', '红砂坝镇人民调解协议书（本镇格式）');
  await choose(writeDocx({ ...built, 'word/document.xml': changed }), '本镇格式.docx');
  await paperOf(zhou).getByText('检查通过：本镇格式.docx').waitFor();
  await paperOf(zhou).getByLabel('修改理由').fill('镇里统一版式');
  const arrives = fetched(zhao);
  await paperOf(zhou).getByRole('button', { name: '启用这个模板' }).click();
  await paperOf(zhou).getByText('第1版', { exact: true }).first().waitFor();
  await zhou.untilLogged();
  await arrives;
});

test('somebody else makes the paper without network, in the new words, and the case says by which template', async () => {
  await zhao.openCase(MUJIANGGOU);
  await zhao.untilOnline();
  await until('the worker has the shell', () =>
    zhao.page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated'),
  );
  await zhao.page.reload();
  await zhao.untilOnline();
  await zhao.page.context().setOffline(true);
  await zhao.page.locator('onedoor-case [role=tab][id="tab-judicial-agreement"]').click();
  const view = zhao.page.locator('onedoor-plugin-tab').first();
  const button = view.getByRole('button', { name: '下载草案（Word）' });
  const words = await wordsOf(zhao, button);
  assert.ok(words.includes('红砂坝镇人民调解协议书（本镇格式）'), words.slice(0, 300));
  assert.is(await view.getByText('用不上').count(), 0);
  await zhao.page.context().setOffline(false);
  await zhao.untilLogged();
  const made = async () =>
    (await example.room('zhao', MUJIANGGOU, 'judicial')).acts.filter(({ intent }) => intent.command === 'judicial-paper.made');
  const [note] = await until('the note', async () => ((await made()).length > 0 ? made() : undefined));
  assert.equal([note?.intent.args['paper'], note?.intent.args['version']], ['agreement', 1]);
});

test('back at the built-in template its words are back, and both versions are told with their reasons', async () => {
  await paperOf(zhou).locator('summary', { hasText: '恢复程序自带' }).click();
  const form = paperOf(zhou).locator('form', { has: zhou.page.getByRole('button', { name: '恢复程序自带的模板' }) });
  await form.getByLabel('修改理由').fill('先用回原来的');
  await form.getByRole('button', { name: '恢复程序自带的模板' }).click();
  await paperOf(zhou).getByText('先用回原来的').waitFor();
  await paperOf(zhou).getByText('镇里统一版式').waitFor();
  await zhou.untilLogged();
  const button = zhao.page.locator('onedoor-plugin-tab').first().getByRole('button', { name: '下载草案（Word）' });
  const words = await until('the built-in words', async () => {
    const seen = await wordsOf(zhao, button);
    return seen.includes('本镇格式') ? undefined : seen;
  });
  assert.ok(words.includes('人民调解协议书'));
});

test('nobody saw an error', () => {
  assert.equal(faults.own, []);
});

test.run();

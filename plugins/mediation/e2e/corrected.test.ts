import { Desk, Example, Faults, launch, removeTemporary, until, untilEqual } from 'onedoor-test/e2e';
import type { Browser, Locator } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

/**
 * A joint session whose time and place are corrected while one of the two who prepare it is without network: what that one
 * told people of the first correction says nothing of the second, and is told anew.
 */
const test = suite('a corrected session');
const TITLE = '体检报告迟发引起的复查费用争议';
const faults = new Faults();
const browsers: Browser[] = [];
let example: Example;
let sun: Desk;
let zhao: Desk;

const table = (desk: Desk): Locator => desk.page.locator('onedoor-plugin-tab').first();
const called = (desk: Desk, from: string, place: string): Promise<void> =>
  table(desk)
    .getByText(new RegExp(`${from}\\s*·\\s*${place}`))
    .waitFor();
/** Whom the table names as not told. */
const untold = async (desk: Desk): Promise<string[]> => {
  const names = await table(desk).locator('.notice .answers li > span').allInnerTexts();
  return names.map((name) => name.trim()).sort();
};

async function open(who: 'sun' | 'zhao'): Promise<Desk> {
  const browser = await launch('zh-CN');
  browsers.push(browser);
  const desk = await Desk.open(browser, example, who, { faults });
  await desk.openCase(TITLE);
  await desk.tabOf('会议与笔录');
  await table(desk).locator('h2').first().waitFor();
  return desk;
}

async function send(desk: Desk, summary: string, fields: Readonly<Record<string, string | true>>): Promise<void> {
  const place = table(desk)
    .locator('details', { has: desk.page.locator('summary', { hasText: new RegExp(`^\\s*${summary}\\s*$`) }) })
    .last();
  await place.locator('summary').first().click();
  for (const [name, value] of Object.entries(fields)) {
    const control = place.locator(`[name=${name}]`).first();
    if (value === true) await control.check();
    else if ((await control.evaluate((each) => each.localName)) === 'select') await control.selectOption({ label: value });
    else await control.fill(value);
  }
  await place.getByRole('button', { name: summary, exact: true }).click();
}
const correct = (desk: Desk, from: string, place: string, reason: string) => send(desk, '更正会议', { from, place, reason });

test.before(async () => {
  example = await Example.start();
  [sun, zhao] = await Promise.all([open('sun'), open('zhao')]);
});
test.after(async () => {
  await Promise.all(browsers.map((browser) => browser.close()));
  await example?.stop();
  removeTemporary();
});

let parties: string[] = [];

test('one calls the session, the other sees when and where; a first correction is to be told to all', async () => {
  await send(sun, '召开会议', { from: '09:30', place: '镇综治中心调解室', openness: '不公开', opennessAgreed: true });
  await called(zhao, '09:30', '镇综治中心调解室');
  await correct(sun, '10:30', '镇综治中心调解室', '卫生院来的人晚到');
  await called(zhao, '10:30', '镇综治中心调解室');
  await untilEqual('nobody is told', 2, async () => (await untold(zhao)).length);
  parties = await untold(zhao);
  await sun.untilLogged();
});

test('one goes away and tells all of the first correction; meanwhile the other corrects time and place again', async () => {
  await zhao.workOffline(true);
  await table(zhao).getByRole('button', { name: '全部已告知' }).click();
  await table(zhao).getByText('各方都已告知变更。').waitFor();
  await until('what was told waits here', async () => (await zhao.unsent()) > 0);
  await correct(sun, '14:00', '三义永村委会', '村里停电');
  await called(sun, '14:00', '三义永村委会');
  await sun.untilLogged();
  await untilEqual('nobody is told, as far as is known here', parties, () => untold(sun));
  await called(zhao, '10:30', '镇综治中心调解室');
});

test('the one who comes back sees the correction, with what it was before and why, and that nobody was told of it', async () => {
  await zhao.workOffline(false);
  await zhao.untilOnline();
  await zhao.untilLogged();
  for (const desk of [zhao, sun]) {
    await called(desk, '14:00', '三义永村委会');
    await table(desk)
      .getByText(/孙桂兰更正：原定.* 10:30，镇综治中心调解室。村里停电/)
      .waitFor();
    await untilEqual(`${desk.who}: all are to be told anew`, parties, () => untold(desk));
  }
  // The minutes are headed by where and when they are kept.
  await until('their head', async () => (await example.room('zhao', TITLE, 'joint')).everything.includes('三义永村委会'));
});

test('told again, one by one and the rest together: both see that nobody is left', async () => {
  const [first = ''] = parties;
  await table(zhao)
    .getByRole('button', { name: `已告知: ${first}` })
    .click();
  await untilEqual('the others are left', parties.slice(1), () => untold(sun));
  await table(sun)
    .getByRole('button', { name: `已告知: ${parties[1]}` })
    .click();
  for (const desk of [zhao, sun]) await table(desk).getByText('各方都已告知变更。').waitFor();
  await Promise.all([sun.untilLogged(), zhao.untilLogged()]);
  const { acts } = await example.room('sun', TITLE, 'mediation');
  assert.equal(
    acts.map(({ person, intent: { command, args }, outcome }) => `${person} ${command} ${String(args['changes'] ?? '')} ${outcome}`),
    [
      'p-sun mediation-session.convene  applied',
      'p-sun mediation-session.correct  applied',
      'p-sun mediation-session.correct  applied',
      'p-zhao mediation-session.tell 1 applied',
      'p-zhao mediation-session.tell 2 applied',
      'p-sun mediation-session.tell 2 applied',
    ],
  );
  await table(sun)
    .getByText(/更正：原定.* 09:30，镇综治中心调解室。卫生院来的人晚到/)
    .waitFor();
});

test('no page reported a fault', () => {
  assert.equal(faults.own, []);
});

test.run();

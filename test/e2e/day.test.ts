import type { Browser, BrowserContextOptions } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Hands, keyboard, mouse, touch } from './hands.js';
import { Desk, Example, Faults, launch, MUJIANGGOU, type PersonKey, removeTemporary, until, untilEqual } from './support.js';

/**
 * A day's work on the seed case by three people of three departments, by mouse, by keyboard alone, and by touch at 390 px:
 * a card is moved with its reason, one asks another for something and is answered, all write one text, each department
 * keeps a note that nobody else sees.
 */
const test = suite('a day of work');
const STAGES = [
  { place: 3, label: '包案调处' },
  { place: 4, label: '督办代办' },
] as const;
let example: Example;
let browser: Browser;

test.before(async () => {
  [example, browser] = await Promise.all([Example.start(), launch('zh-CN')]);
});
test.after(async () => {
  await browser?.close();
  await example?.stop();
  removeTemporary();
});

/** Only this case is on the board then, whatever the person looked at before. */
async function find(desk: Desk, hands: Hands): Promise<void> {
  await hands.write(desk.page.locator('onedoor-board input[type=search]'), '木匠沟村林地');
  await untilEqual('cards found', 1, () => desk.page.locator('onedoor-board a.title').count());
}

async function open(desk: Desk, hands: Hands): Promise<void> {
  await hands.press(desk.page.locator('onedoor-board a.title', { hasText: MUJIANGGOU }));
  await desk.page.locator('onedoor-case').getByRole('heading', { level: 1, name: MUJIANGGOU }).waitFor();
}

/** A note in the room of the person's own department, where that department's plugin is there. */
async function keepNote(desk: Desk, hands: Hands, text: string): Promise<boolean> {
  const tab = desk.page.locator('onedoor-case [role=tab][id$="-notes"]');
  if ((await tab.count()) === 0) return false;
  const id = ((await tab.first().getAttribute('id')) ?? '').replace(/^tab-/, '');
  await hands.tab(desk.page, id);
  const view = desk.page.locator('onedoor-plugin-tab');
  await hands.write(view.locator('form input').first(), text);
  await hands.press(view.locator('form button[type=submit]').first());
  await view.getByRole('heading', { name: text }).waitFor();
  return true;
}

const everything = (desk: Desk): Promise<string> =>
  desk.page.evaluate(() => {
    const read = (node: Node): string =>
      node instanceof Text
        ? node.data
        : [...(node instanceof Element && node.shadowRoot !== null ? node.shadowRoot.childNodes : []), ...node.childNodes]
            .map(read)
            .join(' ');
    return read(document.body);
  });

/** One pass over the day. */
async function day(hands: Hands, options: BrowserContextOptions): Promise<void> {
  const faults = new Faults();
  const enter = (who: PersonKey) => Desk.open(browser, example, who, { faults, ...options });
  const [wang, zhao, li] = await Promise.all([enter('wang'), enter('zhao'), enter('li')]);
  const desks = [wang, zhao, li];
  const narrow = options.viewport?.width === 390;
  const before = (await example.caseNamed('zhao', MUJIANGGOU)).summary.case?.stage;
  const to = before === 'leader' ? STAGES[1] : STAGES[0];
  const back = before === 'leader';

  // 赵敏 looks the case up and moves its card; going back a step, or skipping one, has its reason.
  await find(zhao, hands);
  if (narrow) await hands.press(zhao.page.locator('onedoor-board [role=tab]', { hasText: back ? STAGES[0].label : STAGES[1].label }));
  if (back) await moveForward(zhao, hands, to);
  else await hands.move(zhao.page, MUJIANGGOU, to, '请包案领导再开一次会。');
  await untilEqual(
    'the stage at the server',
    back ? 'supervised' : 'leader',
    async () => (await example.caseNamed('zhao', MUJIANGGOU)).summary.case?.stage,
  );
  if (narrow) await hands.press(zhao.page.locator('onedoor-board [role=tab]', { hasText: to.label }));

  // She opens it and asks 王建军 for something.
  await open(zhao, hands);
  const handling = async (desk: Desk) => (narrow ? hands.tab(desk.page, 'handling') : undefined);
  const what = `核对到会人员（${hands.name}）`;
  await handling(zhao);
  const tasks = zhao.page.locator('onedoor-tasks').last();
  await hands.press(tasks.getByRole('button', { name: '请人办理' }));
  const whom = tasks.getByRole('combobox', { name: '请谁办' });
  const choice = await until('王建军 among those who can be asked', () =>
    whom.evaluate((element) =>
      element instanceof HTMLSelectElement ? [...element.options].find((each) => each.label.includes('王建军'))?.label.trim() : undefined,
    ),
  );
  await hands.choose(whom, choice);
  await hands.write(tasks.getByRole('textbox', { name: '请办什么' }), what);
  await hands.press(tasks.getByRole('button', { name: '交办' }));
  await tasks.getByText(what).waitFor();

  // 王建军's board says that something waits for him; he opens the case and answers.
  await find(wang, hands);
  if (narrow) await hands.press(wang.page.locator('onedoor-board [role=tab]', { hasText: to.label }));
  await wang.page.locator('onedoor-board [part~=card]', { hasText: '等我办1项' }).waitFor();
  await open(wang, hands);
  await handling(wang);
  const own = wang.page.locator('onedoor-tasks').last();
  await hands.press(own.getByRole('button', { name: `答复: ${what}` }));
  await hands.write(own.getByRole('textbox', { name: '答复内容' }), '二十三户都核对过了。');
  await hands.press(own.locator('form').getByRole('button', { name: '答复', exact: true }));
  await untilEqual('nothing waits', 0, () => own.getByRole('button', { name: `答复: ${what}` }).count());

  // 李晓燕 adds an issue and writes in it; 赵敏 writes in the same text, and each sees the other's words.
  await find(li, hands);
  if (narrow) await hands.press(li.page.locator('onedoor-board [role=tab]', { hasText: to.label }));
  await open(li, hands);
  const issue = `回访由谁来做（${hands.name}）`;
  const issues = li.page.locator('onedoor-issues');
  await hands.write(issues.getByRole('textbox', { name: '新的争议焦点' }), issue);
  await hands.press(issues.getByRole('button', { name: '添加' }));
  await issues.getByRole('heading', { name: issue }).waitFor();
  const views = (desk: Desk) => desk.page.locator('onedoor-issues li', { hasText: issue }).getByRole('textbox', { name: '各方意见' });
  if (narrow) await hands.tab(zhao.page, 'overview');
  await hands.write(views(li), '由各户自己评价。');
  await until('the words of 李晓燕', async () => (await zhao.textOf(views(zhao))).includes('由各户自己评价。'));
  await hands.write(views(zhao), '司法所只做记录。');
  await until('the words of 赵敏', async () => (await li.textOf(views(li))).includes('司法所只做记录。'));

  // Each department keeps a note of its own.
  const notes = new Map<Desk, string>();
  for (const desk of desks) {
    const text = `本部门札记-${desk.who}-${hands.name}`;
    if (await keepNote(desk, hands, text)) notes.set(desk, text);
  }
  for (const desk of desks) await desk.untilLogged();
  for (const desk of desks) {
    const seen = await everything(desk);
    for (const [owner, text] of notes) assert.is(seen.includes(text), owner === desk, `${desk.who} and the note of ${owner.who}`);
  }

  // 赵敏 finds the answer in the course of the case, by 王建军.
  await hands.tab(zhao.page, 'timeline');
  await zhao.page.locator('onedoor-timeline li', { hasText: '二十三户都核对过了。' }).first().waitFor();
  for (const desk of desks) await desk.close();
  assert.equal(faults.all, []);
}

/** One step onward asks for no reason. */
async function moveForward(desk: Desk, hands: Hands, to: { readonly place: number; readonly label: string }): Promise<void> {
  const { page } = desk;
  if (hands === keyboard) {
    await page.locator('onedoor-board a.title[tabindex="0"]').first().waitFor();
    for (let step = 0; step < 300; step++) {
      const focused = await page.locator('onedoor-board a.title', { hasText: MUJIANGGOU }).evaluate((link) => link.matches(':focus'));
      if (focused) break;
      await page.keyboard.press('Tab');
    }
    for (const key of ['Space', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
    return;
  }
  await hands.press(page.locator('onedoor-board [part~=card]', { hasText: MUJIANGGOU }).locator('button.more'));
  await hands.press(page.locator('onedoor-board [role=menuitem]', { hasText: to.label }));
}

test('by mouse, at 1440 px', () => day(mouse, { viewport: { width: 1440, height: 900 } }));
test('by keyboard alone, at 1440 px', () => day(keyboard, { viewport: { width: 1440, height: 900 } }));
test('by touch, at 390 px', () => day(touch, { viewport: { width: 390, height: 844 }, hasTouch: true }));

test.run();

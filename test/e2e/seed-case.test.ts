import { readFileSync } from 'node:fs';
import { shanghaiDate, shanghaiMoment } from '@onedoor/core';
import { readDocx } from '@onedoor/elements/docx';
import type { Browser, BrowserContext, Locator } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  Desk,
  Example,
  Faults,
  launch,
  newContext,
  PEOPLE,
  type PersonKey,
  removeTemporary,
  shoot,
  until,
  untilEqual,
  untilWords,
} from './support.js';

/**
 * The seed case from registration to a signed, numbered agreement, by three people in three browsers in the days of the
 * story: the mediator registers and leads it, the judicial officer drafts, the grid worker is without network for a day in
 * the middle and writes on. What a department's plugin does is done where that plugin is there.
 */
const test = suite('the seed case');
const OTHER_DAY = new URL('./other-day.mjs', import.meta.url).href;
const TITLE = '木匠沟村北坡林地补偿款怎样分';
/** A Monday; the agreement is signed on the last Thursday of the month. */
const BEGIN = '2024-08-26T09:00';
const TOTAL = '2386417.53';

/** The households in their order: the first six have certificates. Names are invented. */
const HOLDERS = ['赵𠮷祥', '欧阳春燕', '张建国', '王䶮', '仇桂兰', '巴特尔'];
const OTHERS = [
  '李有田',
  '张建国（西院）',
  '阿卜杜拉·买买提',
  '陈㛃',
  '单福贵',
  '解玉梅',
  '查干巴拉',
  '曾广才',
  '刘强',
  '武月娥',
  '韩飞',
  '郝秀珍',
  '诸葛明远',
  '冯英',
  '贺喜',
  '乔占山',
  '苗翠花',
];
const GROUPS = { holders: '甲组（持证六户）', others: '乙组（未持证十七户）' };
/** 73.9 % among six and 26.1 % among seventeen, the spare fen to the first of each: worked out by hand. */
const PARTS: readonly (readonly [string, string])[] = [
  ...HOLDERS.map((name, at) => [name, at < 1 ? '293,927.10' : '293,927.09'] as const),
  ...OTHERS.map((name, at) => [name, at < 14 ? '36,638.53' : '36,638.52'] as const),
];

let example: Example;
const browsers: Browser[] = [];
const contexts: BrowserContext[] = [];
const faults = new Faults();
let sun: Desk;
let zhao: Desk;
let chen: Desk;

test.before(async () => {
  example = await Example.start({ NODE_OPTIONS: `--import=${OTHER_DAY}`, ONEDOOR_TEST_NOW: String(shanghaiMoment(BEGIN)) });
  const open = async (who: PersonKey): Promise<Desk> => {
    const browser = await launch('zh-CN');
    browsers.push(browser);
    const context = await newContext(browser);
    contexts.push(context);
    await context.clock.install({ time: shanghaiMoment(BEGIN) });
    return Desk.inContext(context, example, who, faults);
  };
  [sun, zhao, chen] = await Promise.all([open('sun'), open('zhao'), open('chen')]);
});
test.after(async () => {
  await Promise.all(browsers.map((browser) => browser.close()));
  await example?.stop();
  removeTemporary();
});

const uptimeS = async (): Promise<number> => ((await (await fetch(`${example.url}/healthz`)).json()) as { uptimeS: number }).uptimeS;

/** A day goes by, for the server and for every page. */
async function nextDay(): Promise<void> {
  const before = await uptimeS();
  example.run.child.kill('SIGUSR2');
  await until('the next day', async () => (await uptimeS()) >= before + 86_400);
  example.forgetTokens();
  await Promise.all(contexts.map((context) => context.clock.fastForward('24:00:00')));
}

/** Chooses a tab by its id: what is new in it is part of its name. */
const choose = (desk: Desk, tab: string): Promise<void> => desk.page.locator(`onedoor-case [role=tab][id="tab-${tab}"]`).click();

/** Text of a .docx that a button saves. */
async function download(desk: Desk, button: Locator): Promise<string> {
  const [saved] = await Promise.all([desk.page.waitForEvent('download'), button.click()]);
  const { [`word/document.xml`]: xml } = readDocx(new Uint8Array(readFileSync(await saved.path())));
  return String(xml)
    .replaceAll(/<\/w:p>/g, '\n')
    .replaceAll(/<[^>]+>/g, '');
}

/** The case notes by which template a paper was made, a moment after the file is there. */
const noted = (room: string): Promise<unknown> =>
  until('the note of a paper', async () =>
    (await example.room('sun', TITLE, room)).acts.some(({ intent }) => intent.command === `${room}-paper.made`),
  );

/** A tab of a plugin; undefined where the plugin is not there, as its room in the case tells: the tab may come a moment later. */
async function plugin(desk: Desk, tab: string): Promise<Locator | undefined> {
  const { rooms } = await example.caseNamed('sun', TITLE);
  if (!rooms.some(({ room }) => room === tab.split('-')[0])) return undefined;
  await choose(desk, tab);
  // Another tab of the plugin may stand below it.
  const view = desk.page.locator('onedoor-plugin-tab').first();
  await view.locator('h2').first().waitFor();
  return view;
}

/** Opens what is folded away, fills it by its labels, and sends it. */
async function send(view: Locator, summary: string, fields: Readonly<Record<string, string | true>>, button = summary): Promise<void> {
  const place = view.locator('details', { has: view.page().locator('summary', { hasText: new RegExp(`^\\s*${summary}\\s*$`) }) }).last();
  await place.locator('summary').first().click();
  for (const [label, value] of Object.entries(fields)) {
    // A hint stands in the label, too.
    const control = place.getByLabel(new RegExp(`^${label.replaceAll(/[()（）]/g, '.')}`)).first();
    if (value === true) await control.check();
    else if ((await control.evaluate((each) => each.localName)) === 'select') await control.selectOption({ label: value });
    else await control.fill(value);
  }
  await place.getByRole('button', { name: button, exact: true }).click();
}

async function openFacts(desk: Desk): Promise<void> {
  await choose(desk, 'overview');
  await desk.facts.waitFor();
}

async function addParty(desk: Desk, name: string, group: string, more: Readonly<Record<string, string>> = {}): Promise<void> {
  const form = desk.page.locator('onedoor-parties form');
  await desk.page.getByRole('button', { name: '添加当事人' }).click();
  await form.getByLabel('类别').selectOption({ label: '家庭户' });
  for (const [label, value] of Object.entries({ 姓名或名称: name, 组别: group, ...more }))
    await form.getByLabel(label, { exact: true }).fill(value);
  await form.getByRole('button', { name: '添加', exact: true }).click();
  await form.waitFor({ state: 'detached' });
  await desk.page.locator('onedoor-parties').getByText(name, { exact: true }).waitFor();
}

test('registered on the first day: one case, its number from the server, its team', async () => {
  const numbers = (await example.rows('zhou')).flatMap(
    (row) => (row.summary.case?.number as { year: number; value: number } | undefined) ?? [],
  );
  const last = Math.max(0, ...numbers.filter(({ year }) => year === 2024).map(({ value }) => value));
  await sun.page.getByRole('button', { name: '新案件' }).click();
  const form = sun.page.locator('onedoor-case-form');
  await form.getByLabel('案由').fill(TITLE);
  await form.getByLabel('纠纷类型').selectOption({ index: 8 });
  await form.getByLabel('来源').selectOption({ label: '网格上报' });
  await form.getByLabel('村（社区）').fill('木匠沟村');
  await form.getByRole('button', { name: '立案' }).click();
  await sun.page.locator('onedoor-case').getByRole('heading', { level: 1, name: TITLE }).waitFor();
  for (const who of ['zhao', 'chen'] as const) {
    await sun.page.locator('onedoor-team').getByRole('button', { name: '加入人员' }).click();
    const add = sun.page.locator('onedoor-team form');
    const option = add.getByLabel('人员').locator('option', { hasText: PEOPLE[who].name });
    await add.getByLabel('人员').selectOption((await option.getAttribute('value')) ?? '');
    await add.getByLabel('身份').selectOption({ label: '协办人' });
    await add.locator('button[type=submit]').click();
    await sun.page.locator('onedoor-team').getByText(PEOPLE[who].name).first().waitFor();
  }
  await sun.untilLogged();
  const { summary } = await example.caseNamed('sun', TITLE);
  assert.equal(summary.case?.number, { register: 'case', year: 2024, value: last + 1 });
  assert.is(shanghaiDate(Number(summary.case?.createdAt)), '2024-08-26');
  await Promise.all([zhao.openCase(TITLE), chen.openCase(TITLE)]);
});

test('23 households, written by two people at once', async () => {
  await Promise.all([choose(sun, 'parties'), choose(chen, 'parties')]);
  const holders = async () => {
    for (const [at, name] of HOLDERS.entries())
      await addParty(
        chen,
        name,
        GROUPS.holders,
        at === 0 ? { 身份证号: '150981195102089919', 住址: '红砂坝镇木匠沟村 3 号', 代表人: '赵亮' } : {},
      );
  };
  const others = async () => {
    for (const name of OTHERS) await addParty(sun, name, GROUPS.others);
  };
  await Promise.all([holders(), others()]);
  await Promise.all([sun.untilLogged(), chen.untilLogged()]);
  await untilEqual('households on both pages', '共23方', async () => {
    const [here, there] = await Promise.all([sun, chen].map((desk) => desk.page.locator('onedoor-parties h2 ~ span').first().innerText()));
    return here === there ? here : `${here} / ${there}`;
  });
  await shoot(sun.page, 'seed-case/1-parties');
});

test('facts and evidence; all parties agree to mediate, and the period runs from that day', async () => {
  await openFacts(sun);
  await sun.typeAtEnd(sun.facts, '占地 78.6 亩，补偿款合计 2,386,417.53 元，在村集体专户，没有发放。');
  await openFacts(zhao);
  await until('the words on the other page', async () => (await zhao.textOf(zhao.facts)).endsWith('没有发放。'));
  await zhao.typeAtEnd(zhao.facts, '本案只调解补偿款分配，不涉及权属。');
  await untilEqual(
    'both sentences',
    '占地 78.6 亩，补偿款合计 2,386,417.53 元，在村集体专户，没有发放。本案只调解补偿款分配，不涉及权属。',
    () => sun.textOf(sun.facts),
  );
  const period = await plugin(sun, 'mediation-period');
  if (period === undefined) return;
  await send(period, '开始调解', { 开始日期: '2024-08-26', 各方当事人都同意调解: true });
  await period.getByText('2024年9月25日').waitFor();
  await sun.untilLogged();
});

test('the second day: the grid worker is without network and writes on, the others hold the session', async () => {
  const session = await plugin(sun, 'mediation-session');
  if (session !== undefined) {
    await send(session, '召开会议', {
      调解日期: '2024-08-27',
      开始时间: '09:30',
      地点: '镇综治中心调解室',
      公开方式: '不公开',
      '各方当事人同意这样进行（第二十三条）': true,
      邀请参加的人: '武长河 退休林业员',
      '邀请的人，各方当事人都同意（第二十条）': true,
    });
    await session.getByText('武长河').first().waitFor();
  }
  await Promise.all([sun.untilLogged(), zhao.untilLogged(), chen.untilLogged()]);
  await chen.workOffline(true);
  await nextDay();
  await choose(chen, 'evidence');
  await chen.page.getByRole('button', { name: '添加证据' }).click();
  const form = chen.page.locator('onedoor-evidence form');
  await form.getByLabel('名称').fill('占地地块与证载四至现场测量图');
  await form.getByLabel('提供人').fill('测绘单位');
  await form.getByLabel('页数').fill('6');
  await form.getByLabel('原件或复印件').selectOption({ label: '原件' });
  await form.locator('button[type=submit]').click();
  await openFacts(chen);
  await chen.typeAtEnd(chen.facts, '测量：四至内 58.1 亩，四至外 20.5 亩。');
  await until('the changes of the day wait here', async () => (await chen.unsent()) > 0);
  if (session !== undefined) await hold(session);
  await sun.untilLogged();
  assert.not((await example.room('sun', TITLE, 'joint')).everything.includes('现场测量图'), 'nothing of the day without network has come');
  await shoot(sun.page, 'seed-case/2-session');
});

/** The session of the second day: who is there, rights, minutes by two people, a proposal and its answers. */
async function hold(session: Locator): Promise<void> {
  await session.getByRole('button', { name: '其余全部到场' }).click();
  await session.getByText('24/24').waitFor();
  await session.getByRole('button', { name: '已宣读权利义务' }).click();
  await session.getByText(/孙桂兰宣读了权利义务/).waitFor();
  const minutes = session.getByRole('textbox', { name: /^第\d+次调解$/ });
  await minutes.click();
  await sun.page.keyboard.type('孙桂兰：请两组先说意见。\n');
  const theirs = await plugin(zhao, 'mediation-session');
  const other = theirs?.getByRole('textbox', { name: /^第\d+次调解$/ });
  assert.ok(other !== undefined);
  await until('the minutes on the other page', async () => (await zhao.textOf(other)).includes('请两组先说意见。'));
  await zhao.typeAtEnd(other, '赵𠮷祥：按测量图分，甲组 73.9%，乙组 26.1%。\n李有田：同意，组内按户均分。');
  await until('all lines here', async () => (await sun.textOf(minutes)).endsWith('组内按户均分。'));
  await send(session, '提出方案', { 提出人: '赵𠮷祥', 内容: '甲组 73.9%，乙组 26.1%，组内按户均分。' });
  await session.getByLabel('答复: 李有田').selectOption({ label: '同意' });
  await session.getByText('同意1、不同意0、另提0，共22方').waitFor();
  await send(session, '结束会议', { 结果: '达成协议', 说明: '两组同意，由司法所起草协议书。' });
  await session.getByText('达成协议', { exact: true }).first().waitFor();
  await session.getByRole('button', { name: '已签字: 赵𠮷祥' }).click();
  await session.getByText('✓ 纸上已签').waitFor();
}

test('the third day: the grid worker is back, and everything of everybody is there once', async () => {
  await nextDay();
  await chen.workOffline(false);
  await chen.untilOnline();
  await chen.untilLogged();
  await openFacts(sun);
  const facts =
    '占地 78.6 亩，补偿款合计 2,386,417.53 元，在村集体专户，没有发放。本案只调解补偿款分配，不涉及权属。测量：四至内 58.1 亩，四至外 20.5 亩。';
  for (const desk of [sun, zhao, chen]) {
    await openFacts(desk);
    await untilEqual(`${desk.who}: the facts`, facts, () => desk.textOf(desk.facts));
    await choose(desk, 'evidence');
    await untilEqual(`${desk.who}: evidence`, 1, () =>
      desk.page.locator('onedoor-evidence').getByText('占地地块与证载四至现场测量图').count(),
    );
  }
});

test('the amounts are divided to the fen', async () => {
  await choose(zhao, 'allocation');
  await zhao.page.getByRole('button', { name: '填写分配方案' }).click();
  const editor = zhao.page.locator('onedoor-allocation form');
  await editor.getByLabel('合计金额（元）').fill(TOTAL);
  // Groups stand in the order in which somebody named them first; two people did at once.
  for (const [at, group] of (
    await editor.locator('input[list=groups]').evaluateAll((all) => all.map((each) => (each as HTMLInputElement).value))
  ).entries())
    await editor.getByLabel(`比例（%） ${at + 1}`).fill(group === GROUPS.holders ? '73.90' : '26.10');
  await editor.getByRole('button', { name: '保存' }).click();
  await zhao.untilLogged();
  await choose(sun, 'allocation');
  const plan = sun.page.locator('onedoor-allocation');
  await plan.locator('details[data-members] summary').click();
  const names = plan.locator('details[data-members] tbody th');
  const amounts = plan.locator('details[data-members] tbody td:last-child');
  await untilEqual('parts of the households', PARTS.map(([name, amount]) => `${name} ${amount}`).join('\n'), async () => {
    const shown = await Promise.all([names, amounts].map((each) => each.allInnerTexts()));
    const lines = (shown[0] ?? []).map((name, at) => `${name} ${shown[1]?.[at]}`);
    const first = lines.findIndex((line) => line.startsWith('赵'));
    return [...lines.slice(first), ...lines.slice(0, first)].join('\n');
  });
  await shoot(sun.page, 'seed-case/3-allocation');
});

/** The clauses as the judicial officer writes them. */
const CLAUSES = [
  ['主要事实', '修建铁路占用木匠沟村北坡林地 78.6 亩，补偿款合计 2,386,417.53 元，在村集体专户，没有发放。23 户对范围和总额没有异议。'],
  ['协议内容', '甲组 6 户分得 73.9%，即 1,763,562.55 元；乙组 17 户分得 26.1%，即 622,854.98 元。两组内部按户均分。本协议不涉及权属。'],
  ['履行方式和期限', '由村集体专户于 2024 年 10 月 15 日以前，通过银行代发，一次性付至各户签字确认的收款账户。'],
] as const;

test('the fourth day: the agreement is drafted, fixed, numbered and signed; its papers say what the case says', async () => {
  await nextDay();
  const view = await plugin(zhao, 'judicial-agreement');
  if (view === undefined) return;
  await view.getByRole('textbox', { name: '人民调解委员会', exact: true }).fill('红砂坝镇人民调解委员会');
  await view.getByRole('textbox', { name: '调解员', exact: true }).first().fill('孙桂兰');
  await view.getByRole('textbox', { name: '记录人', exact: true }).fill('赵敏');
  for (const [at, [kind, text]] of CLAUSES.entries()) {
    await view.getByLabel('种类').last().selectOption({ label: kind });
    await view.getByRole('button', { name: '添加条款' }).click();
    const clause = view.getByRole('textbox', { name: `第${at + 1}条`, exact: true });
    await clause.click();
    await zhao.page.keyboard.insertText(text);
  }
  await send(view, '从分配方案带出', { 付款人: '村集体专户', 付款方式: '银行代发', 付款期限: '2024-10-15' }, '填入23行');
  await view.getByText('贰佰叁拾捌万陆仟肆佰壹拾柒元伍角叁分').waitFor();
  await zhao.untilLogged();
  await view.getByRole('button', { name: '提交草案' }).click();
  await view.getByText('现在的文字与第1稿一致。').waitFor();
  await zhao.untilLogged();

  const mine = await plugin(sun, 'judicial-agreement');
  assert.ok(mine !== undefined);
  await mine.getByRole('button', { name: '编号', exact: true }).click();
  await mine
    .getByText(/人调字〔2024〕第\d+号/)
    .first()
    .waitFor();
  await send(mine, '登记签订', {
    '签订（生效）日期': '2024-08-29',
    各方当事人都已签名: true,
    调解员已签名: true,
    已加盖人民调解委员会印章: true,
  });
  await mine.getByText('2024年8月29日生效').first().waitFor();
  // Thirty days end on a Saturday, and the Sunday after it is a working day that was shifted there.
  await mine.getByText('2024年9月29日').first().waitFor();
  await sun.untilLogged();
  await shoot(sun.page, 'seed-case/4-agreement');

  const isNumber = /人调字〔2024〕第\d+号/;
  const number = isNumber.exec(await untilWords(mine.getByText(isNumber).first(), isNumber))?.[0] ?? 'no number';
  await mine.locator('summary', { hasText: '看第1稿全文' }).click();
  const paper = await download(sun, mine.getByRole('button', { name: '下载第1稿（Word）' }));
  await noted('judicial');
  assert.not(paper.includes('草稿'));
  for (const words of [
    number,
    '红砂坝镇人民调解委员会',
    '孙桂兰',
    '2024年8月29日',
    '2,386,417.53',
    '贰佰叁拾捌万陆仟肆佰壹拾柒元伍角叁分',
    '2024年10月15日',
    '一式24份',
  ])
    assert.ok(paper.includes(words), `the agreement says ${words}: ${paper.slice(0, 1500)} … ${paper.slice(-600)}`);
  const lines = paper.split('\n').map((line) => line.trim());
  const payments = lines.slice(lines.lastIndexOf('收款人'));
  for (const [name, amount] of PARTS) assert.is(payments[payments.indexOf(name) + 1], amount, name);
});

test('the record of the session says who was there and what was said', async () => {
  const session = await plugin(sun, 'mediation-session');
  if (session === undefined) return;
  const paper = await download(sun, session.getByRole('button', { name: '下载笔录（Word）' }));
  await noted('mediation');
  for (const words of [
    '2024年8月27日',
    '09:30',
    '镇综治中心调解室',
    '不公开',
    '武长河',
    '阿卜杜拉·买买提',
    '赵𠮷祥',
    '请两组先说意见。',
    '按测量图分，甲组 73.9%，乙组 26.1%。',
    '同意（1）：李有田',
  ])
    assert.ok(paper.includes(words), `the record says ${words}`);
});

test('each act stands in the log once, in its room, by its person, on its day', async () => {
  const told = async (room: string): Promise<string[]> => {
    const found = (await example.caseNamed('sun', TITLE)).rooms.some((each) => each.room === room);
    const acts = found ? (await example.room('sun', TITLE, room)).acts : [];
    return acts.map(
      ({ at, person, intent, outcome }) => `${shanghaiDate(at)} ${person} ${intent.command}${outcome === 'applied' ? '' : ` ${outcome}`}`,
    );
  };
  assert.equal(await told('case'), ['2024-08-26 p-sun case.create', '2024-08-26 p-sun case.addMember', '2024-08-26 p-sun case.addMember']);
  const mediation = await told('mediation');
  if (mediation.length > 0)
    assert.equal(mediation, [
      '2024-08-26 p-sun mediation.begin',
      '2024-08-26 p-sun mediation-session.convene',
      '2024-08-27 p-sun mediation-session.attend',
      '2024-08-27 p-sun mediation-session.readRights',
      '2024-08-27 p-sun mediation-session.answer',
      '2024-08-27 p-sun mediation-session.end',
      '2024-08-27 p-sun mediation-session.sign',
      '2024-08-29 p-sun mediation-paper.made',
    ]);
  const judicial = await told('judicial');
  if (judicial.length > 0)
    assert.equal(judicial, [
      '2024-08-29 p-zhao judicial.submit',
      '2024-08-29 p-sun judicial.giveNumber',
      '2024-08-29 p-sun judicial.sign',
      '2024-08-29 p-sun judicial-paper.made',
    ]);
});

test('no page reported a fault', () => {
  assert.equal(faults.own, []);
});

test.run();

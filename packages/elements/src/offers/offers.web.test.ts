import { ACCEPT, DECLINE, Facts } from '@onedoor/core';
import axe from 'axe-core';
import { html } from 'lit';
import '../define.js';
import type { Locale } from '../locales/locale.js';
import { equal, until } from '../testing/expect.js';
import { FakeSession } from '../testing/fake-session.js';
import { fixture } from '../testing/fixture.js';
import { fillSampleCase, SAMPLE } from '../testing/sample-case.js';
import { fillOffers, fillRefused } from '../testing/sample-offers.js';

async function open(options: { readonly locale?: Locale; readonly who?: string; readonly writable?: boolean } = {}) {
  const session = new FakeSession(options.who ?? 'sun');
  fillSampleCase(session);
  const joint = session.room({ case: SAMPLE, room: 'joint' });
  if (options.writable === false) joint.status.set({ ...joint.status.get(), writable: false });
  fillOffers(session);
  const page = fixture(session, html`<onedoor-offers case=${SAMPLE}></onedoor-offers>`, options);
  await until(() => page.all('summary').length === 1, 'the heading');
  // Five would push the case off the page: folded until somebody asks.
  equal(page.all('details[open], li.offer').length, 0);
  page.all('summary')[0]?.click();
  await until(() => page.all('li.offer').length === 5, 'the offers');
  const offerOf = (words: string) => {
    const found = page.all('li.offer').find((each) => each.textContent?.includes(words));
    if (found === undefined) throw new Error(`no offer with ${words}`);
    return found;
  };
  const button = (offer: HTMLElement, at: number) => {
    const found = offer.querySelectorAll('button')[at];
    if (found === undefined) throw new Error('no button');
    return found;
  };
  /** The server logs what waits. */
  const log = () => {
    for (const intent of joint.pending()) joint.log(intent, { person: 'sun', at: Date.UTC(2024, 2, 21) });
  };
  return { session, joint, offerOf, button, log, ...page };
}

describe('onedoor-offers', () => {
  it('shows who offers what, and what it would change: fields with both values, texts with what is put in', async () => {
    const page = await open();
    equal(page.all('h2')[0]?.textContent, '请求采纳的修改（5项）');
    equal(page.text().includes('王建军请求采纳'), true);
    const place = page.offerOf('第三地块');
    equal([place.querySelector('del')?.textContent, place.querySelector('ins')?.textContent], ['木匠沟村北坡', '木匠沟村北坡第三地块']);
    const text = page.offerOf('林业部门复测');
    equal(text.querySelector('ins')?.textContent, '其中第三地块已由林业部门复测。');
    equal(text.querySelector('dd')?.textContent?.includes('均在木匠沟村北坡。'), true);
    equal(page.offerOf('六点以后').querySelectorAll('ins').length, 2);
    equal(page.offerOf('分户面积表').textContent?.includes('请'), true);
    page.remove();
  });

  it('accepts: the act waits, and when it is logged the content stands and the offer is gone', async () => {
    const page = await open();
    page.button(page.offerOf('第三地块'), 0).click();
    await until(() => page.joint.pending().length === 1, 'the act');
    equal(page.joint.pending()[0]?.command, ACCEPT);
    await until(() => page.offerOf('第三地块').textContent?.includes('待服务器登记') === true, 'waiting');
    page.log();
    await until(() => page.all('li.offer').length === 4, 'gone');
    const facts = page.joint.records.get(Facts, Facts.name);
    equal(facts?.ok === true ? facts.value.place : '', '木匠沟村北坡第三地块');
    equal(page.text().includes('已采纳：'), true);
    const root = page.all('h2')[0]?.getRootNode();
    equal(root instanceof ShadowRoot && root.activeElement?.tagName, 'SUMMARY');
    page.remove();
  });

  it('says why one does not fit any more, shows what it says, and leaves only declining', async () => {
    const page = await open();
    const gone = page.offerOf('原文已经没有了');
    equal(gone.textContent?.includes('原文已变，找不到修改的位置'), true);
    equal(page.button(gone, 0).hasAttribute('disabled'), true);
    page.remove();
  });

  it('declines with a reason, by keyboard; without one nothing is sent', async () => {
    const page = await open();
    page.button(page.offerOf('原文已经没有了'), 1).click();
    await until(() => page.all('textarea').length === 1, 'the form');
    const [reason] = page.all('textarea');
    const root = reason?.getRootNode();
    await until(() => root instanceof ShadowRoot && root.activeElement === reason, 'the focus');
    page.all('form')[0]?.querySelector('button')?.click();
    equal(page.joint.pending().length, 0);
    if (reason instanceof HTMLTextAreaElement) reason.value = '已另行录入';
    page.all('form')[0]?.querySelector('button')?.click();
    await until(() => page.joint.pending().length === 1, 'the act');
    equal([page.joint.pending()[0]?.command, page.joint.pending()[0]?.args['reason']], [DECLINE, '已另行录入']);
    page.remove();
  });

  it('accepts all of one person in order, and leaves what does not fit for a closer look', async () => {
    const page = await open();
    page
      .all('button')
      .find((each) => each.textContent?.includes('全部采纳（5项）'))
      ?.click();
    await until(() => page.joint.pending().length === 2, 'two of them');
    page.log();
    await until(() => page.joint.pending().length === 1, 'the one behind what does not fit');
    page.log();
    await until(() => page.text().includes('已采纳4项'), 'told');
    await until(() => page.all('li.offer').length === 2, 'what does not fit, and the act that waits');
    equal(page.session.room({ case: SAMPLE, room: 'case' }).pending().at(-1)?.command, ACCEPT);
    equal(page.joint.records.text(Facts, Facts.name, 'summary').includes('林业部门复测'), true);
    page.remove();
  });

  it('lets the page say no, and shows no button to whoever may not make the change', async () => {
    const page = await open();
    page.place.addEventListener('od-before-act', (event) => event.preventDefault());
    page.button(page.offerOf('第三地块'), 0).click();
    await new Promise((resume) => setTimeout(resume, 50));
    equal(page.joint.pending().length, 0);
    page.remove();
    const reader = await open({ who: 'wang', writable: false });
    equal(reader.all('li.offer button').length, 0);
    equal(reader.text().includes('由有权修改的人员决定'), true);
    reader.remove();
  });

  it('keeps to 390 px and has no accessibility violations, in both languages', async () => {
    for (const locale of ['zh', 'en'] as const) {
      const page = await open({ locale });
      page.place.style.width = '390px';
      page.button(page.offerOf('第三地块'), 1).click();
      await until(() => page.all('textarea').length === 1, 'the form');
      const host = page.all('onedoor-offers')[0];
      equal((host?.scrollWidth ?? 999) <= 390, true, `${locale} width`);
      const { violations } = await axe.run(page.place, { resultTypes: ['violations'] });
      equal(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html: source }) => source).join()}`),
        [],
        locale,
      );
      page.remove();
    }
  });
});

describe('onedoor-refused', () => {
  it('asks for one, and for all; each says how it stands; whoever may read no more is told that no answer comes', async () => {
    const session = new FakeSession('chen');
    fillSampleCase(session);
    fillOffers(session);
    fillRefused(session);
    const page = fixture(session, html`<onedoor-refused></onedoor-refused>`);
    await until(() => page.all('li').length === 7, 'the changes');
    equal(page.text().includes('您已看不到这部分资料'), true);
    equal(page.text().includes('理由：地点以测绘图为准'), true);
    const ask = () => page.all('button').filter((each) => each.getAttribute('aria-label')?.startsWith('请求采纳') === true);
    equal(ask().length, 3);
    ask()[0]?.click();
    await until(() => session.refused.get()[0]?.offer?.state === 'waiting', 'asked');
    const root = page.all('li')[0]?.getRootNode();
    await until(() => root instanceof ShadowRoot && root.activeElement?.id === 'offer-r1', 'the focus stays');
    page
      .all('button')
      .find((each) => each.textContent?.includes('全部请求采纳（2项）'))
      ?.click();
    await until(() => session.refused.get().every(({ offer }) => offer !== undefined), 'all asked');
    await until(() => ask().length === 0, 'no button left');
    page.remove();
  });

  it('keeps to 390 px and has no accessibility violations, in both languages', async () => {
    for (const locale of ['zh', 'en'] as const) {
      const session = new FakeSession('chen');
      fillSampleCase(session);
      fillRefused(session);
      const page = fixture(session, html`<onedoor-refused></onedoor-refused>`, { locale });
      page.place.style.width = '390px';
      await until(() => page.all('li').length === 7, 'the changes');
      equal((page.all('onedoor-refused')[0]?.scrollWidth ?? 999) <= 390, true, `${locale} width`);
      const { violations } = await axe.run(page.place, { resultTypes: ['violations'] });
      equal(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html: source }) => source).join()}`),
        [],
        locale,
      );
      page.remove();
    }
  });
});

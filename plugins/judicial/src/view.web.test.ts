import { type ActRequest, type FileRef, setAllocation } from '@onedoor/core';
import type { PluginEntry } from '@onedoor/elements';
import '@onedoor/elements/define';
import { readDocx, writeDocx } from '@onedoor/elements/docx';
import { equal, pluginPage, staffOf, until } from '@onedoor/elements/testing';
import axe from 'axe-core';
import { judicialSlice, papers } from './acts.js';
import agreement from './agreement-paper.js';
import { Agreement, addClause, addSignedPage, Clause, SignedPage } from './content.js';
import { type Draft, draftHash } from './draft.js';
import { judicial, notes } from './model.js';
import plugin from './view.js';

const entry: PluginEntry = { model: judicial, load: () => Promise.resolve(plugin) };
const DRAFT: Draft = {
  format: 1,
  title: '补偿款分配',
  committee: '',
  mediator: '',
  recorder: '',
  parties: [{ name: '赵𠮷祥', about: '男' }],
  clauses: [{ kind: 'item', text: '付 312 元' }],
};

async function open(tab: string, { who = 'zhao', locale = 'zh' }: { who?: string; locale?: 'zh' | 'en' } = {}) {
  const staff = staffOf({ zhao: 'judicial', sun: 'mediation', wang: 'police' });
  const opened = await pluginPage(entry, { tab, who, staff, locale, parties: ['赵𠮷祥', '李有田'], writable: who === 'zhao' });
  const { room } = opened;
  const order = () => {
    const read = room.records.get(Agreement, 'agreement');
    return read?.ok === true ? read.value.clauses.map(({ id }) => id) : [];
  };
  const add = (id: string, kind: 'facts' | 'item' | 'performance', text: string, after?: string) =>
    room.run(addClause.request({ id, kind, text, after }));
  return { ...opened, order, add, state: () => judicialSlice.of(room.state().slices) };
}

/** Names of the files that the panels inside an element show. */
const filesIn = (place: Element | undefined): string[] =>
  [...(place?.querySelectorAll<HTMLElement & { readonly files: readonly FileRef[] }>('onedoor-files') ?? [])].flatMap(({ files }) =>
    files.map(({ name }) => name),
  );

describe('judicial', () => {
  it('adds a clause of a chosen kind and takes a removal back to its place', async () => {
    const { page, room, button, press, order, add } = await open('agreement');
    await add('x', 'facts', '事实');
    await until(() => page.all('[data-clause]').length === 1, 'the first clause');
    const select = page.all('select[name=kind]')[0];
    if (!(select instanceof HTMLSelectElement)) throw new Error('no kind');
    select.value = 'item';
    select.form?.requestSubmit();
    await until(() => room.records.values(Clause).length === 2, 'the second');
    equal(
      room.records
        .values(Clause)
        .map(({ kind }) => kind)
        .sort(),
      ['facts', 'item'],
    );
    const before = order();
    press('移出第1条');
    await until(() => button('撤销') !== undefined, 'removed');
    press('撤销');
    await until(() => page.all('[data-clause]').length === 2, 'restored');
    equal(order(), before);
    page.remove();
  });

  it('moves a clause by button and by key, keeps the focus and says the new place', async () => {
    const { page, button, press, order, add } = await open('agreement');
    await add('x', 'facts', '事实');
    await add('y', 'item', '内容', 'x');
    await add('z', 'performance', '履行', 'y');
    await until(() => page.all('[data-clause]').length === 3, 'the clauses');
    button('上移第3条')?.focus();
    press('上移第3条');
    await until(() => order().join() === 'x,z,y', 'moved up');
    await until(() => page.text().includes('已移到第2条'), 'said');
    const focused = () => {
      let active = document.activeElement;
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
      return active;
    };
    equal(focused()?.getAttribute('aria-label'), '上移第2条', 'the focus moves along');
    focused()?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', altKey: true, bubbles: true, composed: true }));
    await until(() => order().join() === 'x,y,z', 'moved down by key');
    page.remove();
  });

  it('marks a clause that confirms ownership, and what is missing', async () => {
    const { page, add } = await open('agreement');
    await add('x', 'item', '北坡林地归甲组所有，乙组赔偿甲组。');
    await until(() => page.text().includes('像是在确认权属'), 'the mark');
    equal(page.text().includes('写了付款，没有写金额'), true, 'the amount');
    page.remove();
  });

  it('lays a draft before the team, has it signed, and leads to the court', async () => {
    const { page, button, press, form, fill, add, state } = await open('agreement');
    await add('x', 'item', '李有田付给赵𠮷祥 312 元。');
    await until(() => page.text().includes('一式3份'), 'copies from the parties');
    equal(page.text().includes('待编号'), true, 'no number');
    press('提交草案');
    await until(() => state().versions.length === 1, 'the draft');
    const [version] = state().versions;
    if (version === undefined) throw new Error('no version');
    equal(version.hash, draftHash(version.draft), 'its hash');
    equal(version.draft.parties[0]?.name, '赵𠮷祥', 'parties of the case');
    await until(() => page.text().includes('现在的文字与第1稿一致'), 'the comparison');
    equal(page.text().includes(version.hash.slice(0, 8)), true, 'the check code');
    await add('y', 'performance', '当场付清。', 'x');
    await until(() => page.text().includes('文字又改过'), 'changed since');
    const signing = form('登记签订');
    signing.requestSubmit();
    await until(() => page.text().includes('当事人、调解员、印章缺一不可'), 'the refusal in words');
    const scans = new DataTransfer();
    scans.items.add(new File(['scan'], '签字页.pdf', { type: 'application/pdf' }));
    const input = page.all('input[name=files]')[0] as HTMLInputElement;
    input.files = scans.files;
    input.dispatchEvent(new Event('change'));
    await until(() => page.all('[data-file]').length === 1, 'the scan of the signed paper');
    fill(signing, { parties: true, mediator: true, seal: true });
    signing.requestSubmit();
    await until(() => state().signed !== undefined, 'signed');
    equal(
      state().signed?.pages?.map(({ name }) => name),
      ['签字页.pdf'],
      'the page is named in the act',
    );
    await until(() => page.text().includes('共同申请的最后一天'), 'the deadline');
    // The words were changed after the draft that was signed.
    await until(() => page.text().includes('须重新签名'), 'that it has to be signed anew');
    equal(page.text().includes('文字在第1稿之后改过'), true, 'which signatures count for what');
    press('提交草案');
    await until(() => state().versions.length === 2, 'the further draft');
    await until(() => page.text().includes('第2稿改了第1稿'), 'the new one has no signatures');
    equal(page.text().includes('已被第2稿取代，第1稿的签名不算第2稿的'), true, 'said beside the old one too');
    const anew = form('登记签订');
    equal(filesIn(anew), [], 'the old scan is not one of the new version');
    fill(anew, { parties: true, mediator: true, seal: true });
    anew.requestSubmit();
    await until(() => state().signed?.hash === state().versions[1]?.hash, 'signed anew');
    equal(state().signed?.pages, undefined, 'no page of the old version is named');
    await until(() => !page.text().includes('须重新签名'), 'nothing is left to be signed');
    equal(button('提交草案'), undefined, 'no further draft of the same words');
    page.remove();
  });

  it('pages of a version that was replaced before it was signed are shown with it, and do not count', async () => {
    const { page, press, form, add, state } = await open('agreement');
    await add('x', 'item', '付 312 元。');
    await until(() => page.all('[data-clause]').length === 1, 'the clause');
    press('提交草案');
    await until(() => state().versions.length === 1, 'the draft');
    await until(() => page.all('input[name=files]').length === 1, 'where its signed pages go');
    const scans = new DataTransfer();
    scans.items.add(new File(['scan'], '旧签字页.pdf', { type: 'application/pdf' }));
    const signing = form('登记签订');
    const [input] = page.all('input[name=files]');
    if (!(input instanceof HTMLInputElement)) throw new Error('no input');
    input.files = scans.files;
    input.dispatchEvent(new Event('change'));
    await until(() => page.all('[data-file]').length === 1, 'the scan');
    await add('y', 'performance', '当场付清。', 'x');
    await until(() => page.text().includes('须重新签名'), 'already while it is no draft');
    press('提交草案');
    await until(() => state().versions.length === 2, 'another');
    await until(() => page.text().includes('第2稿改了第1稿'), 'the notice');
    equal([signing.isConnected, filesIn(signing)], [true, []], 'not at the new one');
    const list = () => page.all('section[aria-labelledby=versions]')[0];
    await until(() => filesIn(list()).join() === '旧签字页.pdf', 'kept beside the old one');
    const isClosed = [...(list()?.querySelectorAll('onedoor-files') ?? [])].map((each) => each.hasAttribute('read-only'));
    equal(isClosed, [true], 'nothing is added there');
    page.remove();
  });

  it('whoever presided adds signed pages, also where only the office writes clauses; pages of before are still there', async () => {
    const { page, room, session } = await open('agreement', { who: 'sun' });
    const args = judicialSlice.request.submit({ hash: draftHash(DRAFT), draft: DRAFT }).args;
    room.log({ id: 'i', command: 'judicial.submit', args, base: 0 }, { person: 'zhao', at: Date.UTC(2024, 8, 26) });
    const old = { id: 'old', name: '以前的签字页.pdf', size: 4, type: 'application/pdf', hash: 'a'.repeat(64), pieces: ['a'.repeat(64)] };
    room.status.set({ loaded: true, synced: true, writable: true });
    await room.run(addSignedPage.request({ id: 'old', version: draftHash(DRAFT), file: old as never }));
    room.status.set({ loaded: true, synced: true, writable: false });
    await until(() => page.text().includes('以前的签字页.pdf'), 'the page of before');
    const scans = new DataTransfer();
    scans.items.add(new File(['scan'], '签字页.pdf', { type: 'application/pdf' }));
    const [input, ...more] = page.all('input[name=files]');
    if (!(input instanceof HTMLInputElement)) throw new Error('no input');
    equal(more.length, 0, 'one place to add');
    input.files = scans.files;
    input.dispatchEvent(new Event('change'));
    const signed = session.room({ case: 'c', room: 'judicial.signed' });
    await until(() => signed.records.values(SignedPage)[0]?.file.name === '签字页.pdf', 'in the room of the signed pages');
    equal(room.records.values(SignedPage).length, 1, 'and not in that of the clauses');
    page.remove();
  });

  it('registers an oral agreement with what its paper says, and prints it: a draft before, the register after', async () => {
    const { page, press, form, fill, state } = await open('agreement', { who: 'sun' });
    const papers: HTMLIFrameElement[] = [];
    const watcher = new MutationObserver((changes) => {
      for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) if (node instanceof HTMLIFrameElement) papers.push(node);
    });
    watcher.observe(document.body, { childList: true });
    const wordsOf = (at: number) => papers[at]?.contentDocument?.body.textContent ?? '';
    const oral = form('登记口头协议');
    fill(oral, { place: '村委会', mediator: '孙桂兰', recorder: '赵敏' });
    for (const [name, text] of [
      ['facts', '羊吃了庄稼。'],
      ['content', '李有田赔赵𠮷祥 300 元。'],
      ['performance', '当场付清。'],
    ] as const)
      (oral.elements.namedItem(name) as HTMLTextAreaElement).value = text;
    press('打印草稿');
    await until(() => papers.length === 1, 'the draft');
    equal(
      ['草稿', '口头协议登记表', '编号：待编号', '李有田赔赵𠮷祥 300 元。'].filter((part) => !wordsOf(0).includes(part)),
      [],
    );
    equal(state().oral, undefined, 'nothing is registered by printing');
    oral.requestSubmit();
    await until(() => state().oral !== undefined, 'registered');
    equal(
      [state().oral?.place, state().oral?.facts, state().oral?.recorder, state().oral?.parties?.map(({ name }) => name)],
      ['村委会', '羊吃了庄稼。', '赵敏', ['赵𠮷祥', '李有田']],
    );
    await until(() => page.text().includes('打印口头协议登记表'), 'its paper');
    press('打印口头协议登记表');
    await until(() => papers.length === 2, 'the register');
    watcher.disconnect();
    equal(
      ['赵𠮷祥，', '村委会', '羊吃了庄稼。', '当场付清。', '人民调解员（签名）：孙桂兰', '第二十八条'].filter(
        (part) => !wordsOf(1).includes(part),
      ),
      [],
    );
    equal(wordsOf(1).includes('草稿'), false);
    for (const paper of papers) paper.remove();
    const { violations } = await axe.run(page.place, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] });
    equal(
      violations.map((each) => [each.id, each.nodes[0]?.html]),
      [],
    );
    page.remove();
  });

  it('prints the draft on its own paper, marked as a draft', async () => {
    const { page, press, add } = await open('agreement');
    await add('x', 'item', '李有田付给赵𠮷祥 312 元。');
    await until(() => page.all('[data-clause]').length === 1, 'the clause');
    // The frame is there as long as the browser's dialog is open; here there is none, so it stays until it is taken away.
    const papers: HTMLIFrameElement[] = [];
    const watcher = new MutationObserver((changes) => {
      for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) if (node instanceof HTMLIFrameElement) papers.push(node);
    });
    watcher.observe(document.body, { childList: true });
    press('打印草案');
    await until(() => papers.length === 1, 'the paper');
    watcher.disconnect();
    const words = papers[0]?.contentDocument?.body.textContent ?? '';
    equal(
      ['草稿', '人民调解协议书', '编号：待编号', '赵𠮷祥', '本协议一式3份'].filter((part) => !words.includes(part)),
      [],
      'words of the paper',
    );
    papers[0]?.remove();
    page.remove();
  });

  it('takes each household’s payment from the allocation, and lays them before the team with the draft', async () => {
    const { page, session, press, form, fill, add, state } = await open('agreement');
    await session.room({ case: 'c', room: 'joint' }).run(
      setAllocation.request({
        totalFen: 1001,
        shares: [
          { key: 'p1', basisPoints: 7500 },
          { key: 'p2', basisPoints: 2500 },
        ],
      }),
    );
    await add('x', 'item', '补偿款按付款明细支付。');
    await until(() => page.text().includes('填入2行'), 'the form');
    const filling = form('填入2行');
    fill(filling, { payer: '村集体', manner: '银行代发', dueOn: '2024-10-15' });
    filling.requestSubmit();
    await until(() => page.text().includes('合计 10.01 元') && page.text().includes('壹拾元零壹分'), 'the sum');
    equal(page.text().includes('7.51') && page.text().includes('2.50'), true, 'to the fen');
    press('提交草案');
    await until(() => state().versions.length === 1, 'the draft');
    const [version] = state().versions;
    equal(version?.draft.format, 2);
    equal(version?.draft.payments?.rows[0], { payee: '赵𠮷祥', amountFen: 751, dueOn: '2024-10-15' });
    page.remove();
  });

  it('hands out the draft by the template that the centre has decided on, notes by which, and says where the built-in one had to do', async () => {
    const { page, press, add, room, session } = await open('agreement');
    await add('x', 'item', '李有田付给赵𠮷祥 312 元。');
    await until(() => page.all('[data-clause]').length === 1, 'the clause');
    const saved: { name: string; href: string }[] = [];
    const click = HTMLAnchorElement.prototype.click;
    HTMLAnchorElement.prototype.click = function () {
      saved.push({ name: this.download, href: this.href });
    };
    const words = async (at: number) => {
      const found = saved[at];
      if (found === undefined) throw new Error('nothing saved');
      const bytes = new Uint8Array(await (await fetch(found.href)).arrayBuffer());
      return String(readDocx(bytes)['word/document.xml']);
    };
    const noted = () => papers.of(room.state().slices).map(({ version, hash }) => `${version} ${hash.slice(0, 6)}`);
    press('下载草案（Word）');
    await until(() => saved.length === 1, 'a file');
    equal(saved[0]?.name, '人民调解协议书 样例.docx');
    equal((await words(0)).includes('赵𠮷祥') && (await words(0)).includes('待编号'), true);
    await until(() => noted().length === 1, 'a note');
    equal(noted()[0]?.startsWith('0 '), true, 'by the built-in one');
    const built = readDocx(agreement.builtIn());
    const own = { ...built, 'word/document.xml': String(built['word/document.xml']).replace('人民调解协议书', '本镇格式协议书') };
    const files = session.fakeFiles({ case: '-', room: 'settings.judicial' });
    const put = await files.put({ name: '本镇.docx', type: '', bytes: writeDocx(own) });
    if (!put.ok) throw new Error('not put');
    const me = session.me.get();
    if (me === undefined) throw new Error('nobody');
    const decide = (file: FileRef) => session.me.set({ ...me, settings: { 'judicial.paper.agreement': [{ number: 1, value: { file } }] } });
    decide(put.value);
    await until(() => page.text().includes('按本中心的模板（第1版）'), 'it says by which template');
    press('下载草案（Word）');
    await until(() => saved.length === 2, 'another');
    equal((await words(1)).includes('本镇格式协议书'), true);
    await until(() => noted().length === 2, 'another note');
    equal(noted()[1], `1 ${put.value.hash.slice(0, 6)}`);
    press('下载草案（Word）');
    await until(() => saved.length === 3, 'the same again');
    equal(noted().length, 2, 'is noted once');
    decide({ ...put.value, id: 'elsewhere' });
    await until(() => true, 'a turn');
    press('下载草案（Word）');
    await until(() => saved.length === 4, 'without the file');
    await until(() => page.text().includes('现行模板（第1版）这次用不上：找不到'), 'what is wrong');
    equal((await words(3)).includes('本镇格式协议书'), false);
    HTMLAnchorElement.prototype.click = click;
    page.remove();
  });

  it('records what was paid of a signed agreement, by whom it is still open, and voids what was entered by mistake', async () => {
    const { page, room, form, fill, add, state } = await open('agreement');
    await add('x', 'item', '补偿款按付款明细支付。');
    const rows = [
      { payee: '赵𠮷祥', amountFen: 1000, dueOn: '2024-10-15' },
      { payee: '李有田', amountFen: 500, dueOn: '2099-01-01' },
    ];
    const draft: Draft = { ...DRAFT, format: 2, payments: { payer: '村集体', manner: '银行代发', rows } };
    const hash = draftHash(draft);
    const log = (act: ActRequest, base: number) =>
      room.log({ id: `i${base}`, command: act.command, args: { ...act.args }, base }, { person: 'zhao', at: Date.UTC(2024, 8, 26, 2) });
    log(judicialSlice.request.submit({ hash, draft }), 0);
    log(judicialSlice.request.sign({ on: '2024-09-26', hash, parties: true, mediator: true, seal: true }), 1);
    await until(() => page.text().includes('逾期未付'), 'one is overdue');
    const recording = form('登记付款');
    fill(recording, { amount: '十元', proof: '汇款单 7 号' });
    recording.requestSubmit();
    equal(recording.querySelector('[name=amount]')?.getAttribute('aria-invalid'), 'true', 'no amount');
    fill(recording, { amount: '4.00' });
    recording.requestSubmit();
    await until(() => page.text().includes('已付 4.00，还差 6.00 · 逾期未付'), 'in part');
    equal(page.text().includes('汇款单 7 号'), true, 'the proof');
    const voiding = form('作废');
    fill(voiding, { reason: '记错了人' });
    voiding.requestSubmit();
    await until(() => state().receipts?.[0]?.voided !== undefined && page.text().includes('已作废：记错了人'), 'void');
    equal(page.text().includes('还差 6.00'), false, 'open again');
    for (const details of page.all('details')) details.setAttribute('open', '');
    const { violations } = await axe.run(page.place, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] });
    equal(
      violations.map((each) => [each.id, each.nodes[0]?.html]),
      [],
    );
    page.remove();
  });

  it('lets others read and the committee number and sign', async () => {
    const { page, room, add } = await open('agreement', { who: 'sun', locale: 'en' });
    await add('x', 'item', '付 312 元');
    await until(() => page.text().includes('Clause 1'), 'the English page');
    equal(page.all('select').length, 0, 'nothing to change');
    room.log(
      { id: 'i', command: 'judicial.submit', args: judicialSlice.request.submit({ hash: draftHash(DRAFT), draft: DRAFT }).args, base: 0 },
      { person: 'zhao', at: Date.UTC(2024, 8, 26) },
    );
    await until(() => page.text().includes('Draft 1'), 'the draft');
    equal(
      page.all('details.act > summary').map((each) => each.textContent?.trim()),
      ['Record the signing', 'Register an oral agreement'],
      'acts of the committee',
    );
    page.remove();
  });

  it('keeps notes in the office’s own room', async () => {
    const { page, room } = await open('notes');
    const input = page.all('input[name=title]')[0];
    if (!(input instanceof HTMLInputElement)) throw new Error('no title');
    input.value = '走访';
    input.form?.requestSubmit();
    await until(() => room.records.values(notes.Note)[0]?.title === '走访', 'the note');
    page.remove();
  });

  it('moves and submits nothing while an input method composes', async () => {
    const { page, order, add } = await open('agreement');
    await add('x', 'facts', '事实');
    await add('y', 'item', '内容', 'x');
    await until(() => page.all('[data-clause]').length === 2, 'the clauses');
    const head = page.all('.clause-head')[1];
    const key = (init: KeyboardEventInit) =>
      head?.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }));
    equal(key({ key: 'ArrowUp', altKey: true, isComposing: true }), true, 'left to the input method');
    equal(order(), ['x', 'y']);
    page.remove();
  });

  for (const locale of ['zh', 'en'] as const) {
    it(`has no accessibility violation, ${locale}`, async () => {
      const { page, add } = await open('agreement', { locale });
      await add('x', 'item', '北坡林地归甲组所有，乙组赔偿甲组。');
      await until(() => page.all('[data-clause]').length === 1, 'the clause');
      for (const details of page.all('details')) details.setAttribute('open', '');
      const { violations } = await axe.run(page.place, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] });
      equal(
        violations.map((each) => [each.id, each.nodes[0]?.failureSummary, each.nodes[0]?.html]),
        [],
        'violations',
      );
      page.remove();
    });
  }
});

import { addParty, addPartyPerson, identitySlice, Party, PartyPerson } from '@onedoor/core';
import axe from 'axe-core';
import { html } from 'lit';
import '../define.js';
import { equal, until } from '../testing/expect.js';
import { FakeSession } from '../testing/fake-session.js';
import { fixture } from '../testing/fixture.js';
import { fillSampleCase, SAMPLE } from '../testing/sample-case.js';

const NUMBER = '150981197911309917';

/** The sample case with a party that has a number, its row open. */
async function open(locale: 'zh' | 'en' = 'zh', number = NUMBER) {
  const session = new FakeSession();
  fillSampleCase(session);
  const room = session.room({ case: SAMPLE, room: 'joint' });
  await room.run(addParty.request({ id: 'p1a', party: { kind: 'household', name: '郝秀珍', idNumber: number }, members: [] }));
  const page = fixture(session, html`<onedoor-parties case=${SAMPLE}></onedoor-parties>`, { locale });
  await until(() => page.all('[data-party=p1a]').length === 1, 'the party');
  page.all('[data-party=p1a]')[0]?.click();
  const inside = (tag: string, selector: string): HTMLElement[] =>
    page.all(tag).flatMap((host) => [...(host.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? [])]);
  await until(() => inside('onedoor-party-people', 'section').length === 1, 'the people');
  return { page, session, room, inside };
}

function fill(form: HTMLFormElement, values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) {
    const control = form.elements.namedItem(name);
    if (!(control instanceof HTMLInputElement || control instanceof HTMLSelectElement)) throw new Error(`no ${name}`);
    control.value = value;
    control.dispatchEvent(new Event('change', { bubbles: true }));
  }
}
const formOf = (found: HTMLElement | undefined): HTMLFormElement => {
  if (!(found instanceof HTMLFormElement)) throw new Error('no form');
  return found;
};

describe('identity numbers', () => {
  it('stand masked; who wants one says what for, and that is an act of the case', async () => {
    const { page, session, inside } = await open();
    equal(page.text().includes(NUMBER), false, 'not in the row');
    await until(() => inside('onedoor-identity', '.masked').length === 1, 'masked');
    equal(inside('onedoor-identity', '.masked .number')[0]?.textContent, '150981********9917');
    equal(
      inside('onedoor-identity', 'input').some((input) => input instanceof HTMLInputElement && input.value === NUMBER),
      false,
      'not in a field',
    );
    inside('onedoor-identity', '.masked button')[0]?.click();
    await until(() => inside('onedoor-identity', 'form').length === 1, 'the question');
    const form = formOf(inside('onedoor-identity', 'form')[0]);
    form.requestSubmit();
    await Promise.resolve();
    equal(inside('onedoor-identity', '.masked').length, 1, 'not without a purpose');
    fill(form, { purpose: '核对委托书' });
    form.requestSubmit();
    await until(() => inside('onedoor-identity', '.masked').length === 0, 'in full');
    equal(
      inside('onedoor-identity', 'input').map((input) => input instanceof HTMLInputElement && input.value),
      [NUMBER],
    );
    const { views } = identitySlice.of(session.room({ case: SAMPLE, room: 'case' }).state().slices);
    equal(
      views.map(({ person, of, name, purpose }) => [person, of, name, purpose]),
      [['sun', 'p1a', '郝秀珍', '核对委托书']],
    );
    page.remove();
  });

  it('that cannot be one are kept and marked', async () => {
    const { page, inside } = await open('zh', '150981197911309916');
    await until(() => inside('onedoor-identity', '.faults').length === 1, 'the mark');
    equal(inside('onedoor-identity', '.faults')[0]?.textContent?.includes('校验码'), true);
    page.remove();
  });

  it('are found by the whole number and not by a part of it', async () => {
    const { page, room } = await open();
    for (const id of ['a1', 'a2']) await room.run(addParty.request({ id, party: { kind: 'person', name: id }, members: [] }));
    await until(() => page.all('input[type=search]').length === 1, 'the search');
    const [search] = page.all('input[type=search]');
    if (!(search instanceof HTMLInputElement)) throw new Error('no search');
    const find = async (words: string, count: number) => {
      search.value = words;
      search.dispatchEvent(new InputEvent('input', { bubbles: true }));
      await until(() => page.all('[part=party]').length === count, `${words}: ${count}`);
    };
    await find('15098119791130991', 0);
    await find(NUMBER, 1);
    page.remove();
  });
});

describe('people of a party', () => {
  it('a proxy is added with powers, matters and an end; a minor without a guardian is told', async () => {
    const { page, room, inside } = await open();
    const add = async () => {
      inside('onedoor-party-people', 'button[data-return]')[0]?.click();
      await until(() => inside('onedoor-party-people', 'form').length === 1, 'the form');
      return formOf(inside('onedoor-party-people', 'form')[0]);
    };
    let form = await add();
    fill(form, { role: 'proxy' });
    await until(() => inside('onedoor-party-people', '[name=powers]').length === 1, 'the fields of a proxy');
    form = formOf(inside('onedoor-party-people', 'form')[0]);
    fill(form, { name: '郝丽', powers: 'special', matters: '代为和解', until: '2999-12-31', actsFor: '郝秀珍' });
    form.requestSubmit();
    await until(() => room.records.values(PartyPerson).length === 1, 'the proxy');
    const [proxy] = room.records.values(PartyPerson);
    equal([proxy?.party, proxy?.role, proxy?.powers, proxy?.matters], ['p1a', 'proxy', 'special', '代为和解']);
    await until(() => inside('onedoor-party-people', 'form').length === 0, 'the form is gone');
    form = await add();
    fill(form, { role: 'member' });
    await until(() => inside('onedoor-party-people', '[name=bornOn]').length === 1, 'the fields of a member');
    form = formOf(inside('onedoor-party-people', 'form')[0]);
    const born = new Date();
    fill(form, { name: '郝小宝', bornOn: `${born.getFullYear() - 9}-01-01`, relation: '孙' });
    form.requestSubmit();
    await until(() => page.text().includes('郝小宝: 未成年人还没有登记监护人。'), 'told above the list');
    await room.run(addPartyPerson.request({ id: 'g', party: 'p1a', role: 'guardian', name: '郝强', actsFor: '郝小宝' }));
    await until(() => !page.text().includes('未成年人还没有登记监护人。'), 'put right');
    equal(page.text().includes('监护人 郝强'), true, 'in the row');
    page.remove();
  });

  it('the same number in another case is hinted, and nothing is merged', async () => {
    const { page, session, room } = await open();
    const [row] = session.rows.get();
    if (row === undefined) throw new Error('no row');
    const summary = session.model.room('joint')?.summary?.(room.logged(), room.replica.reader) ?? {};
    const marks = summary['marks'] as readonly string[];
    equal(marks.length, 1, 'one mark of one number');
    session.rows.set([
      { ...row, marks },
      { ...row, case: 'other', title: '宅基地边界', marks },
      { ...row, case: 'third', title: '无关', marks: ['zzz'] },
    ]);
    await until(() => page.text().includes('宅基地边界'), 'the hint');
    equal(page.text().includes('无关'), false);
    equal(room.records.values(Party).length, 7);
    page.remove();
  });

  for (const locale of ['zh', 'en'] as const)
    it(`has no accessibility violation, ${locale}`, async () => {
      const { page, room, inside } = await open(locale, '150981197911309916');
      await room.run(addPartyPerson.request({ id: 'x', party: 'p1a', role: 'proxy', name: '郝丽', idNumber: NUMBER }));
      inside('onedoor-party-people', 'button[data-return]')[0]?.click();
      inside('onedoor-identity', '.masked button')[0]?.click();
      await until(
        () => inside('onedoor-party-people', 'form').length === 1 && inside('onedoor-identity', 'form').length === 1,
        'the forms',
      );
      const { violations } = await axe.run(page.place, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] });
      equal(
        violations.map((each) => [each.id, each.nodes[0]?.failureSummary]),
        [],
        'violations',
      );
      page.remove();
    });
});

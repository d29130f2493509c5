import { type ActRequest, addParty, type CaseRow, CENTRE_CASE, caseSlice, type DirectoryPerson } from '@onedoor/core';
import { html } from 'lit';
import type { Locale } from '../locales/locale.js';
import type { PluginEntry } from '../plugin-host/plugin-view.js';
import { until } from './expect.js';
import { FakeSession } from './fake-session.js';
import { fixture } from './fixture.js';

const CASE = 'c';

/** Staff of a test, all in one team; the first leads the case. */
export const staffOf = (people: Readonly<Record<string, string>>): DirectoryPerson[] =>
  Object.entries(people).map(([person, department]) => ({
    person,
    name: person,
    department,
    post: '',
    rights: ['case.create'],
    active: true,
  }));

/**
 * A tab of a plugin as one of the staff sees it, in a case on whose team all of them are. The clock of its acts is today's.
 *
 * @param options.who signed in: one of `staff`
 * @param options.parties names of the parties of the case; their ids are `p1`, `p2`, …
 * @param options.writable default: the room is writable
 * @param options.beside other plugins of the page, whose deadlines and columns it shows
 */
export async function pluginPage(
  entry: PluginEntry,
  options: {
    readonly tab: string;
    readonly who: string;
    readonly staff: readonly DirectoryPerson[];
    readonly locale?: Locale;
    readonly parties?: readonly string[];
    readonly writable?: boolean;
    /** Other plugins of the page. */
    readonly beside?: readonly PluginEntry[];
  },
) {
  const { tab, who, staff, locale = 'zh', parties = [], writable = true, beside = [] } = options;
  const { manifest } = entry.model;
  const session = new FakeSession(
    who,
    [entry, ...beside].map(({ model }) => model),
    staff,
  );
  session.now = Date.now();
  const team = session.room({ case: CASE, room: 'case' });
  const [lead, ...others] = staff.map(({ person }) => person);
  const log = ({ command, args }: ActRequest, base: number) =>
    team.log({ id: `team-${base}`, command, args: { ...args }, base }, { person: lead ?? who, at: Date.UTC(2024, 8, 16) });
  log(caseSlice.request.create({ title: '样例', category: '99', source: 'own', village: '' }), 0);
  for (const [at, person] of others.entries()) log(caseSlice.request.addMember({ person, role: 'member' }), at + 1);
  const joint = session.room({ case: CASE, room: 'joint' });
  for (const [at, name] of parties.entries())
    await joint.run(addParty.request({ id: `p${at + 1}`, party: { kind: 'person', name }, members: [] }));
  const name = manifest.contributes.caseTabs.find(({ id }) => id === tab)?.room;
  if (name === undefined) throw new Error(`no tab "${tab}"`);
  const room = session.room({ case: CASE, room: name });
  room.status.set({ loaded: true, synced: true, writable });
  const page = fixture(session, html`<onedoor-plugin-tab case=${CASE} plugin=${manifest.name} tab=${tab}></onedoor-plugin-tab>`, {
    locale,
    plugins: [entry, ...beside],
  });
  await until(() => page.all('h2').length === 1, 'the screen');
  return { page, session, room, ...handsOn(page) };
}

/**
 * A page of a plugin that belongs to no case, as one of the staff sees it.
 *
 * @param options.who signed in: one of `staff`
 */
export async function pluginCentrePage(
  entry: PluginEntry,
  options: {
    readonly page: string;
    readonly who: string;
    readonly staff: readonly DirectoryPerson[];
    readonly locale?: Locale;
    readonly rows?: readonly CaseRow[];
    readonly beside?: readonly PluginEntry[];
  },
) {
  const { page: id, who, staff, locale = 'zh', rows = [], beside = [] } = options;
  const { manifest } = entry.model;
  const session = new FakeSession(
    who,
    [entry, ...beside].map(({ model }) => model),
    staff,
  );
  session.now = Date.now();
  session.rows.set(rows);
  const page = fixture(session, html`<onedoor-plugin-page plugin=${manifest.name} page=${id}></onedoor-plugin-page>`, {
    locale,
    plugins: [entry, ...beside],
  });
  await until(() => page.all('h2').length > 0, 'the screen');
  /** A room of the centre, loaded and writable. */
  const room = (name: string) => {
    const found = session.room({ case: CENTRE_CASE, room: name });
    found.status.set({ loaded: true, synced: true, writable: true });
    return found;
  };
  return { page, session, room, ...handsOn(page) };
}

/** What a test of a view does on its screen. */
function handsOn(page: ReturnType<typeof fixture>) {
  const button = (label: string) =>
    page.all('button').find((each) => each.textContent?.trim() === label || each.getAttribute('aria-label') === label);
  return {
    /** By its words or its accessible name. */
    button,
    press(label: string): void {
      const found = button(label);
      if (found === undefined) throw new Error(`no button "${label}"`);
      found.click();
    },
    /** The form that a button sends. */
    form(label: string): HTMLFormElement {
      const found = page
        .all('button[type=submit]')
        .find((each) => each.textContent?.trim() === label)
        ?.closest('form');
      if (found === null || found === undefined) throw new Error(`no form "${label}"`);
      return found;
    },
    /** Fills fields by name, ticks boxes by `name` or `name:value`, as a person would. */
    fill(within: HTMLFormElement, values: Readonly<Record<string, string | boolean>>): void {
      for (const [key, value] of Object.entries(values)) {
        const [field, option] = key.split(':');
        const control = within.querySelector(`[name="${field}"]${option === undefined ? '' : `[value="${option}"]`}`);
        if (control instanceof HTMLInputElement && typeof value === 'boolean') control.checked = value;
        else if (control instanceof HTMLInputElement || control instanceof HTMLSelectElement || control instanceof HTMLTextAreaElement)
          control.value = String(value);
        else throw new Error(`no ${key}`);
        control.dispatchEvent(new Event('change', { bubbles: true }));
      }
    },
  };
}

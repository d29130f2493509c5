import { type ActEntry, type CaseRow, definePlugin, type PluginContributions, type PluginManifestSource } from '@onedoor/core';
import { html, LitElement } from 'lit';
import { pluginActWords } from './plugin-words.js';
import '../define.js';
import { equal, until } from '../testing/expect.js';
import { FakeSession } from '../testing/fake-session.js';
import { fixture } from '../testing/fixture.js';
import { fillSampleCase, SAMPLE } from '../testing/sample-case.js';
import { Contributions } from './contributions.js';
import { pluginProblems } from './crashes.js';
import type { PluginContext, PluginEntry, PluginView, PluginViewClass } from './plugin-view.js';

const LABEL = { zh: '坏插件', en: 'Broken' };
const fail = (): never => {
  throw new Error('a fault of the plugin');
};
const WORKING: PluginContributions = {
  locales: { zh: { said: '正常', heard: '响铃' }, en: { said: 'sound', heard: 'rung' } },
  cardBadges: { mark: () => ({ words: { key: 'said' } }) },
  ledgerColumns: { cell: () => ({ value: 1, words: { key: 'said' } }) },
  deadlineRules: { clock: () => ({ words: { key: 'said' }, startedOn: '2024-03-01', dueOn: '2024-03-31' }) },
  timelineEntries: { ring: () => ({ key: 'heard' }) },
};
/** Says what is no sentence: words are the plugin's to get wrong, too. */
const SPEECHLESS = {
  ...WORKING,
  cardBadges: { mark: () => ({}) },
  ledgerColumns: { cell: () => ({ value: 1, words: 7 }) },
  deadlineRules: { clock: () => ({ words: null }) },
  timelineEntries: { ring: () => undefined },
} as unknown as PluginContributions;

let made = 0;
/** A plugin with a name of its own: what has crashed is remembered by name for the whole visit. */
function plugin(contributions: Partial<PluginContributions> = {}, views: () => Promise<Record<string, PluginViewClass>> = () => fail()) {
  const name = `broken-${++made}`;
  const manifest: PluginManifestSource = {
    name,
    version: '1.0.0',
    api: 1,
    label: LABEL,
    extends: ['joint'],
    contributes: {
      caseTabs: [{ id: 'main', label: { zh: '坏页', en: 'Broken tab' }, room: 'joint', view: 'main' }],
      cardBadges: [{ id: 'mark', label: LABEL }],
      ledgerColumns: [{ id: 'cell', label: LABEL, kind: 'number' }],
      deadlineRules: [{ id: 'clock', label: LABEL }],
      timelineEntries: [{ id: 'ring', label: LABEL }],
    },
  };
  const model = definePlugin(manifest, {}, { ...WORKING, ...contributions });
  const entry: PluginEntry = { model, load: async () => ({ manifest, views: await views() }) };
  return { name, entry };
}

const row = (): CaseRow => {
  const session = new FakeSession();
  fillSampleCase(session);
  const [first] = session.rows.get();
  if (first === undefined) throw new Error('no row');
  return { ...first, tasks: [] };
};
const ring: ActEntry = {
  seq: 1,
  at: 0,
  person: 'sun',
  device: '',
  intent: { id: 'i', command: 'ring', args: {}, base: 0 },
  outcome: 'applied',
};
const names = { locale: 'zh', person: (id: string) => id, department: (id: string) => id } as const;
const problemOf = (name: string) => pluginProblems.get().find((problem) => problem.plugin === name);

class View extends LitElement implements PluginView {
  static override properties = { ctx: { attribute: false } };
  declare ctx: PluginContext;
}
const VIEWS: Readonly<Record<string, () => Promise<Record<string, PluginViewClass>>>> = {
  load: () => Promise.reject(new Error('no such file')),
  'a missing view': async () => ({}),
  constructor: async () => ({
    main: class extends View {
      constructor() {
        super();
        fail();
      }
    },
  }),
  render: async () => ({
    main: class extends View {
      protected override render() {
        return fail();
      }
    },
  }),
  updated: async () => ({
    main: class extends View {
      protected override updated() {
        fail();
      }
    },
  }),
  connectedCallback: async () => ({
    main: class extends View {
      override connectedCallback() {
        super.connectedCallback();
        fail();
      }
    },
  }),
  disconnectedCallback: async () => ({
    main: class extends View {
      override disconnectedCallback() {
        super.disconnectedCallback();
        fail();
      }
    },
  }),
};

describe('containment of plugins', () => {
  const { error } = console;
  let reported = 0;
  beforeEach(() => {
    reported = 0;
    console.error = () => (reported += 1);
  });
  afterEach(() => (console.error = error));

  const ask = {
    cardBadges: (from: Contributions, at: CaseRow) => from.badges(at).map(({ text }) => text),
    deadlineRules: (from: Contributions, at: CaseRow) => from.clocks(at).map(({ text }) => text),
    ledgerColumns: (from: Contributions, at: CaseRow) => from.columns.map((column) => from.cell(column, at)?.text ?? '-'),
  } as const;
  for (const kind of ['cardBadges', 'deadlineRules', 'ledgerColumns'] as const) {
    for (const how of ['throws', 'returns no sentence'] as const) {
      it(`a plugin whose ${kind} ${how} is named, shows nothing there, and leaves the others alone`, () => {
        const contribution = kind === 'cardBadges' ? { mark: fail } : kind === 'ledgerColumns' ? { cell: fail } : { clock: fail };
        const broken = plugin({ [kind]: how === 'throws' ? contribution : SPEECHLESS[kind] });
        const contributions = new Contributions([broken.entry, plugin().entry], names, '2024-03-21');
        equal(ask[kind](contributions, row()), kind === 'ledgerColumns' ? ['-', '正常'] : ['正常']);
        const problem = problemOf(broken.name);
        equal([problem?.off, problem?.place.startsWith(kind)], [undefined, undefined], 'told after the render');
        return until(() => problemOf(broken.name)?.place.startsWith(kind) === true, 'the problem');
      });
    }
  }

  for (const how of ['throws', 'returns no sentence'] as const) {
    it(`an act of a plugin whose timeline entry ${how} keeps its label`, async () => {
      const broken = plugin({ timelineEntries: how === 'throws' ? { ring: fail } : SPEECHLESS.timelineEntries });
      equal(pluginActWords(new Contributions([broken.entry], names, '2024-03-21'), ring), '坏插件');
      await until(() => problemOf(broken.name)?.place === 'timelineEntry ring', 'the problem');
    });
  }

  it('three crashes within a minute switch a plugin off: it is asked no more', async () => {
    let calls = 0;
    const counting = plugin({
      cardBadges: {
        mark() {
          calls += 1;
          return fail();
        },
      },
    });
    const contributions = new Contributions([counting.entry], names, '2024-03-21');
    for (let round = 0; round < 10; round++) equal(contributions.badges(row()), []);
    equal(calls, 3, 'calls');
    await until(() => problemOf(counting.name)?.off === true, 'off');
    equal(contributions.clocks(row()), [], 'its deadlines are off as well');
    equal(pluginActWords(contributions, ring), '坏插件', 'its acts keep their label');
  });

  for (const [what, views] of Object.entries(VIEWS)) {
    it(`a tab that fails in ${what} shows the plugin's name; the case page works on`, async () => {
      const { name, entry } = plugin({}, views);
      const session = new FakeSession('sun', [entry.model]);
      fillSampleCase(session);
      const page = fixture(session, html`<onedoor-case case=${SAMPLE}></onedoor-case>`, { plugins: [entry] });
      const tab = (label: string) => page.all('[role=tab]').find((each) => each.textContent?.trim() === label);
      await until(() => tab('坏页') !== undefined, 'the tab');
      tab('坏页')?.click();
      if (what === 'disconnectedCallback') {
        await until(() => page.all('onedoor-plugin-tab').length === 1, 'the view');
        await until(() => (page.all('onedoor-plugin-tab')[0]?.shadowRoot?.childElementCount ?? 0) > 0, 'the view is here');
        tab('当事人')?.click();
        await until(() => problemOf(name) !== undefined, 'the problem');
      } else {
        await until(() => page.text().includes('“坏插件”出错了'), 'the placeholder');
        equal(problemOf(name)?.place, 'tab main');
        tab('当事人')?.click();
      }
      await until(() => page.text().includes('赵𠮷祥'), 'the parties');
      page.remove();
    });
  }

  it('a tab is switched off by the third crash, and a badge of the same plugin with it', async () => {
    const { name, entry } = plugin({}, VIEWS['render']);
    const session = new FakeSession('sun', [entry.model]);
    fillSampleCase(session);
    const page = fixture(session, html`<onedoor-plugin-tab case=${SAMPLE} plugin=${name} tab="main"></onedoor-plugin-tab>`, {
      plugins: [entry],
    });
    for (let round = 1; round < 3; round++) {
      await until(() => reported === round && page.all('button').length === 1, 'the retry');
      page.all('button')[0]?.click();
    }
    await until(() => page.text().includes('已停用'), 'the end');
    equal(new Contributions([entry], names, '2024-03-21').badges(row()), []);
    page.remove();
  });
});

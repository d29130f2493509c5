import { type TextField, textName } from '@onedoor/core';
import { Replica } from '@onedoor/core/testing';
import { OnedoorText, type PluginContext, type PluginView } from '@onedoor/elements';
import axe from 'axe-core';
import { Minutes, mediation, Note } from './model.js';
import plugin from './view.js';

customElements.define('onedoor-text', OnedoorText);

/** A context over a document in memory, as the host would give it. */
function contextFor(room: string, locale: 'zh' | 'en' = 'zh', writable = true): { readonly ctx: PluginContext; readonly replica: Replica } {
  const replica = new Replica(1);
  const commands = [...mediation.rooms, ...mediation.extensions.map((part) => ({ ...part, name: part.room }))].flatMap((part) =>
    part.name === room ? part.commands : [],
  );
  let ids = 0;
  const text = (name: string, label: string): TextField => {
    const value = replica.doc.getText(name);
    return {
      label,
      writable,
      value: () => value.toString(),
      edit: (delta) => value.applyDelta([...delta]),
      watch: () => () => undefined,
      setCaret: () => undefined,
      carets: () => [],
      watchCarets: () => () => undefined,
      undo: () => undefined,
      redo: () => undefined,
    };
  };
  const ctx: PluginContext = {
    case: 'case',
    room,
    writable,
    data: {
      collection: (record) => ({
        get: (id) => replica.reader.get(record, id),
        list: () => replica.reader.list(record),
        watch: () => () => undefined,
      }),
    },
    text: (record, id, field, label) => text(textName(record.name, id, field), label),
    commands: {
      run: async (request) => {
        const result = commands
          .find((command) => command.name === request.command)
          ?.run(replica.reader, request.args, { person: 'p', now: 0, id: () => 'x' });
        if (result === undefined) throw new Error(`no command ${request.command}`);
        return result;
      },
    },
    locale,
    i18n: {
      t: (key, params = {}) => (plugin.locales[locale][key] ?? key).replaceAll(/\{(\w+)\}/g, (_, name: string) => String(params[name])),
    },
    theme: 'light',
    clock: { now: () => 0, today: () => '2024-03-21' },
    id: () => `id${++ids}`,
    log: { warn: () => undefined },
    signal: new AbortController().signal,
  };
  return { ctx, replica };
}

let made = 0;
async function show(view: string, ctx: PluginContext): Promise<PluginView> {
  const viewClass = plugin.views[view];
  if (viewClass === undefined) throw new Error(`no view ${view}`);
  const tag = `test-view-${++made}`;
  customElements.define(tag, class extends viewClass {});
  const element = new (customElements.get(tag) as typeof viewClass)();
  element.ctx = ctx;
  document.body.replaceChildren(element);
  await element.updateComplete;
  return element;
}

const find = <T extends Element>(view: PluginView, selector: string): T => {
  const found = view.renderRoot.querySelector<T>(selector);
  if (found === null) throw new Error(`no ${selector}`);
  return found;
};

async function submit(view: PluginView, name: string, value: string): Promise<void> {
  find<HTMLInputElement>(view, `input[name=${name}]`).value = value;
  find<HTMLFormElement>(view, 'form').requestSubmit();
  await new Promise((resume) => setTimeout(resume, 20));
  view.ctx = { ...view.ctx };
  await view.updateComplete;
}

describe('mediation', () => {
  it('begins minutes with day and place, and shows the latest day first', async () => {
    const { ctx, replica } = contextFor('joint');
    const view = await show('minutes', ctx);
    await submit(view, 'place', '村委会');
    if (replica.reader.values(Minutes)[0]?.heldOn !== '2024-03-21') throw new Error('no session');
    await submit(view, 'heldOn', '2024-02-01');
    const heads = [...view.renderRoot.querySelectorAll('h3')].map((each) => each.textContent?.replaceAll(/\s+/g, ' ').trim());
    if (heads.join() !== '第2次调解 2024-03-21,第1次调解 2024-02-01') throw new Error(heads.join());
    if (view.renderRoot.querySelectorAll('onedoor-text').length !== 2) throw new Error('no texts');
  });

  it('offers nothing to write to a reader', async () => {
    const { ctx } = contextFor('joint', 'en', false);
    const view = await show('minutes', ctx);
    if (view.renderRoot.querySelector('form, button') !== null) throw new Error('a form');
    if (!view.renderRoot.textContent?.includes('There are no minutes yet.')) throw new Error('no English');
  });

  it('adds a note in the private room, without an accessibility violation', async () => {
    const { ctx, replica } = contextFor('mediation.private');
    const view = await show('notes', ctx);
    await submit(view, 'title', '走访');
    if (replica.reader.values(Note)[0]?.title !== '走访') throw new Error('no note');
    const { violations } = await axe.run(view, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] });
    if (violations.length > 0) throw new Error(JSON.stringify(violations.map((each) => [each.id, each.nodes[0]?.failureSummary])));
  });
});

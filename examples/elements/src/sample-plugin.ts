import { definePlugin, defineRecord, type RichLine, rich } from '@onedoor/core';
import type { PluginContext, PluginEntry, PluginView } from '@onedoor/elements';
import { html, LitElement } from 'lit';
import { property } from 'lit/decorators.js';

const manifest = {
  name: 'sample',
  version: '1.0.0',
  api: 1,
  label: { zh: '样例', en: 'Sample' },
  rooms: [
    {
      name: 'sample.sealed',
      read: { named: true as const },
      write: { named: true as const },
      acts: { 'named.open': { team: true as const } },
    },
  ],
  extends: ['joint' as const],
  grants: ['case' as const],
  contributes: {
    caseTabs: [{ id: 'main', label: { zh: '样例', en: 'Sample' }, room: 'joint', view: 'main' }],
    pages: [{ id: 'bench', label: { zh: '样例页', en: 'Sample page' }, view: 'main' }],
  },
};
/** A structured text, for the live example of the element that edits one. */
export const Minutes = defineRecord('sample/minutes', { body: rich() }, { singleton: true });

const line = (text: string, block?: string, bold = false): RichLine => ({
  ...(block === undefined ? {} : { block }),
  depth: 0,
  runs: [{ text, marks: bold ? ['bold'] : [] }],
});
export const MINUTES: readonly RichLine[] = [
  line('调解笔录', 'h1'),
  line('双方到场，确认以下事项：'),
  line('水渠由两家共同清理。', 'ol'),
  line('费用按户分摊。', 'ol'),
  line('户', 'row:1', true),
  line('元', 'row:1', true),
  line('赵家', 'row:2'),
  line('300', 'row:2'),
  line(''),
];

const model = definePlugin(
  manifest,
  { joint: { records: [Minutes] } },
  { locales: { zh: { hello: '插件看到的案由：{title}' }, en: { hello: 'The plugin sees the matter: {title}' } } },
);

class SampleView extends LitElement implements PluginView {
  @property({ attribute: false }) ctx!: PluginContext;

  protected override render() {
    return html`<p>${this.ctx.i18n.t('hello', { title: this.ctx.core.case()?.title ?? '' })}</p>`;
  }
}

/** A plugin of one line, for the live example of the element that hosts plugins. */
export const samplePlugin: PluginEntry = { model, load: () => Promise.resolve({ manifest, views: { main: SampleView } }) };

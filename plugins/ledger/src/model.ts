import { defineCommand, definePlugin, defineRecord, register } from '@onedoor/core';
import * as z from '@onedoor/core/z';
import { manifest } from './manifest.js';

const id = z.string().check(z.minLength(1), z.maxLength(64));

/** A view that is kept for everybody: its name, and what `readView` reads. */
export const KeptView = defineRecord('ledger/view', {
  name: register(z.string().check(z.minLength(1), z.maxLength(60))),
  query: register(z.string().check(z.maxLength(2_000))),
});

export const keepView = defineCommand({
  name: 'ledger.keepView',
  args: z.object({ id, name: KeptView.shape.name, query: KeptView.shape.query }),
  run: (tx, { id: view, ...fields }) => tx.create(KeptView, view, fields),
});
export const dropView = defineCommand({
  name: 'ledger.dropView',
  args: z.object({ id }),
  run: (tx, { id: view }) => tx.remove(KeptView, view),
});

export const model = definePlugin(
  manifest,
  { ledger: { records: [KeptView], commands: [keepView, dropView] } },
  {
    locales: {
      zh: { 'edits.view': '台账视图', 'edits.view.name': '名称', 'edits.view.query': '条件' },
      en: { 'edits.view': 'Ledger view', 'edits.view.name': 'Name', 'edits.view.query': 'Conditions' },
    },
  },
);

export { manifest };
export default model;

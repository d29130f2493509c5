import type { FileRef, RichField, TextField } from '@onedoor/core';
import { Facts, richContents } from '@onedoor/core';
import { FakeLock, type FakeSession, fillOffers, fillRefused, SAMPLE } from '@onedoor/elements/testing';
import { html, type TemplateResult } from 'lit';
import { MINUTES, Minutes } from './sample-plugin.js';

const onCase = (render: (id: string) => TemplateResult) => () => render(SAMPLE);
/** A closed store; its PIN is 724913. */
const LOCK = new FakeLock({ passkey: true });
/** A photograph on its way. */
const PHOTOGRAPH: FileRef = { id: 'f1', name: '水渠现场.jpg', type: 'image/jpeg', size: 2_621_440, hash: '7'.repeat(64) };
const handles = new WeakMap<FakeSession, TextField>();

/** The summary of the sample case, one handle for as long as its session lives. */
function summaryOf(session: FakeSession): TextField {
  const known = handles.get(session);
  if (known !== undefined) return known;
  const made = session.room({ case: SAMPLE, room: 'joint' }).text(Facts, Facts.name, 'summary', 'summary');
  handles.set(session, made);
  return made;
}

const riches = new WeakMap<FakeSession, RichField>();

/** The sample plugin's minutes, one handle for as long as the session lives. */
function minutesOf(session: FakeSession): RichField {
  const known = riches.get(session);
  if (known !== undefined) return known;
  const made = session.room({ case: SAMPLE, room: 'joint' }).rich(Minutes, Minutes.name, 'body', 'minutes');
  if (made.value() === '') made.edit(richContents(MINUTES));
  riches.set(session, made);
  return made;
}

const filled = new WeakSet<FakeSession>();

/** What an example has beside the sample case, put in when it is first shown. */
function once(session: FakeSession, fill: (session: FakeSession) => void): void {
  if (!filled.has(session)) fill(session);
  filled.add(session);
}

/** One live example a tag. A test holds the list to the manifest: a new element brings its example. */
export const LIVE: Readonly<Record<string, (session: FakeSession) => TemplateResult>> = {
  'onedoor-allocation': onCase((id) => html`<onedoor-allocation case=${id}></onedoor-allocation>`),
  'onedoor-board': () => html`<onedoor-board></onedoor-board>`,
  'onedoor-case': onCase((id) => html`<onedoor-case case=${id}></onedoor-case>`),
  'onedoor-case-form': () => html`<onedoor-case-form></onedoor-case-form>`,
  'onedoor-case-paper': onCase((id) => html`<onedoor-case-paper case=${id}></onedoor-case-paper>`),
  'onedoor-conflicts': onCase((id) => html`<onedoor-conflicts case=${id}></onedoor-conflicts>`),
  'onedoor-evidence': onCase((id) => html`<onedoor-evidence case=${id}></onedoor-evidence>`),
  'onedoor-facts': onCase((id) => html`<onedoor-facts case=${id}></onedoor-facts>`),
  'onedoor-field-history': onCase(
    (id) =>
      html`<onedoor-field-history case=${id} collection="facts" record="facts" .fields=${['place', 'amount']}></onedoor-field-history>`,
  ),
  'onedoor-files': (session) => {
    const files = session.fakeFiles({ case: SAMPLE, room: 'joint' });
    once(session, () => files.stand({ file: PHOTOGRAPH, stage: 'sending', sentBytes: 1_048_576 }));
    return html`<onedoor-files case=${SAMPLE} label="现场照片" .files=${[PHOTOGRAPH]}></onedoor-files>`;
  },
  'onedoor-glance': onCase((id) => html`<onedoor-glance case=${id}></onedoor-glance>`),
  'onedoor-identity': onCase(
    (id) => html`<onedoor-identity case=${id} of="p0" name="赵𠮷祥" value="150981197911309917"></onedoor-identity>`,
  ),
  'onedoor-issues': onCase((id) => html`<onedoor-issues case=${id}></onedoor-issues>`),
  'onedoor-news': onCase((id) => html`<onedoor-news case=${id}></onedoor-news>`),
  'onedoor-offers': (session) => {
    once(session, fillOffers);
    return html`<onedoor-offers case=${SAMPLE}></onedoor-offers>`;
  },
  'onedoor-parties': onCase((id) => html`<onedoor-parties case=${id}></onedoor-parties>`),
  'onedoor-pages': () => html`<onedoor-pages></onedoor-pages>`,
  'onedoor-plugin-page': () => html`<onedoor-plugin-page plugin="sample" page="bench"></onedoor-plugin-page>`,
  'onedoor-plugin-problems': () => html`<onedoor-plugin-problems></onedoor-plugin-problems>`,
  'onedoor-plugin-tab': onCase((id) => html`<onedoor-plugin-tab case=${id} plugin="sample" tab="main"></onedoor-plugin-tab>`),
  'onedoor-presence': onCase((id) => html`<onedoor-presence case=${id}></onedoor-presence>`),
  'onedoor-proposals': onCase((id) => html`<onedoor-proposals case=${id}></onedoor-proposals>`),
  'onedoor-refused': (session) => {
    once(session, fillRefused);
    return html`<onedoor-refused></onedoor-refused>`;
  },
  'onedoor-rich': (session) => html`<onedoor-rich .field=${minutesOf(session)} rows="6"></onedoor-rich>`,
  'onedoor-safety': () => html`<onedoor-safety></onedoor-safety>`,
  'onedoor-session-provider': onCase(
    (id) => html`<onedoor-session-provider theme="dark"><onedoor-stage case=${id}></onedoor-stage></onedoor-session-provider>`,
  ),
  'onedoor-search': () => html`<onedoor-search></onedoor-search>`,
  'onedoor-sealed': onCase((id) => html`<onedoor-sealed case=${id} room="sample.sealed"></onedoor-sealed>`),
  'onedoor-sign-out': () => html`<onedoor-sign-out></onedoor-sign-out>`,
  'onedoor-stage': onCase((id) => html`<onedoor-stage case=${id}></onedoor-stage>`),
  'onedoor-sync-bar': () => html`<onedoor-sync-bar></onedoor-sync-bar>`,
  'onedoor-tasks': onCase((id) => html`<onedoor-tasks case=${id}></onedoor-tasks>`),
  'onedoor-team': onCase((id) => html`<onedoor-team case=${id}></onedoor-team>`),
  'onedoor-text': (session) => html`<onedoor-text .field=${summaryOf(session)} rows="4"></onedoor-text>`,
  'onedoor-timeline': onCase((id) => html`<onedoor-timeline case=${id}></onedoor-timeline>`),
  'onedoor-undo': onCase((id) => html`<onedoor-undo case=${id}></onedoor-undo>`),
  'onedoor-unlock': () => html`<onedoor-unlock .lock=${LOCK}></onedoor-unlock>`,
};

import type { FileRef } from '@onedoor/core';
import { field, filled, formValue, guardComposition, onSubmit, type PluginContext, tick, ticked } from '@onedoor/elements';
import { html, nothing, type TemplateResult } from 'lit';
import { isFixed, type JudicialState, judicialSlice, type Oral } from './acts.js';
import { addSignedPage, removeSignedPage, SignedPage } from './content.js';
import { type Draft, shortHash } from './draft.js';
import type { viewZh } from './locales/view-zh.js';
import type { zh } from './locales/zh.js';
import type { OralPaper } from './oral.js';
import { resignOf, type Signatures, signaturesOf } from './signing.js';

const { request } = judicialSlice;
/** Where signed pages are put, and where those of before stand. */
export const SIGNED_ROOM = 'judicial.signed';

/** What signing and effect of an agreement need of the element that shows them. */
export interface EffectHost {
  readonly ctx: PluginContext;
  readonly t: (key: keyof typeof viewZh | keyof typeof zh, params?: Readonly<Record<string, string | number>>) => string;
  readonly act: (asked: Parameters<PluginContext['acts']['run']>[0], form?: HTMLFormElement) => unknown;
  readonly told: (result: Awaited<ReturnType<PluginContext['commands']['run']>>) => boolean;
  /** The agreement as it stands now. */
  readonly draft: () => Draft;
  /** What is written now is the last version. */
  readonly isSame: boolean;
  readonly number: string;
  readonly print: (of: OralPaper) => void;
  readonly download: (of: OralPaper) => void;
}

interface Page {
  readonly version: string;
  readonly file: FileRef;
}
const pagesIn = (room: Pick<PluginContext, 'data'>): Page[] =>
  room.data
    .collection(SignedPage)
    .list()
    .flatMap((read) => (read.ok ? [read.value] : []));
/** All signed pages, wherever they stand. */
const allPages = (ctx: PluginContext): Page[] => [...pagesIn(ctx.in(SIGNED_ROOM)), ...pagesIn(ctx)];

/** Whose signatures each version has, with the pages that are here. */
export const signaturesHere = (state: JudicialState, ctx: PluginContext): Signatures[] =>
  signaturesOf(
    state,
    allPages(ctx).map(({ version }) => version),
  );

/** The signed paper, photographed or scanned; a finger on the page is offered beside it, and says that it is a picture. */
export function pagesView({ ctx, t, told }: EffectHost, version: string, isClosed = false): TemplateResult {
  const inRoom = (name: string, room: Pick<PluginContext, 'data' | 'commands' | 'writable'>, readOnly: boolean) => {
    const files = pagesIn(room).flatMap((page) => (page.version === version ? [page.file] : []));
    const add = async ({ detail: { file } }: CustomEvent<{ file: FileRef }>) =>
      void told(await room.commands.run(addSignedPage.request({ id: file.id, version, file })));
    const remove = async ({ detail: { file } }: CustomEvent<{ file: FileRef }>) =>
      void told(await room.commands.run(removeSignedPage.request({ id: file.id })));
    return {
      files,
      view: html`<onedoor-files draw case=${ctx.case} room=${name} label=${t('signedPages')} .files=${files} ?read-only=${readOnly}
      @od-file-added=${add} @od-file-removed=${remove}></onedoor-files>`,
    };
  };
  const signed = ctx.in(SIGNED_ROOM);
  const now = inRoom(SIGNED_ROOM, signed, isClosed || !signed.writable);
  // Pages of before stay where they were put; new ones are not added there.
  const before = inRoom(ctx.room, ctx, true);
  return html`${before.files.length === 0 ? nothing : before.view}${before.files.length > 0 && now.files.length === 0 && (isClosed || !signed.writable) ? nothing : now.view}`;
}

/** What has to be signed anew, and which signatures do not count for it. Nothing where nothing has. */
export function resignView(
  signatures: readonly Signatures[],
  { t, isSame }: Pick<EffectHost, 't' | 'isSame'>,
): TemplateResult | typeof nothing {
  const found = resignOf(signatures, isSame);
  if (found === undefined) return nothing;
  const old = found.old.join(', ');
  return html`<p class="notice" role="status"><strong>▲ ${t('resign')}</strong> ${t(`resign.${found.why}`, { old, number: signatures.length })}</p>`;
}

/** The marks of one version in the list of all, with the pages of one that was replaced. */
export function versionMarks(each: Signatures | undefined, host: EffectHost): TemplateResult | typeof nothing {
  if (each === undefined || (!each.isSigned && each.pages === 0)) return nothing;
  const { number, hash, isSigned, pages, replacedBy } = each;
  return html`<p>${isSigned ? html`<span class="mark">${host.t('version.signed')}</span>` : nothing}
      ${replacedBy === undefined ? nothing : html`<span class="mark pending">${host.t('version.replaced', { number, by: replacedBy })}</span>`}</p>
    ${replacedBy === undefined || pages === 0 || isSigned ? nothing : pagesView(host, hash, true)}`;
}

/** How an agreement comes into effect: signed on paper, or by word of mouth and written down. */
export function effectView(state: JudicialState, host: EffectHost): TemplateResult {
  const { ctx, t } = host;
  const { signed, oral, versions, ruling } = state;
  const last = versions.at(-1);
  const signatures = signaturesHere(state, ctx);
  const isNew = last !== undefined && last.hash !== signed?.hash;
  const open = isNew && !isFixed(state) && (signed === undefined || isNew || ruling?.result === 'rejected');
  const may = (act: string) => ctx.acts.may(`judicial.${act}`).allowed;
  const day = () => html`<input type="date" name="on" required max=${ctx.clock.today()} value=${ctx.clock.today()} />`;
  const sign = (form: HTMLFormElement): void => {
    const has = (name: string) => ticked(form, name).length > 0;
    const hash = last?.hash ?? '';
    const pages = allPages(ctx).flatMap(({ version, file: { id, name, hash: sum } }) =>
      version === hash ? [{ id, name, hash: sum }] : [],
    );
    void host.act(
      request.sign({
        on: formValue(form, 'on'),
        hash,
        parties: has('parties'),
        mediator: has('mediator'),
        seal: has('seal'),
        ...(pages.length === 0 ? {} : { pages }),
      }),
      form,
    );
  };
  return html`<section class="part" aria-labelledby="effect">
    <h3 id="effect">${t('effect')}</h3>
    ${resignView(signatures, host)}
    ${signed === undefined && oral === undefined ? html`<p class="quiet">${t('notInEffect')}</p>` : nothing}
    ${
      signed === undefined
        ? nothing
        : html`<p>${t('signedShown', { on: ctx.i18n.date(signed.on), number: versions.findIndex(({ hash }) => hash === signed.hash) + 1, hash: shortHash(signed.hash) })}</p>
          ${(signed.pages ?? []).map(({ name, hash }) => html`<p class="quiet" title=${hash}>${t('pageShown', { name, hash: hash.slice(0, 12) })}</p>`)}${pagesView(host, signed.hash)}`
    }
    ${oral === undefined ? nothing : oralShown(oral, host)}
    ${
      !open || last === undefined || !may('sign')
        ? nothing
        : html`<details class="act no-print"><summary>${t('sign')}</summary>
            <form class="stack" @keydown=${guardComposition} @submit=${onSubmit(sign)}>
              <p class="hint">${t('signHint')}</p>
              <p>${t('version', { number: versions.length })} <code>${t('hash', { hash: shortHash(last.hash) })}</code></p>
              ${pagesView(host, last.hash)}
              <div class="grid">${field(t('signedOn'), day())}</div>
              <div>${tick('parties', t('signedParties'))}${tick('mediator', t('signedMediator'))}${tick('seal', t('signedSeal'))}</div>
              <button type="submit" class="primary">${t('sign')}</button>
            </form></details>`
    }
    ${signed !== undefined || oral !== undefined || !may('registerOral') ? nothing : oralForm(host)}
  </section>`;
}

/** An oral agreement as it was registered, with its paper. */
function oralShown(oral: Oral, host: EffectHost): TemplateResult {
  const { ctx, t } = host;
  // Registered before its paper was asked for: the parties are then those of the case.
  const of: OralPaper = {
    number: host.number,
    committee: host.draft().committee,
    oral,
    parties: oral.parties ?? host.draft().parties,
    isRegistered: true,
  };
  return html`<p>${t('oralShown', { on: ctx.i18n.date(oral.on) })} ${oral.place ?? ''} ${oral.mediator}</p>
    ${(oral.facts ?? '') === '' ? nothing : html`<p class="version-text quiet">${oral.facts}</p>`}
    <p class="version-text">${oral.content}</p><p class="version-text quiet">${oral.performance}</p>
    <div class="row no-print"><button type="button" @click=${() => host.print(of)}>${t('oral.print')}</button><button type="button" @click=${() => host.download(of)}>${t('oral.docx')}</button></div>`;
}

function oralForm(host: EffectHost): TemplateResult {
  const { ctx, t } = host;
  const oralOf = (form: HTMLFormElement): Oral => {
    const [place, facts, recorder] = [filled(form, 'place'), filled(form, 'facts'), filled(form, 'recorder')];
    const { parties } = host.draft();
    return {
      on: formValue(form, 'on'),
      content: formValue(form, 'content'),
      performance: formValue(form, 'performance'),
      mediator: formValue(form, 'mediator'),
      ...(place === undefined ? {} : { place }),
      ...(facts === undefined ? {} : { facts }),
      ...(recorder === undefined ? {} : { recorder }),
      ...(parties.length === 0 ? {} : { parties: [...parties] }),
    };
  };
  const register = (form: HTMLFormElement) => void host.act(request.registerOral(oralOf(form)), form);
  /** What is to be read to the parties before it is registered: a draft. */
  const preview = ({ currentTarget }: Event): void => {
    const form = currentTarget instanceof HTMLButtonElement ? currentTarget.form : null;
    if (form === null) return;
    const { committee, parties } = host.draft();
    host.print({ number: host.number, committee, oral: oralOf(form), parties, isRegistered: false });
  };
  const { committee: _, mediator, recorder } = host.draft();
  return html`<details class="act no-print"><summary>${t('registerOral')}</summary>
    <form class="stack" @keydown=${guardComposition} @submit=${onSubmit(register)}>
      <p class="hint">${t('oralHint')}</p>
      <div class="grid">
        ${field(t('oralOn'), html`<input type="date" name="on" required max=${ctx.clock.today()} value=${ctx.clock.today()} />`)}
        ${field(t('oral.place'), html`<input name="place" maxlength="200" autocomplete="off" />`)}
        ${field(t('mediator'), html`<input name="mediator" maxlength="200" autocomplete="off" value=${mediator} />`)}
        ${field(t('recorder'), html`<input name="recorder" maxlength="200" autocomplete="off" value=${recorder} />`)}
      </div>
      ${field(t('oral.facts'), html`<textarea name="facts" maxlength="4000"></textarea>`)}
      ${field(t('oralContent'), html`<textarea name="content" required maxlength="4000"></textarea>`)}
      ${field(t('oralPerformance'), html`<textarea name="performance" maxlength="1000"></textarea>`)}
      <div class="row"><button type="submit" class="primary">${t('registerOral')}</button><button type="button" @click=${preview}>${t('oral.draft')}</button></div>
    </form></details>`;
}

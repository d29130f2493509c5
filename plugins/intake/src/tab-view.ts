import { provisionalCode } from '@onedoor/core';
import { field, formValue, guardComposition, oneOf, onSubmit, options, PluginElement, qrCode } from '@onedoor/elements';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { access, intake, type Link, type Received } from './acts.js';
import type { viewZh } from './locales/view-zh.js';
import { printKey, progressAddress } from './receipt.js';
import { giveKey, link, unlink } from './register.js';

type Key = keyof typeof viewZh;

/** In a case: how it came in, who answers for it, and the cases it belongs with. */
export class TabView extends PluginElement<Key> {
  /** The code that was given just now: nobody can show it a second time. */
  @state() private given: { readonly party: string; readonly key: string; readonly drawn: TemplateResult } | undefined;

  protected override render(): TemplateResult {
    const { received, accepted, links } = this.ctx.acts.state(intake);
    const may = (command: string) => this.ctx.acts.may(command).allowed;
    return html`<section class="stack" aria-labelledby="title">
      <h2 id="title">${this.t('title')} ${this.waiting(intake)}</h2>
      ${this.refusal()} ${received === undefined ? html`<p class="quiet">${this.t('tabNone')}</p>` : this.#received(received)}
      ${
        received === undefined
          ? nothing
          : accepted !== undefined
            ? html`<p>${this.t('accepted', { who: this.ctx.i18n.person(accepted.by), when: this.ctx.i18n.moment(accepted.at) })}</p>`
            : html`<p class="notice">${this.t('waitingFor', { who: this.ctx.i18n.person(received.by) })}</p>
                ${may('intake.accept') ? html`<p class="no-print"><button type="button" class="primary" @click=${() => void this.act(intake.request.accept({}))}>${this.t('accept')}</button></p>` : nothing}`
      }
      <div class="part">
        <h3>${this.t('links')}</h3>
        ${this.#links(links, may('intake.unlink'))} ${may('intake.link') ? this.#adding(links) : nothing}
      </div>
      ${this.#access(may('intake-access.give'))}
    </section>`;
  }

  #received({ source, ref, from, form, people, receivedOn, by, at }: Received): TemplateResult {
    const line = (label: string, value: unknown) => (value === undefined ? nothing : html`<dt>${label}</dt><dd>${value}</dd>`);
    const word = (name: 'ref' | 'from'): string => this.t(`${name}.${source}` as Key);
    return html`<dl class="about">
      ${line(this.t('how'), this.say(`source.${source}`))} ${line(this.t('form'), form === undefined ? undefined : this.t(`form.${form}`))}
      ${line(word('ref'), ref)} ${line(word('from'), from)} ${line(this.t('people'), people)}
      ${line(this.t('receivedOn'), this.ctx.i18n.date(receivedOn))}
      ${line(this.t('receivedBy'), html`${this.ctx.i18n.person(by)} · <span class="number">${this.ctx.i18n.moment(at)}</span>`)}
      ${line(this.t('provisional'), html`<span class="number">${provisionalCode(this.ctx.case)}</span>`)}
    </dl>`;
  }

  #links(links: Readonly<Record<string, Link>>, mayUndo: boolean): TemplateResult {
    const rows = this.ctx.cases.rows();
    const all = Object.entries(links);
    if (all.length === 0) return html`<p class="quiet">${this.t('linksNone')}</p>`;
    return html`<p class="hint">${this.t('linksHint')}</p>
      <ul>
        ${all.map(([other, { leads, reason, by, at }]) => {
          const row = rows.find((each) => each.case === other);
          const name =
            row === undefined ? this.t('unreadable') : `${this.ctx.i18n.number(row.number) ?? this.t('unnumbered')} ${row.title}`;
          const undo = async (form: HTMLFormElement): Promise<void> => {
            const [refusal] = await unlink(this.ctx, { of: this.ctx.case, other, reason: formValue(form, 'reason') });
            this.told(refusal === undefined ? { ok: true, value: undefined } : { ok: false, refusal });
          };
          return html`<li class="part">
            <p><span class="mark">${this.t(`leads.${leads}`)}</span> ${row === undefined ? name : html`<button type="button" class="link printed" @click=${() => this.ctx.cases.open(other)}>${name}</button>`}</p>
            <p class="quiet">${reason} ${this.ctx.i18n.person(by)} · <span class="number">${this.ctx.i18n.moment(at)}</span></p>
            ${
              mayUndo
                ? html`<details class="act no-print">
                    <summary>${this.t('unlink')}</summary>
                    <form class="row" @keydown=${guardComposition} @submit=${onSubmit((form) => void undo(form))}>
                      <div class="grow">${field(this.t('unlinkReason'), html`<input name="reason" required maxlength="500" autocomplete="off" />`)}</div>
                      <button type="submit">${this.t('unlink')}</button>
                    </form>
                  </details>`
                : nothing
            }
          </li>`;
        })}
      </ul>`;
  }

  #adding(links: Readonly<Record<string, Link>>): TemplateResult | typeof nothing {
    const rows = this.ctx.cases.rows().filter((row) => row.case !== this.ctx.case && links[row.case] === undefined);
    if (rows.length === 0) return nothing;
    const nameOf = new Map(rows.map((row) => [row.case, `${this.ctx.i18n.number(row.number) ?? this.t('unnumbered')} ${row.title}`]));
    const add = async (form: HTMLFormElement): Promise<void> => {
      const leads = oneOf(['this', 'other'], formValue(form, 'leads'));
      if (leads === undefined) return;
      const [refusal] = await link(this.ctx, {
        of: this.ctx.case,
        other: formValue(form, 'other'),
        leads,
        reason: formValue(form, 'reason'),
      });
      if (!this.told(refusal === undefined ? { ok: true, value: undefined } : { ok: false, refusal })) return;
      form.reset();
      const place = form.closest('details');
      if (place !== null) place.open = false;
    };
    return html`<details class="act no-print">
      <summary>${this.t('addLink')}</summary>
      <form class="stack" @keydown=${guardComposition} @submit=${onSubmit((form) => void add(form))}>
        ${field(this.t('linkCase'), html`<select name="other" required>${options([...nameOf.keys()], (id) => nameOf.get(id) ?? id, this.t('choose'))}</select>`)}
        ${field(this.t('linkLeads'), html`<select name="leads" required>${options(['this', 'other'], (each) => this.t(`linkLeads.${each}`), this.t('choose'))}</select>`)}
        ${field(this.t('linkReason'), html`<input name="reason" required maxlength="500" autocomplete="off" />`)}
        <button type="submit" class="primary">${this.t('addLink')}</button>
      </form>
    </details>`;
  }

  /** Who looks at the progress without an account, and how they rated it. */
  #access(mayGive: boolean): TemplateResult {
    const { access: given, ratings } = this.ctx.acts.state(access);
    const parties = new Map(this.ctx.core.parties().map(({ id, name }) => [id, name]));
    const nameOf = (party: string): string => parties.get(party) ?? this.t('partyGone');
    const rated = Object.entries(ratings).flatMap(([party, all]) => all.map((rating) => ({ party, ...rating })));
    return html`<div class="part">
        <h3>${this.t('access')} ${this.waiting(access)}</h3>
        <p class="hint">${this.t('accessHint')}</p>
        ${Object.keys(given).length === 0 ? html`<p class="quiet">${this.t('accessNone')}</p>` : nothing}
        <ul>
          ${Object.entries(given).map(
            ([party, { by, at }]) => html`<li>
              <p>${nameOf(party)} <span class="quiet">${this.t('accessGiven', { who: this.ctx.i18n.person(by), when: this.ctx.i18n.moment(at) })}</span></p>
              ${mayGive ? this.#revoking(party) : nothing}
            </li>`,
          )}
        </ul>
        ${mayGive && parties.size > 0 ? this.#giving(parties) : nothing}
        ${
          this.given === undefined
            ? nothing
            : html`<div class="notice" role="status">
                <p>${nameOf(this.given.party)}</p>
                ${this.given.drawn}
                <p class="hint">${this.t('accessShown')}</p>
                <button type="button" class="no-print" @click=${() => void this.#print()}>${this.t('accessPrint')}</button>
              </div>`
        }
      </div>
      <div class="part">
        <h3>${this.t('ratings')}</h3>
        ${
          rated.length === 0
            ? html`<p class="quiet">${this.t('ratingsNone')}</p>`
            : html`<ul>${rated.map(({ party, score, words, at }) => html`<li><p>${nameOf(party)} <strong class="number">${this.t('rating', { score })}</strong> <span class="quiet number">${this.ctx.i18n.moment(at)}</span></p><p>${words}</p></li>`)}</ul>`
        }
      </div>`;
  }

  #giving(parties: ReadonlyMap<string, string>): TemplateResult {
    const give = async (form: HTMLFormElement): Promise<void> => {
      const party = formValue(form, 'party');
      const made = await giveKey(this.ctx, this.ctx.case, party);
      if (!this.told(made) || !made.ok) return;
      this.given = { party, key: made.value, drawn: await qrCode(progressAddress(made.value), this.t('qr')) };
    };
    return html`<form class="row no-print" @submit=${onSubmit((form) => void give(form))}>
      ${field(this.t('accessParty'), html`<select name="party" required>${options([...parties.keys()], (id) => parties.get(id) ?? id, this.t('choose'))}</select>`)}
      <button type="submit">${this.t('accessGive')}</button>
    </form>`;
  }

  #revoking(party: string): TemplateResult {
    return html`<details class="act no-print">
      <summary>${this.t('accessRevoke')}</summary>
      <form class="row" @keydown=${guardComposition} @submit=${onSubmit((form) => void this.act(access.request.revoke({ party, reason: formValue(form, 'reason') })))}>
        <div class="grow">${field(this.t('accessReason'), html`<input name="reason" required maxlength="500" autocomplete="off" />`)}</div>
        <button type="submit">${this.t('accessRevoke')}</button>
      </form>
    </details>`;
  }

  async #print(): Promise<void> {
    const row = this.ctx.cases.rows().find((each) => each.case === this.ctx.case);
    if (this.given !== undefined) await printKey(this.ctx, { case: this.ctx.case, title: row?.title ?? '', key: this.given.key });
  }
}

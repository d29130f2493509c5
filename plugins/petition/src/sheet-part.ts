import type { ReadResult } from '@onedoor/core';
import { field, filled, formValue, guardComposition, oneOf, onSubmit, type Paper, tick, ticked, typed } from '@onedoor/elements';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import { CHANNELS, KINDS, MAX_REPRESENTATIVES, petitionSlice } from './acts.js';
import { addPetitioner, editPetitioner, Petitioner, removePetitioner, restorePetitioner, Sheet } from './content.js';
import { DeskView, type Key } from './desk-view.js';
import { type Petitioners, sheetPaper } from './paper.js';

const { request } = petitionSlice;
const TEXTS = ['request', 'facts', 'reasons'] as const;

/** The registration sheet and the act that registers it. */
export abstract class SheetPart extends DeskView {
  /** The petitioner whom this person has just removed, while that can be taken back here. */
  @state() private removed: { readonly id: string; readonly name: string } | undefined;

  protected renderSheet(): TemplateResult {
    const people = this.ctx.data.collection(Petitioner).list();
    return html`<section class="part" aria-labelledby="sheet">
      <h3 id="sheet">${this.t('sheet')}</h3>
      ${this.#registered()}
      <h4>${this.t('petitioners')}</h4>
      ${people.length === 0 ? html`<p class="quiet">${this.t('noPetitioners')}</p>` : nothing}
      <ul class="people">${repeat(
        people,
        (each) => each.id,
        (each) => this.#petitioner(each),
      )}</ul>
      ${this.#removedLine()} ${this.ctx.writable ? this.#adding() : nothing}
      ${TEXTS.map((name) => {
        const label = this.t(name);
        const text = this.ctx.text(Sheet, 'sheet', name, label);
        return html`<div class="row"><h4>${label}</h4>${this.history(Sheet, 'sheet', label, [name], text)}</div><onedoor-text data-record="sheet" data-field=${name} .field=${text} rows="3" placeholder=${this.t(`${name}Hint` as Key)}></onedoor-text>`;
      })}
      ${this.ctx.writable && this.state.registered === undefined ? html`<p class="quiet">${this.t('oralHint')}</p>` : nothing}
      ${this.state.registered === undefined ? this.#registering(people) : html`${this.prints('printSheet', () => this.#paper())} ${this.downloads('sheet')}`}
    </section>`;
  }

  /** Those who bring the petition, as papers name them. */
  protected get petitioners(): readonly Petitioners[] {
    return this.ctx.data
      .collection(Petitioner)
      .list()
      .flatMap((each) => (each.ok ? [each.value] : []));
  }

  /** What the sheet says, as papers have it. */
  protected get sheetTexts(): Readonly<Record<(typeof TEXTS)[number], string>> {
    const text = (name: (typeof TEXTS)[number]) => this.ctx.text(Sheet, 'sheet', name, this.t(name)).value();
    return { request: text('request'), facts: text('facts'), reasons: text('reasons') };
  }

  #paper(): Paper {
    return sheetPaper(this.state, this.petitioners, this.sheetTexts);
  }

  #registered(): TemplateResult | typeof nothing {
    const { registered } = this.state;
    if (registered === undefined) return nothing;
    const { on, by, channel, kind, oral, people, representatives, reachable, number } = registered;
    return html`<dl class="about">
      <dt>${this.t('number')}</dt>
      <dd class="number">${number === undefined ? this.t('numberPending') : this.t('numberShown', { year: number.year, number: number.value })}</dd>
      <dt>${this.t('registeredOn')}</dt><dd class="number">${this.date(on)}</dd>
      <dt>${this.t('registeredBy')}</dt><dd>${this.ctx.i18n.person(by)}</dd>
      <dt>${this.t('channelOf')}</dt><dd>${this.word('channel', channel)}${oral ? html` <span class="quiet">${this.t('oral')}</span>` : nothing}</dd>
      <dt>${this.t('kindOf')}</dt><dd>${this.word('kind', kind)}</dd>
      <dt>${this.t('people')}</dt>
      <dd class="number">${people}${representatives > 0 ? html` <span class="quiet">${this.t('representatives')} ${representatives}</span>` : nothing}</dd>
      ${reachable ? nothing : html`<dt>${this.t('address')}</dt><dd>${this.t('reachableNo')}</dd>`}
    </dl>`;
  }

  #petitioner(each: ReadResult<typeof Petitioner>): TemplateResult {
    if (!each.ok) return html`<li><p class="notice">${this.t('damaged')}</p></li>`;
    const { id, name, representative = false } = each.value;
    const input = (of: 'name' | 'address' | 'phone', maxLength: number) =>
      field(
        this.t(of),
        html`<input
          name=${`petitioner-${of}`}
          maxlength=${maxLength}
          autocomplete="off"
          ?readonly=${!this.ctx.writable}
          .value=${typed(each.value[of] ?? '')}
          @keydown=${guardComposition}
          @change=${(event: Event) => event.currentTarget instanceof HTMLInputElement && void this.#edit(id, of, event.currentTarget)}
        />`,
      );
    const choose = (event: Event) =>
      event.currentTarget instanceof HTMLInputElement && void this.#run(id, { representative: event.currentTarget.checked });
    return html`<li>
      ${input('name', 100)} ${input('address', 200)} ${input('phone', 40)}
      <label class="check" title=${this.t('representativeLabel')}>
        <input type="checkbox" .checked=${live(representative)} ?disabled=${!this.ctx.writable} @change=${choose} /><span>${this.t('representative')}</span>
      </label>
      ${this.ctx.writable ? html`<button type="button" class="link no-print" aria-label=${`${this.t('remove')}: ${name}`} @click=${() => void this.#remove(id, name)}>${this.t('remove')}</button>` : nothing}
    </li>`;
  }

  #adding(): TemplateResult {
    const add = async (form: HTMLFormElement): Promise<void> => {
      const [name, address, phone] = [formValue(form, 'name'), filled(form, 'address'), filled(form, 'phone')];
      if (name === '') return;
      if (this.told(await this.ctx.commands.run(addPetitioner.request({ id: this.ctx.id(), name, address, phone })))) form.reset();
    };
    return html`<form class="people no-print" @keydown=${guardComposition} @submit=${onSubmit((form) => void add(form))}>
      <div class="grid">
        ${field(this.t('name'), html`<input name="name" required maxlength="100" autocomplete="off" />`)}
        ${field(this.t('address'), html`<input name="address" maxlength="200" autocomplete="off" />`)}
        ${field(this.t('phone'), html`<input name="phone" maxlength="40" autocomplete="off" />`)}
      </div>
      <p><button type="submit">${this.t('addPetitioner')}</button></p>
    </form>`;
  }

  #removedLine(): TemplateResult | typeof nothing {
    const { removed } = this;
    if (removed === undefined) return nothing;
    const restore = async () => {
      if (this.told(await this.ctx.commands.run(restorePetitioner.request({ id: removed.id })))) this.removed = undefined;
    };
    return html`<p class="notice row no-print" role="status">
      ${this.t('removed', { name: removed.name })}<button type="button" @click=${() => void restore()}>${this.t('undo')}</button>
    </p>`;
  }

  #registering(people: readonly ReadResult<typeof Petitioner>[]): TemplateResult | typeof nothing {
    // The desk's own sheet says whether somebody can be told: a name with an address.
    const reachable = people.some((each) => each.ok && (each.value.address ?? '').trim() !== '');
    const representatives = people.filter((each) => each.ok && each.value.representative === true).length;
    const send = (form: HTMLFormElement): void => {
      const [channel, kind] = [oneOf(CHANNELS, formValue(form, 'channel')), oneOf(KINDS, formValue(form, 'kind'))];
      if (channel === undefined || kind === undefined) return;
      const args = {
        on: formValue(form, 'on'),
        channel,
        kind,
        oral: ticked(form, 'oral').length > 0,
        people: Number(formValue(form, 'people')),
        representatives: Number(formValue(form, 'representatives')),
        reachable,
      };
      void this.act(request.register(args), form);
    };
    return this.opens(
      'register',
      'register',
      html`<div class="grid">
          ${this.day('on', this.t('registeredOn'))} ${this.choice('channel', this.t('channelOf'), CHANNELS, 'channel')}
          ${this.choice('kind', this.t('kindOf'), KINDS, 'kind')}
          ${field(this.t('people'), html`<input type="number" name="people" required min="1" max="9999" value=${Math.max(1, people.length)} />`)}
          ${field(
            this.t('representatives'),
            html`<input type="number" name="representatives" required min="0" max=${MAX_REPRESENTATIVES} value=${Math.min(representatives, MAX_REPRESENTATIVES)} />`,
            this.t('representativesHint'),
          )}
        </div>
        ${tick('oral', this.t('oral'))}
        <p class="quiet">${this.t(reachable ? 'reachable' : 'reachableNo')}</p>`,
      send,
      'registerHint',
    );
  }

  async #edit(id: string, of: 'name' | 'address' | 'phone', input: HTMLInputElement): Promise<void> {
    const value = input.value.trim();
    if (of === 'name' && value === '') this.requestUpdate();
    else await this.#run(id, { [of]: of === 'name' ? value : value || undefined });
  }

  async #run(id: string, patch: Parameters<typeof editPetitioner.request>[0]['patch']): Promise<void> {
    this.told(await this.ctx.commands.run(editPetitioner.request({ id, patch })));
  }

  async #remove(id: string, name: string): Promise<void> {
    if (this.told(await this.ctx.commands.run(removePetitioner.request({ id })))) this.removed = { id, name };
  }
}

import type { RefusedChange } from '@onedoor/core';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { WatchController } from '../controllers/watch-controller.js';
import { OnedoorElement } from '../internal/onedoor-element.js';
import { formatMoment } from '../locales/format.js';
import type { MessageKey, Params } from '../locales/locale.js';
import { departmentName } from '../locales/names.js';
import { offeredWords } from '../offers/offer-words.js';
import { refusedStyles } from './refused.styles.js';
import { changeValues } from './refused-words.js';
import '../locales/case-texts.js';

/** The refused changes, once there is one: see `OnedoorRefused`. */
export class RefusedPanel extends OnedoorElement {
  static override styles = [...OnedoorElement.styles, refusedStyles];

  @state() private copied = '';
  readonly #refused = new WatchController(this, () => this.desk.session?.refused);
  readonly #rows = new WatchController(this, () => this.desk.session?.rows);

  readonly #directory = new WatchController(this, () => this.desk.session?.directory);
  readonly #speaker = {
    t: (key: MessageKey, params?: Params) => this.t(key, params),
    nameOf: (person: string) => this.#directory.value?.people[person]?.name ?? person,
    departmentOf: (department: string) => departmentName(this.desk.locale, this.#directory.value, department),
  };

  protected override render(): TemplateResult | typeof nothing {
    const refused = this.#refused.value ?? [];
    if (refused.length === 0) return nothing;
    const open = refused.filter(mayAsk);
    return html`<section aria-labelledby="title">
      <div class="row head">
        <h2 id="title">${this.t('refused.title')}</h2>
        ${open.length < 2 ? nothing : html`<button type="button" class="no-print" @click=${() => void this.#askAll(open)}>${this.t('refused.askAll', { count: open.length })}</button>`}
      </div>
      <p class="quiet">${this.t('refused.hint')}</p>
      <ul>${refused.map((change) => this.#one(change))}</ul>
    </section>`;
  }

  #one(change: RefusedChange): TemplateResult {
    const title = this.#rowOf(change)?.title ?? this.t('refused.unknownCase');
    const what = offeredWords(change, this.#speaker);
    return html`<li part="change">
      <p><strong>${what}</strong> ${title} <span class="quiet number">${formatMoment(this.desk.locale, change.madeAt, this.desk.today)}</span></p>
      ${this.refusal(change.refusal)}
      <pre>${this.#values(change)}</pre>
      <div id=${`offer-${change.id}`} class="offer" role="status" tabindex="-1">${this.#offer(change)}</div>
      <div class="row no-print">
        ${mayAsk(change) ? html`<button type="button" class="primary" aria-label=${`${this.t('refused.ask')}${this.t('common.colon')}${what}`} @click=${() => void this.#ask(change)}>${this.t('refused.ask')}</button>` : nothing}
        <button type="button" aria-label=${`${this.t('refused.copy')}${this.t('common.colon')}${what}`} @click=${() => void this.#copy(change)}>${this.t(this.copied === change.id ? 'refused.copied' : 'refused.copy')}</button>
        <button type="button" aria-label=${`${this.t('refused.dismiss')}${this.t('common.colon')}${what}`} @click=${() => void this.desk.session?.dismiss(change.id)}>${this.t('refused.dismiss')}</button>
      </div>
    </li>`;
  }

  /** How an offer stands; whoever may not read the room any more is told that they will hear no more. */
  #offer(change: RefusedChange): TemplateResult | typeof nothing {
    const { offer } = change;
    if (offer === undefined) return nothing;
    const name = this.#speaker.nameOf(offer.by ?? '');
    switch (offer.state) {
      case 'waiting':
        return html`<span class="mark pending">${this.t('refused.offerWaiting')}</span>`;
      case 'sent':
        return html`<span class="mark">${this.t('refused.offerSent')}</span> <span class="quiet">${this.t(this.#isReader(change) ? 'refused.offerSentHint' : 'refused.offerSentClosed')}</span>`;
      case 'accepted':
        return html`<span class="mark ok"><span aria-hidden="true">✓</span> ${this.t('refused.offerAccepted', { name })}</span>`;
      case 'declined':
        return html`<span class="mark">${this.t('refused.offerDeclined', { name })}</span> ${this.t('refused.offerReason', { reason: offer.reason ?? '' })}`;
      case 'failed':
        return html`<span class="mark conflict">${this.t('refused.offerFailed')}</span> ${offer.refusal === undefined ? nothing : this.refusal(offer.refusal)}`;
    }
  }

  #rowOf(change: RefusedChange) {
    return this.#rows.value?.find((row) => row.case === change.case);
  }

  #isReader(change: RefusedChange): boolean {
    return this.#rowOf(change)?.rooms.some(({ room }) => room === change.room) === true;
  }

  #values(change: RefusedChange): string {
    return changeValues(change, this.#speaker).join('\n');
  }

  async #ask({ id, case: caseId, room, command }: RefusedChange): Promise<void> {
    if (!this.emit('od-before-offer', { id, case: caseId, room, command }, { cancelable: true })) return;
    await this.desk.session?.offer(id);
    await this.updateComplete;
    // The button is gone: what has become of it is told, and whoever works by keyboard stays here.
    this.renderRoot.querySelector<HTMLElement>(`#offer-${CSS.escape(id)}`)?.focus();
  }

  async #askAll(changes: readonly RefusedChange[]): Promise<void> {
    for (const change of changes) await this.#ask(change);
  }

  async #copy(change: RefusedChange): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.#values(change));
      this.copied = change.id;
    } catch {
      // Without a secure context there is no clipboard: the values stand on the page, chosen for copying by hand.
      const shown = [...this.renderRoot.querySelectorAll('pre')].find((each) => each.textContent === this.#values(change));
      if (shown !== undefined) getSelection()?.selectAllChildren(shown);
    }
  }
}

/** An act that answers an offer, or makes a case, is nothing that another could make in one's stead. */
const mayAsk = ({ offer, command, room, case: caseId }: RefusedChange): boolean =>
  (offer === undefined || offer.state === 'failed') &&
  !command.startsWith('offer.') &&
  command !== 'case.create' &&
  caseId !== '-' &&
  room !== '';

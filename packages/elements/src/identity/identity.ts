import { identityFaults, identitySlice, maskIdentity, type Refusal, shanghaiDate } from '@onedoor/core';
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import { CaseElement } from '../internal/case-element.js';
import { focusWhenShown, formValue, guardComposition, isComposing, onSubmit } from '../internal/form.js';
import { typed } from '../internal/typed.js';
import '../locales/case-texts.js';

/**
 * An identity number of somebody in a case. It stands masked; whoever needs it in full says what for, and that is an entry
 * of the case's log. A number that cannot be one (length, characters, region, birthday, check digit) is kept as it was
 * entered and marked.
 *
 * @summary Identity number, masked until asked for.
 *
 * @attr case - Case id.
 * @attr of - Id of the party, or of the person of a party.
 * @attr name - Whose number it is, by name, for the entry and for who does not see the place.
 * @attr value - The number.
 * @attr readonly - It can be looked at and not changed.
 * @fires {CustomEvent<{value: string}>} od-identity - Another number was entered; empty: none.
 * @csspart number - The masked number.
 */
export class OnedoorIdentity extends CaseElement {
  static override styles = [
    ...CaseElement.styles,
    css`
      :host {
        display: block;
      }
      .masked {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 8px;
        min-height: var(--_target);
      }
      input {
        width: 100%;
      }
      form {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        padding-top: 4px;
      }
      form input {
        flex: 1 1 160px;
        width: auto;
      }
      .faults {
        color: var(--_warning);
        font-size: 13px;
        line-height: 20px;
      }
    `,
  ];

  @property() of = '';
  @property() name = '';
  @property() value = '';
  @property({ type: Boolean }) readonly = false;
  @state() private shown = false;
  @state() private asking = false;
  @state() private problem: Refusal | undefined;
  readonly #case = this.openRoom('case');

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('of') && !changed.has('caseId')) return;
    this.shown = false;
    this.asking = false;
    this.problem = undefined;
  }

  protected override render(): TemplateResult {
    const masked = this.value !== '' && !this.shown;
    return html`${masked ? this.#masked() : this.#plain()} ${this.asking ? this.#form() : nothing} ${this.refusal(this.problem)} ${this.#faults()}`;
  }

  #masked(): TemplateResult {
    const may = this.mayAct(this.#case.room, 'identity.show').allowed;
    return html`<div class="masked">
      <span class="number" part="number">${maskIdentity(this.value)}</span>
      ${
        may && !this.asking
          ? html`<button type="button" class="link no-print" data-return aria-label=${`${this.t('idCard.show')}: ${this.name}`} @click=${() => (this.asking = true)}>${this.t('idCard.show')}</button>`
          : nothing
      }
    </div>`;
  }

  #plain(): TemplateResult {
    return html`<input
      class="number"
      autocomplete="off"
      maxlength="18"
      aria-label=${this.t('party.field.idNumber')}
      .value=${typed(this.value)}
      ?readonly=${this.readonly}
      @change=${this.#store}
    />`;
  }

  #form(): TemplateResult {
    return html`<form class="no-print" @keydown=${this.#keys} @submit=${onSubmit((form) => void this.#show(form))}>
      <input name="purpose" required minlength="2" maxlength="200" autocomplete="off" aria-label=${this.t('idCard.purpose')} placeholder=${this.t('idCard.purpose')} ${ref(focusWhenShown)} />
      <button type="submit" class="primary">${this.t('idCard.show')}</button>
      <button type="button" @click=${() => (this.asking = false)}>${this.t('common.cancel')}</button>
      <span class="hint">${this.t('idCard.logged')}</span>
    </form>`;
  }

  #faults(): TemplateResult | typeof nothing {
    const faults = this.value === '' ? [] : identityFaults(this.value, shanghaiDate(Date.now()));
    if (faults.length === 0) return nothing;
    return html`<p class="faults"><span aria-hidden="true">▲</span> ${faults.map((fault) => this.t(`idCard.fault.${fault}`)).join(' ')}</p>`;
  }

  async #show(form: HTMLFormElement): Promise<void> {
    const purpose = formValue(form, 'purpose');
    if (purpose === '') return;
    const stored = await this.sendAct(identitySlice.request.show({ of: this.of, name: this.name || this.of, purpose }));
    if (stored === undefined) return;
    this.problem = stored.ok ? undefined : stored.refusal;
    this.asking = !stored.ok;
    this.shown = stored.ok;
  }

  readonly #keys = (event: KeyboardEvent): void => {
    guardComposition(event);
    if (event.key !== 'Escape' || isComposing(event)) return;
    event.preventDefault();
    event.stopPropagation();
    this.asking = false;
  };

  readonly #store = (event: Event): void => {
    if (event.currentTarget instanceof HTMLInputElement)
      this.emit('od-identity', { value: event.currentTarget.value.trim().toUpperCase() });
  };
}

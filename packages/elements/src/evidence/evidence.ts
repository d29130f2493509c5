import { addEvidence, Evidence, type Refusal } from '@onedoor/core';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import { CaseElement } from '../internal/case-element.js';
import { field, filled, focusWhenShown, formValue, guardComposition, onSubmit } from '../internal/form.js';
import { newId } from '../internal/new-id.js';
import { evidenceStyles } from './evidence.styles.js';

/**
 * The evidence list of a case.
 *
 * @attr case - Case id.
 */
export class OnedoorEvidence extends CaseElement {
  static override styles = [...CaseElement.styles, evidenceStyles];

  @state() private adding = false;
  @state() private problem: Refusal | undefined;
  readonly #joint = this.openRoom('joint', { collections: [Evidence.name] });

  protected override render(): TemplateResult {
    const blocked = this.unavailable(this.#joint);
    const room = this.#joint.room;
    if (blocked !== nothing || room === undefined) return html`${blocked}`;
    const items = room.records.list(Evidence);
    const pages = items.reduce((sum, item) => sum + (item.ok ? item.value.pages : 0), 0);
    return html`<section class="stack" aria-labelledby="title">
      <div class="row">
        <h2 id="title">${this.t('evidence.title')}</h2>
        <span class="quiet number">${this.t('evidence.count', { count: items.length, pages })}</span>
        ${this.#joint.writable && !this.adding ? html`<button type="button" data-return class="no-print" @click=${() => (this.adding = true)}>${this.t('evidence.add')}</button>` : nothing}
      </div>
      ${this.readOnlyNote(this.#joint)} ${this.adding ? this.#form() : nothing} ${this.refusal(this.problem)}
      ${
        items.length === 0
          ? html`<p class="empty">${this.t('evidence.none')}</p>`
          : html`<div class="scroll" tabindex="0" role="region" aria-labelledby="title"><table>
            <thead>
              <tr>
                <th scope="col" class="end">#</th>
                <th scope="col">${this.t('evidence.name')}</th>
                <th scope="col">${this.t('evidence.from')}</th>
                <th scope="col">${this.t('evidence.original')}</th>
                <th scope="col" class="end">${this.t('evidence.pages')}</th>
                <th scope="col">${this.t('evidence.purpose')}</th>
                <th scope="col">${this.t('evidence.receivedOn')}</th>
              </tr>
            </thead>
            <tbody>
              ${items.map((item, at) =>
                item.ok
                  ? html`<tr>
                      <td class="end number quiet">${at + 1}</td>
                      <th scope="row">${item.value.name}</th>
                      <td data-label=${this.t('evidence.from')}>${item.value.from}</td>
                      <td>${this.t(item.value.original ? 'evidence.isOriginal' : 'evidence.isCopy')}</td>
                      <td data-label=${this.t('evidence.pages')} class="end number">${item.value.pages}</td>
                      <td data-label=${this.t('evidence.purpose')}>${item.value.purpose}</td>
                      <td data-label=${this.t('evidence.receivedOn')} class="number">${item.value.receivedOn}</td>
                    </tr>`
                  : html`<tr><td colspan="7">${this.refusal(item.refusal)}</td></tr>`,
              )}
            </tbody>
          </table></div>`
      }
    </section>`;
  }

  #form(): TemplateResult {
    return html`<form class="stack card" @keydown=${guardComposition} @submit=${onSubmit((form) => void this.#add(form))}>
      <div class="grid">
        ${field(this.t('evidence.name'), html`<input name="name" ${ref(focusWhenShown)} required maxlength="200" autocomplete="off" />`)}
        ${field(this.t('evidence.from'), html`<input name="from" required maxlength="100" autocomplete="off" />`)}
        ${field(
          this.t('evidence.original'),
          html`<select name="original" required>
          <option value="">${this.t('common.choose')}</option>
          <option value="yes">${this.t('evidence.isOriginal')}</option>
          <option value="no">${this.t('evidence.isCopy')}</option>
        </select>`,
        )}
        ${field(this.t('evidence.pages'), html`<input name="pages" type="number" min="0" max="100000" step="1" required />`)}
        ${field(this.t('evidence.receivedOn'), html`<input name="receivedOn" type="date" />`)}
        <div class="wide">${field(this.t('evidence.purpose'), html`<input name="purpose" maxlength="500" autocomplete="off" />`)}</div>
      </div>
      <div class="row">
        <button class="primary" type="submit">${this.t('common.add')}</button>
        <button type="button" @click=${() => (this.adding = false)}>${this.t('common.cancel')}</button>
      </div>
    </form>`;
  }

  async #add(form: HTMLFormElement): Promise<void> {
    const [purpose, receivedOn] = [filled(form, 'purpose'), filled(form, 'receivedOn')];
    const evidence = {
      name: formValue(form, 'name'),
      from: formValue(form, 'from'),
      original: formValue(form, 'original') === 'yes',
      pages: Number(formValue(form, 'pages')),
      ...(purpose === undefined ? {} : { purpose }),
      ...(receivedOn === undefined ? {} : { receivedOn }),
    };
    const result = await this.#joint.room?.run(addEvidence.request({ id: newId(), evidence }));
    this.problem = result === undefined || result.ok ? undefined : result.refusal;
    if (result?.ok === true) this.adding = false;
  }
}

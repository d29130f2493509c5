import { definePluginView, field, filled, formValue, guardComposition, onSubmit, PluginElement } from '@onedoor/elements';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { zh } from './locales/zh.js';
import { manifest } from './manifest.js';
import { addTalk, callBack, Talk } from './model.js';

// This file is loaded when somebody opens the tab. Any Lit element with `ctx` is a view; PluginElement brings the look of
// the desk, `t` for texts, `told` and `refusal` for what did not go through, and `act` for sending an act from a form.

/** The promise to call back, and what was said. */
export class TalksView extends PluginElement<keyof typeof zh> {
  protected override render(): TemplateResult {
    const talks = this.ctx.data.collection(Talk).list();
    return html`<section class="stack" aria-labelledby="title">
      <h2 id="title">${this.t('title')} ${this.waiting(callBack)}</h2>
      ${this.#promise()} ${this.refusal()}
      ${this.ctx.writable ? this.#adding() : nothing}
      ${talks.length === 0 ? html`<p class="empty">${this.t('none')}</p>` : nothing}
      <ul>
        ${repeat(
          [...talks].reverse(),
          (talk) => talk.id,
          (talk) => {
            // A record that fails its schema is shown as damaged and breaks nothing.
            if (!talk.ok) return html`<li class="part notice">${this.t('damaged')}</li>`;
            const { id, title, heldOn } = talk.value;
            return html`<li class="part">
              <h3>${title} ${heldOn === undefined ? nothing : html`<span class="quiet number">${this.ctx.i18n.date(heldOn)}</span>`}</h3>
              <onedoor-rich .field=${this.ctx.rich(Talk, id, 'text', title)} rows="4"></onedoor-rich>
            </li>`;
          },
        )}
      </ul>
    </section>`;
  }

  #promise(): TemplateResult {
    const { dueOn } = this.ctx.acts.state(callBack);
    const { promise, keep } = callBack.request;
    // Ask before you offer: the server decides by the same rules.
    const may = (command: string) => this.ctx.acts.may(command).allowed;
    const send = (form: HTMLFormElement) => void this.act(promise({ dueOn: formValue(form, 'dueOn') }), form);
    return html`<p>${dueOn === undefined ? this.t('notPromised') : this.t('promised', { due: this.ctx.i18n.date(dueOn) })}</p>
      ${
        dueOn !== undefined && may('template.keep')
          ? html`<p class="no-print"><button type="button" @click=${() => void this.act(keep({}))}>${this.t('keep')}</button></p>`
          : nothing
      }
      ${
        may('template.promise')
          ? html`<form class="row no-print" @keydown=${guardComposition} @submit=${onSubmit(send)}>
              ${field(this.t('dueOn'), html`<input type="date" name="dueOn" required min=${this.ctx.clock.today()} />`)}
              <button type="submit">${this.t('promise')}</button>
            </form>`
          : nothing
      }`;
  }

  #adding(): TemplateResult {
    const add = async (form: HTMLFormElement): Promise<void> => {
      const request = addTalk.request({ id: this.ctx.id(), title: formValue(form, 'title'), heldOn: filled(form, 'heldOn') });
      if (this.told(await this.ctx.commands.run(request))) form.reset();
    };
    return html`<form class="row no-print" @keydown=${guardComposition} @submit=${onSubmit((form) => void add(form))}>
      <div class="grow">${field(this.t('talk'), html`<input name="title" required maxlength="200" autocomplete="off" />`)}</div>
      ${field(this.t('heldOn'), html`<input type="date" name="heldOn" value=${this.ctx.clock.today()} />`)}
      <button type="submit">${this.t('add')}</button>
    </form>`;
  }
}

export default definePluginView({ manifest, views: { talks: TalksView } });

import type { ActRequest, RecordDefinition, Refusal, Result, TextField } from '@onedoor/core';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { baseStyles } from '../internal/base.styles.js';
import { errorLabel, type MessageKey, type Params, translate } from '../locales/locale.js';
import { type Paper, printPaper } from '../paper/print-paper.js';
import type { FoldedSlice, PluginContext, PluginView } from '../plugin-host/plugin-view.js';
import { pluginStyles } from './plugin-element.styles.js';

/**
 * What views of plugins have in common, for those that want it: the look of the desk, texts of the plugin, and a place for
 * refusals. A view need not extend it; any Lit element with `ctx` is one. `Key` are the keys of the plugin's dictionary.
 *
 * @example
 * class BellView extends PluginElement<keyof typeof zh> {
 *   protected override render() {
 *     return html`<h2>${this.t('bell')}</h2>${this.refusal()}`;
 *   }
 * }
 */
export abstract class PluginElement<Key extends string = string> extends LitElement implements PluginView {
  static override styles = [baseStyles, pluginStyles];

  @property({ attribute: false }) ctx!: PluginContext;
  @state() private refused: Refusal | undefined;

  /** A text of the plugin. */
  protected t(key: Key, params?: Params): string {
    return this.ctx.i18n.t(key, params);
  }

  /** A text of the host, for what all plugins say alike. */
  protected say(key: MessageKey, params?: Params): string {
    return translate(this.ctx.locale, key, params);
  }

  /** Keeps a refusal for `refusal()`, or takes the last one away. Returns whether it went through. */
  protected told(result: Result<unknown>): boolean {
    this.refused = result.ok ? undefined : result.refusal;
    return result.ok;
  }

  /** Sends an act; when it is stored, the form that it came from is emptied and closed. Returns whether it was. */
  protected async act(request: ActRequest, form?: HTMLFormElement): Promise<boolean> {
    const stored = this.told(await this.ctx.acts.run(request));
    if (!stored || form === undefined) return stored;
    form.reset();
    const place = form.closest('details');
    if (place !== null) {
      place.open = false;
      place.querySelector('summary')?.focus();
    }
    return true;
  }

  /**
   * The quiet control that opens the history of a record's fields: who wrote what and when, and a way to put a former state
   * back. Of a text give the handle that its editor has; without one the text is shown and not put back.
   *
   * @param label what the fields belong to, such as the record's name
   * @param fields names of the fields to choose from
   * @example html`<h3>${title}</h3>${this.history(Note, id, title, ['text', 'title'], this.ctx.text(Note, id, 'text', title))}`
   */
  protected history(record: RecordDefinition, id: string, label: string, fields: readonly string[], text?: TextField): TemplateResult {
    const { ctx } = this;
    return html`<onedoor-field-history class="no-print" case=${ctx.case} .room=${ctx.room} collection=${record.name} record=${id} label=${label} .fields=${fields} .text=${text} ?read-only=${!ctx.writable}></onedoor-field-history>`;
  }

  /** Prints a paper with the head of the centre's record at its end: see `printPaper`. */
  protected print(paper: Omit<Paper, 'head'>): Promise<void> {
    return printPaper({ ...paper, head: () => this.ctx.recordHead() });
  }

  /** A mark beside what this person's own acts have changed and the server has not logged yet. */
  protected waiting<S>(slice: FoldedSlice<S>, of: (state: S) => unknown = (state) => state): TemplateResult | typeof nothing {
    if (of(this.ctx.acts.state(slice)) === of(this.ctx.acts.logged(slice))) return nothing;
    return html`<span class="mark pending">${this.say('act.waiting')}</span>`;
  }

  /**
   * What stands where a page says a sum, or that there is none. While not all cases are here it says that they are being read
   * instead, and how far that has come: aloud the beginning and the end, the numbers in between for whoever looks. For pages with the grant `cases`.
   *
   * @example html`<h2>${this.t('bells')}</h2>${this.sum(this.t('count', { count: rows.length }))}`
   */
  protected sum(words: string): TemplateResult {
    const { read, total } = this.ctx.cases.reading() ?? {};
    const isWhole = read === undefined;
    return html`<span class="quiet" role="status">${isWhole ? words : this.say('list.reading')}</span>${
      isWhole
        ? nothing
        : html` <span class="quiet number" data-reading>${total === undefined ? this.say('list.readingSome', { read }) : this.say('list.readingOf', { read, total })}</span>`
    }`;
  }

  /** The last refusal in words: of the code, and where the plugin has a text named as the place of the fault, that too. */
  protected refusal(): TemplateResult | typeof nothing {
    if (this.refused === undefined) return nothing;
    const { code, seen, expected, todo, at } = this.refused;
    const why = at === undefined ? undefined : this.ctx.i18n.t(at);
    return html`<div class="refusal" role="alert">
      <strong>${errorLabel(this.ctx.locale, code)}</strong>${why === undefined || why === at ? nothing : html`<p>${why}</p>`}
      <details><summary>${this.say('common.details')}</summary><p lang="en">${code}: ${seen}; ${expected}. ${todo}</p></details>
    </div>`;
  }
}

import { type ReadResult, type RecordDefinition, type RecordValue, textDifference } from '@onedoor/core';
import { PluginElement, type PluginRoom, typed } from '@onedoor/elements';
import { html, nothing, type TemplateResult } from 'lit';
import { type Errand, type ErrandsState, errandSlice } from './errands.js';
import type { viewZh } from './locales/view-zh.js';
import { type Grid, roomOf, type TreeState, treeSlice } from './tree.js';
import { Matter, Photo, Visit } from './visits.js';

export type Key = keyof typeof viewZh;
export type VisitValue = RecordValue<typeof Visit>;
export type MatterValue = RecordValue<typeof Matter>;
export type PhotoValue = RecordValue<typeof Photo>;

const whole = <R extends RecordDefinition>(list: readonly ReadResult<R>[]): RecordValue<R>[] =>
  list.flatMap((read) => (read.ok ? [read.value] : []));

/** What the worker's page and the centre's page read alike: the tree, and the rooms of grids. */
export abstract class GridElement extends PluginElement<Key> {
  protected get tree(): TreeState {
    return this.ctx.acts.state(treeSlice);
  }

  /** Codes of the grids that this person's rights of one kind name, such as `grid.work.`. */
  protected codesBy(prefix: string): string[] {
    const { rights = [] } = this.ctx.core.people()[this.ctx.me.person] ?? {};
    return rights.flatMap((right) => (right.startsWith(prefix) ? [right.slice(prefix.length)] : [])).sort();
  }

  protected has(right: string): boolean {
    return this.ctx.core.people()[this.ctx.me.person]?.rights.includes(right) === true;
  }

  protected placeOf(code: string): PluginRoom {
    return this.ctx.in(roomOf(code));
  }

  /** A grid by its code, also one that the tree does not have yet. */
  protected gridNamed(code: string): Grid {
    return this.tree.grids[code] ?? { code, name: code, committee: '', villages: [] };
  }

  protected committeeName(code: string): string {
    return this.tree.committees[this.gridNamed(code).committee]?.name ?? '';
  }

  protected visitsOf(code: string): VisitValue[] {
    return whole(this.placeOf(code).data.collection(Visit).list());
  }
  protected mattersOf(code: string): MatterValue[] {
    return whole(this.placeOf(code).data.collection(Matter).list());
  }
  protected photosOf(code: string): PhotoValue[] {
    return whole(this.placeOf(code).data.collection(Photo).list());
  }
  protected errandsOf(code: string): ErrandsState {
    return this.placeOf(code).acts.state(errandSlice);
  }

  /** Number of an errand's receipt; undefined until the server has given one. */
  protected receiptNumber({ number }: Errand): string | undefined {
    return number === undefined ? undefined : this.t('errand.number', { year: number.year, value: number.value });
  }

  protected day(date: string): string {
    return this.ctx.i18n.date(date);
  }

  /** Where a case stands that was made of a matter: its number, or that the number is still to come. */
  protected caseNumber(id: string): string | undefined {
    return this.ctx.i18n.number(this.ctx.cases.rows().find((row) => row.case === id)?.number);
  }

  /** How many records could not be read; their raw values are kept. */
  protected damaged(code: string): TemplateResult | typeof nothing {
    const { data } = this.placeOf(code);
    const count = [
      data
        .collection(Visit)
        .list()
        .filter(({ ok }) => !ok),
      data
        .collection(Matter)
        .list()
        .filter(({ ok }) => !ok),
      data
        .collection(Photo)
        .list()
        .filter(({ ok }) => !ok),
    ].flat().length;
    return count === 0 ? nothing : html`<p class="notice">${this.t('damaged', { count })}</p>`;
  }

  /**
   * A plain text box for a co-edited text: dictation and input methods write into it as into any other, and no key is looked
   * at. What was typed is stored at once, in a composition when the word is chosen.
   */
  protected words(code: string, visit: string, label: string): TemplateResult {
    const text = this.placeOf(code).text(Visit, visit, 'words', label);
    const store = (event: Event) => {
      const box = event.currentTarget;
      if (!(box instanceof HTMLTextAreaElement) || (event instanceof InputEvent && event.isComposing)) return;
      const delta = textDifference(text.value(), box.value);
      if (delta.length > 0) text.edit(delta);
    };
    return html`<textarea name="words" rows="5" maxlength="10000" .value=${typed(text.value())} ?readonly=${!text.writable} @input=${store} @compositionend=${store} @change=${store}></textarea>`;
  }
}

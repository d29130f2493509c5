import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { HistoryController } from '../history/history-controller.js';
import { CaseElement } from '../internal/case-element.js';
import { formatList, formatMoment } from '../locales/format.js';
import { newsStyles } from './news.styles.js';
import '../locales/case-texts.js';

/** Names that a line holds. */
const MOST = 3;

/**
 * What others have changed since this person last looked at the case: how many acts and edits, by whom, and on demand
 * which. Nothing where nothing is new, and on the first visit.
 *
 * @attr case - Case id.
 */
export class OnedoorNews extends CaseElement {
  static override styles = [...CaseElement.styles, newsStyles];

  @state() private open = false;
  readonly #history = new HistoryController(
    this,
    () => this.desk.session,
    () => this.caseId,
  );

  protected override render(): TemplateResult | typeof nothing {
    const news = this.#history.news();
    if (news === undefined || news.entries.length === 0) return nothing;
    const { locale, today } = this.desk;
    const count = (kind: 'act' | 'edit') => news.entries.filter((entry) => entry.kind === kind).length;
    const [acts, edits] = [count('act'), count('edit')];
    const people = [...new Set(news.entries.map(({ person }) => person))].map((person) => this.nameOf(person));
    const who =
      people.length > MOST
        ? this.t('news.andOthers', { names: formatList(locale, people.slice(0, MOST)), count: people.length })
        : formatList(locale, people);
    const what = [
      ...(acts === 0 ? [] : [this.t('news.acts', { count: acts })]),
      ...(edits === 0 ? [] : [this.t('news.edits', { count: edits })]),
    ];
    return html`<section class="no-print" aria-label=${this.t('news.title')}>
      <p class="row"><span class="dot" aria-hidden="true">●</span>
        <span>${this.t('news.line', { when: formatMoment(locale, news.since, today), what: formatList(locale, what), who })}</span>
        <button type="button" aria-expanded=${this.open} @click=${() => (this.open = !this.open)}>${this.t(this.open ? 'common.done' : 'news.show')}</button>
      </p>
      ${this.open ? html`<onedoor-timeline case=${this.caseId} news></onedoor-timeline>` : nothing}
    </section>`;
  }
}

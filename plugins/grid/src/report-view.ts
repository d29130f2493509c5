import { PluginElement } from '@onedoor/elements';
import { html, nothing, type TemplateResult } from 'lit';
import type { viewZh } from './locales/view-zh.js';
import { reportSlice } from './report.js';

/** On a case: which grid reported it, what was found, and what was done before it came here. */
export class ReportView extends PluginElement<keyof typeof viewZh> {
  protected override render(): TemplateResult {
    const { report } = this.ctx.acts.state(reportSlice);
    return html`<section class="stack" aria-labelledby="title">
      <h2 id="title">${this.t('report.title')} ${this.waiting(reportSlice)}</h2>
      ${
        report === undefined
          ? html`<p class="empty">${this.t('report.none')}</p>`
          : html`<dl class="about">
              ${this.#line('report.grid', `${report.gridName} ${report.grid}`)} ${this.#line('report.foundOn', this.ctx.i18n.date(report.foundOn))}
              ${this.#line('report.by', this.ctx.i18n.person(report.by))} ${this.#line('matter.place', report.place)}
              ${this.#line('matter.people', report.people)} ${this.#line('matter.done', report.done)}
            </dl>`
      }
    </section>`;
  }

  #line(label: keyof typeof viewZh, value: string | undefined): TemplateResult | typeof nothing {
    return value === undefined || value === '' ? nothing : html`<dt>${this.t(label)}</dt><dd>${value}</dd>`;
  }
}

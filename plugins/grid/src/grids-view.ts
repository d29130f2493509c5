import { PluginElement } from '@onedoor/elements';
import { html, type TemplateResult } from 'lit';
import type { viewZh } from './locales/view-zh.js';
import { committeesOf, gridsOf, treeSlice, workerOf } from './tree.js';

/** The grids of the town by committee. */
export class GridsView extends PluginElement<keyof typeof viewZh> {
  protected override render(): TemplateResult {
    const tree = this.ctx.acts.state(treeSlice);
    const committees = committeesOf(tree);
    return html`<section class="stack" aria-labelledby="title">
      <h2 id="title">${this.t('title')} ${this.waiting(treeSlice)}</h2>
      ${committees.length === 0 ? html`<p class="empty">${this.t('tree.none')}</p>` : ''}
      ${committees.map(
        (committee) => html`<section class="part" aria-label=${committee.name}>
          <h3>${committee.name} <span class="number quiet">${committee.code}</span></h3>
          <ul>
            ${gridsOf(tree, committee.code).map((grid) => {
              const worker = workerOf(tree, grid.code);
              return html`<li>${grid.name} · ${worker === undefined ? this.t('tree.vacant') : this.ctx.i18n.person(worker.person)}</li>`;
            })}
          </ul>
        </section>`,
      )}
    </section>`;
  }
}

import { html, nothing, type TemplateResult } from 'lit';
import { WatchController } from '../controllers/watch-controller.js';
import { OnedoorElement } from '../internal/onedoor-element.js';
import { clearProblem, pluginProblems } from '../plugin-host/crashes.js';
import '../locales/case-texts.js';

/**
 * One line for each plugin that has thrown in this page, with a way to try it again where it is not switched off. The rest
 * of the page works on.
 *
 * @fires {CustomEvent<{plugin: string}>} od-plugin-retry - A person tries the plugin of this name again.
 * @csspart problem - The line of one plugin.
 */
export class OnedoorPluginProblems extends OnedoorElement {
  readonly #problems = new WatchController(this, () => pluginProblems);

  protected override render(): TemplateResult | typeof nothing {
    const problems = this.#problems.value ?? [];
    if (problems.length === 0) return nothing;
    return html`<ul class="no-print" role="status">${problems.map(({ plugin, off }) => {
      const name = this.desk.plugins.find(({ model }) => model.manifest.name === plugin)?.model.manifest.label[this.desk.locale] ?? plugin;
      return html`<li class="notice row" part="problem">
        <span><strong>${this.t('plugin.crashed', { name })}</strong> ${this.t(off ? 'plugin.off' : 'plugin.crashedHint')}</span>
        ${off ? nothing : html`<button type="button" aria-label=${`${this.t('plugin.retry')}: ${name}`} @click=${() => this.#retry(plugin)}>${this.t('plugin.retry')}</button>`}
      </li>`;
    })}</ul>`;
  }

  /** The line goes; what the plugin contributes is asked for again as the page renders, and comes back if it throws again. */
  #retry(plugin: string): void {
    clearProblem(plugin);
    this.emit('od-plugin-retry', { plugin });
  }
}

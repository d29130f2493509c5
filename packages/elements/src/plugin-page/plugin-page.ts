import { CENTRE_CASE } from '@onedoor/core';
import { html, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { Lazy } from '../internal/lazy.js';
import { LazyElement } from '../internal/lazy-element.js';
import { SETTINGS_PAGE } from '../pages/pages.js';
import { PluginHostElement, type ViewPlace } from '../plugin-host/plugin-host-element.js';

const SETTINGS = new LazyElement(
  'onedoor-settings',
  new Lazy(() => import('../settings/settings.js').then(({ OnedoorSettings }) => OnedoorSettings)),
);

/**
 * Shows one page of a plugin that belongs to no case: a desk for orders, a round through the village, a table of all cases.
 * Which pages a person has, `<onedoor-pages>` lists. The settings of the centre are the
 * page `settings` of `onedoor`.
 *
 * @attr plugin - Name of the plugin.
 * @attr page - Id of the page in the plugin's manifest.
 * @fires {CustomEvent<{case: string}>} od-open-case - The view asks the page to show a case.
 */
export class OnedoorPluginPage extends PluginHostElement {
  @property() page = '';
  @state() private settingsReady = false;

  constructor() {
    super();
    this.caseId = CENTRE_CASE;
  }

  protected override get place(): ViewPlace | undefined {
    return this.entry?.model.manifest.contributes.pages.find(({ id }) => id === this.page);
  }

  protected override get placeName(): string {
    return `page ${this.page}`;
  }

  protected override render(): TemplateResult {
    if (this.plugin !== SETTINGS_PAGE.plugin || this.page !== SETTINGS_PAGE.page) return super.render();
    if (this.settingsReady) return html`<onedoor-settings></onedoor-settings>`;
    void SETTINGS.ready().then(() => (this.settingsReady = true));
    return html`<p class="quiet" role="status">${this.t('common.loading')}</p>`;
  }
}

import { CENTRE_CASE } from '@onedoor/core';
import { property } from 'lit/decorators.js';
import { PluginHostElement, type ViewPlace } from '../plugin-host/plugin-host-element.js';

/**
 * Shows one page of a plugin that belongs to no case: a desk for orders, a round through the village, a table of all cases.
 * Which pages a person has, `<onedoor-pages>` lists.
 *
 * @attr plugin - Name of the plugin.
 * @attr page - Id of the page in the plugin's manifest.
 * @fires {CustomEvent<{case: string}>} od-open-case - The view asks the page to show a case.
 */
export class OnedoorPluginPage extends PluginHostElement {
  @property() page = '';

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
}

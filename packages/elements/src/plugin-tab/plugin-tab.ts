import { property } from 'lit/decorators.js';
import { PluginHostElement, type ViewPlace } from '../plugin-host/plugin-host-element.js';

/**
 * Shows one tab of a plugin on the page of a case. Its code is loaded when it is first shown; a placeholder with the
 * plugin's name stands where it throws, and three crashes within a minute switch it off for the session.
 *
 * @attr case - Case id.
 * @attr plugin - Name of the plugin.
 * @attr tab - Id of the tab in the plugin's manifest.
 * @fires {CustomEvent<{case: string}>} od-open-case - The view asks the page to show a case.
 */
export class OnedoorPluginTab extends PluginHostElement {
  @property() tab = '';

  protected override get place(): ViewPlace | undefined {
    return this.entry?.model.manifest.contributes.caseTabs.find(({ id }) => id === this.tab);
  }

  protected override get placeName(): string {
    return `tab ${this.tab}`;
  }
}

import { OnedoorSessionProvider, OnedoorSyncBar } from '@onedoor/elements/shell';
import { OnedoorDesk } from './desk/desk.js';
import { OnedoorDeskNotice } from './desk/desk-notice.js';
import { claimPage } from './page/one-copy.js';
import { registerTags } from './page/tags.js';

// Importing this module takes the page and registers the desk with what it shows by itself. All other tags are fetched
// when a desk sees them.
claimPage(import.meta.url);
registerTags({
  'onedoor-desk': OnedoorDesk,
  'onedoor-desk-notice': OnedoorDeskNotice,
  'onedoor-session-provider': OnedoorSessionProvider,
  'onedoor-sync-bar': OnedoorSyncBar,
});

declare global {
  interface HTMLElementTagNameMap {
    'onedoor-desk': OnedoorDesk;
  }
}

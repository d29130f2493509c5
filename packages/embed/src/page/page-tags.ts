import { OnedoorPages, OnedoorPluginPage } from '@onedoor/elements/pages';

/** Pages of plugins that belong to no case, and the way to them. */
export const PAGE_TAGS = {
  'onedoor-pages': OnedoorPages,
  'onedoor-plugin-page': OnedoorPluginPage,
} as const;

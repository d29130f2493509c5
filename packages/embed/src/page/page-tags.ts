import { OnedoorPages, OnedoorPluginPage, OnedoorSearch } from '@onedoor/elements/pages';

/** Pages of plugins that belong to no case, and the way to them and to cases. */
export const PAGE_TAGS = {
  'onedoor-pages': OnedoorPages,
  'onedoor-plugin-page': OnedoorPluginPage,
  'onedoor-search': OnedoorSearch,
} as const;

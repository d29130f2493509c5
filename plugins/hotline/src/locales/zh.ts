/** Texts that stand where the plugin's views are not loaded. The page's own are in `view-zh.ts`. */
export const zh = {
  title: '12345工单',
} as const;

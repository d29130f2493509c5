/** Texts that stand where the plugin's views are not loaded. The page's own are in `view-zh.ts`. */
export const zh = {
  'act.book': '预约{day} {from}至{to}：{purpose}',
  'edits.evidence': '佐证',
  'edits.evidence.words': '佐证内容',
} as const;

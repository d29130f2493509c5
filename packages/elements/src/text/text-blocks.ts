/** A part of a plain text as paper shows it. */
export type TextBlock =
  | { readonly kind: 'line'; readonly speaker?: string; readonly text: string }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] };

/**
 * Lines and tables of a plain text. A table is lines that begin and end with `|`, one row each, as pasting from Word or WPS
 * writes them. Where a line begins with a speaker's name and a colon, the name is told apart.
 *
 * @param speakers names that may begin a line
 * @example textBlocks('| 户 | 元 |\n赵：同意。', ['赵'])
 */
export function textBlocks(text: string, speakers: readonly string[] = []): TextBlock[] {
  const blocks: TextBlock[] = [];
  let rows: string[][] | undefined;
  for (const line of text.split('\n')) {
    const trimmed = line.trim();
    if (trimmed.length > 2 && trimmed.startsWith('|') && trimmed.endsWith('|')) {
      const cells = trimmed
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim());
      if (rows === undefined) blocks.push({ kind: 'table', rows: (rows = []) });
      rows.push(cells);
      continue;
    }
    rows = undefined;
    const speaker = speakers.find((name) => name !== '' && (line.startsWith(`${name}\uFF1A`) || line.startsWith(`${name}:`)));
    blocks.push(speaker === undefined ? { kind: 'line', text: line } : { kind: 'line', speaker, text: line.slice(speaker.length + 1) });
  }
  return blocks;
}

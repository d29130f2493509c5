import { type DocxParts, joined, pieces, plain, rootOf } from './docx.js';

/** A paragraph or table of a paper's body, as words alone. */
export type DocxBlock =
  | { readonly kind: 'paragraph'; readonly text: string; readonly align: 'start' | 'center' | 'end' }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] };

const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&amp;', '&');
const wordsOf = (xml: string): string => unescaped(plain(xml.replaceAll(/<w:br\/>/g, '<w:t>\n</w:t>')));

/** What a paper says from top to bottom, for a look at it on a screen: its words without the look of them. */
export function docxBlocks(parts: DocxParts): readonly DocxBlock[] {
  const xml = parts['word/document.xml'];
  return typeof xml !== 'string' ? [] : pieces(rootOf(joined(xml)).inside).flatMap(blockOf);
}

function blockOf(piece: string): readonly DocxBlock[] {
  if (piece.startsWith('<w:tbl'))
    return [
      {
        kind: 'table',
        rows: pieces(piece.slice(piece.indexOf('>') + 1, piece.lastIndexOf('<')))
          .filter((row) => row.startsWith('<w:tr'))
          .map((row) =>
            row
              .split(/<w:tc(?=[ >])/)
              .slice(1)
              .map((cell) =>
                pieces(cell)
                  .filter((each) => each.startsWith('<w:p'))
                  .map(wordsOf)
                  .join('\n'),
              ),
          ),
      },
    ];
  if (!piece.startsWith('<w:p')) return [];
  const style = /<w:pStyle w:val="([^"]*)"/.exec(piece)?.[1] ?? '';
  const jc = /<w:jc w:val="([^"]*)"/.exec(piece)?.[1] ?? '';
  const align = style === 'Title' || jc === 'center' ? 'center' : style === 'End' || jc === 'right' || jc === 'end' ? 'end' : 'start';
  return [{ kind: 'paragraph', text: wordsOf(piece), align }];
}

/** Dots that stand in names of minorities and of foreigners: people write all of them, or none. */
const NAME_DOTS = /[·•・‧∙⋅᛫⸱]/gu;
/** A full stop between two Chinese characters is meant as one of them. */
const FULL_STOP = /(?<=\p{Script=Han})[.。](?=\p{Script=Han})/gu;
const APOSTROPHES = /(?<=[a-z])['’`](?=[a-z])/gu;

/**
 * Text as it is looked for: full-width letters and digits as plain ones, small letters, no dots of names. Rare characters,
 * also those beyond the basic plane, stay as they are.
 *
 * @example searchText('买买提•艾力　ＡＢ１') // '买买提艾力 ab1'
 */
export const searchText = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(NAME_DOTS, '')
    .replace(FULL_STOP, '')
    .replace(/ü/gu, 'v')
    .replace(APOSTROPHES, '')
    .replace(/\s+/gu, ' ')
    .trim();

/** Shorter runs of digits are extensions and house numbers. */
const SHORTEST_PHONE = 7;
const TAIL = 4;

/**
 * The last four digits of each telephone number in a text (手机尾号); extensions are none.
 *
 * @example phoneTails('+86 138-0474-5678，座机 0474-3512345 转 802') // ['5678', '2345']
 */
export function phoneTails(text: string): string[] {
  const plain = text.normalize('NFKC').replace(/(?<=\d)[\s-]+(?=\d)/gu, '');
  const runs = plain.match(/\d+/gu) ?? [];
  return [...new Set(runs.filter(({ length }) => length >= SHORTEST_PHONE).map((run) => run.slice(-TAIL)))];
}

const BEFORE = 16;
const AFTER = 40;

/**
 * The place of a text where a word stands, as the text has it: what is before it, the word, what is after it. Undefined where
 * it stands nowhere.
 *
 * @param typed one word, as a person typed it
 * @example excerptOf('三户都同意先量地，再谈补偿。', '量地') // ['三户都同意先', '量地', '，再谈补偿。']
 */
export function excerptOf(text: string, typed: string): readonly [before: string, word: string, after: string] | undefined {
  const word = searchText(typed);
  if (word === '') return undefined;
  const plain = text.toLowerCase().indexOf(word);
  const [start, end] = plain >= 0 && text.toLowerCase().length === text.length ? [plain, plain + word.length] : placeOf(text, word);
  if (start === undefined || end === undefined) return undefined;
  const from = Math.max(0, start - BEFORE);
  const until = Math.min(text.length, end + AFTER);
  const line = (part: string) => part.replace(/\s+/gu, ' ');
  return [
    `${from > 0 ? '…' : ''}${line(text.slice(from, start))}`,
    line(text.slice(start, end)),
    `${line(text.slice(end, until))}${until < text.length ? '…' : ''}`,
  ];
}

/** The same where the text is written otherwise than it is looked for: with dots, full-width letters, line ends in between. */
function placeOf(text: string, word: string): readonly [start: number, end: number] | readonly [undefined, undefined] {
  if (!searchText(text).includes(word)) return [undefined, undefined];
  // The last place from which the rest still holds it is where it begins; the first up to which it is whole, where it ends.
  const last = (low: number, high: number, holds: (at: number) => boolean): number => {
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (holds(middle)) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const end = text.length - last(0, text.length, (cut) => searchText(text.slice(0, text.length - cut)).includes(word));
  const start = last(0, end, (at) => searchText(text.slice(at, end)).includes(word));
  return [start, end];
}

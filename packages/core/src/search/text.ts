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

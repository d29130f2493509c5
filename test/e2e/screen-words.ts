import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const LINE = /^\s*'?([\w.-]+)'?:\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`([^`]*)`),?$/gm;

/** A dictionary's texts by key, read as text: the dictionaries are no public name of their packages. */
function dictionary(file: string): Map<string, string> {
  const found = [...readFileSync(file, 'utf8').matchAll(LINE)];
  return new Map(found.map(([, key = '', single, double, back]) => [key, (single ?? double ?? back ?? '').replaceAll(/\\(.)/g, '$1')]));
}

/** Folders with the two dictionaries of a package, plugin or example. */
function localeFolders(): string[] {
  return ['packages', 'plugins'].flatMap((parent) =>
    readdirSync(join(ROOT, parent))
      .map((name) => join(ROOT, parent, name, 'src/locales'))
      .filter((folder) => existsSync(join(folder, 'zh.ts')) && existsSync(join(folder, 'en.ts'))),
  );
}

/** Texts that only one of the two languages has: seeing one of them on a page of the other is a fault. */
export function wordsOfOneLanguage(): {
  readonly zh: ReadonlySet<string>;
  readonly en: ReadonlySet<string>;
  readonly keys: ReadonlySet<string>;
} {
  const zh = new Set<string>();
  const en = new Set<string>();
  const keys = new Set<string>();
  for (const folder of localeFolders()) {
    const [chinese, english] = [dictionary(join(folder, 'zh.ts')), dictionary(join(folder, 'en.ts'))];
    for (const [key, text] of chinese) {
      keys.add(key);
      const other = english.get(key);
      // A text with a place in it never stands on a page as it is.
      if (other === undefined || other === text || /\{\w+\}/.test(text)) continue;
      zh.add(text);
      en.add(other);
    }
  }
  for (const text of [...zh]) {
    if (!en.has(text)) continue;
    zh.delete(text);
    en.delete(text);
  }
  return { zh, en, keys };
}

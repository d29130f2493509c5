import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { en } from './en.js';
import { errorLabel, fill, isLoaded, loadLocale, translate } from './locale.js';
import { zh } from './zh.js';
import { zhCase } from './zh-case.js';
import { zhFirst } from './zh-first.js';
import { zhLate } from './zh-late.js';

const test = suite('locales');
const places = (message: string) => [...message.matchAll(/\{\w+\}/g)].map(String).sort();

test('both dictionaries have the same keys, none of them empty', () => {
  assert.equal(Object.keys(en).sort(), Object.keys(zh).sort());
  for (const [key, message] of [...Object.entries(zh), ...Object.entries(en)]) assert.ok(message.trim() !== '', key);
});

test('a message has the same places in both languages', () => {
  const english: Readonly<Record<string, string>> = en;
  for (const [key, message] of Object.entries(zh)) assert.equal(places(english[key] ?? ''), places(message), key);
});

test('a language that is not here yet is answered in Chinese', async () => {
  assert.is(isLoaded('en'), false);
  assert.is(translate('en', 'common.cancel'), zh['common.cancel']);
  await loadLocale('en');
  assert.is(translate('en', 'common.cancel'), en['common.cancel']);
});

test('places are filled, an unknown one stays', () => {
  assert.is(fill('{a} of {b}', { a: 1 }), '1 of {b}');
  assert.equal(
    [1, '1', 0, 2, 11].map((n) => fill('{n} {n|day|days} left', { n })),
    ['1 day left', '1 day left', '0 days left', '2 days left', '11 days left'],
  );
  assert.is(translate('en', 'list.count', { shown: 1, all: 2 }), '1 shown of 2');
  assert.is(errorLabel('zh', 'OFFLINE'), '没有网络');
});

test('no text of a language stands in a source outside the dictionaries', () => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const sources = readdirSync(root, { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !/^(locales|testing)[/\\]/.test(file))
    // Names of fonts, and the foot of a page: official papers are Chinese whatever the screen speaks.
    .filter((file) => !/^docx[/\\]paper-docx\.ts$/.test(file))
    // What files of the field write is read there: numerals, units, parts of the day.
    .filter((file) => !/^tables[/\\]/.test(file));
  assert.ok(sources.length > 30);
  const code = (file: string) => readFileSync(join(root, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
  const found = sources.filter((file) => /\p{Script=Han}/u.test(code(file)));
  assert.equal(found, []);
});

test('whoever speaks of the case page brings its texts', () => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const parts = [...new Set(Object.keys(zhCase).map((key) => key.split('.')[0]))];
  assert.equal(
    parts.filter((part) => Object.keys(zhFirst).some((key) => key.startsWith(`${part}.`))),
    [],
  );
  const names = new RegExp(`['\`](?:${parts.join('|')})\\.[a-zA-Z$]`);
  const lacking = readdirSync(root, { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !/^(locales|testing)[/\\]/.test(file))
    .filter((file) => {
      const text = readFileSync(join(root, file), 'utf8');
      return names.test(text) && !text.includes("/locales/case-texts.js';");
    });
  assert.equal(lacking, []);
});

test('a text that comes late is named by modules that bring it, and by no other', () => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const sources = readdirSync(root, { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !/^(locales|testing)[/\\]/.test(file));
  const naming = sources.filter((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    return Object.keys(zhLate).some((key) => text.includes(`'${key}'`));
  });
  assert.ok(naming.length > 0);
  assert.equal(
    naming.filter((file) => !readFileSync(join(root, file), 'utf8').includes("/locales/late-texts.js';")),
    [],
  );
});

test.run();

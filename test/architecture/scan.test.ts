import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { importsOf, scan } from './scan.js';

const specifiers = (source: string) => importsOf(scan(source)).map(({ specifier }) => specifier);

const test = suite('scan');

test('static, type-only, dynamic, bare imports and re-exports are found', () => {
  const source = `
    import a, { b as c, type d } from 'one';
    import type { e } from "two";
    import * as f from 'three';
    import 'four';
    export { g } from 'five';
    export * from 'six';
    const h = await import('seven');
    type i = import('eight').i;
  `;
  assert.equal(specifiers(source), ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight']);
});

test('the names of a clause are told from their new names', () => {
  const names = (source: string) => importsOf(scan(source))[0]?.names;
  assert.equal(names(`import a, { b as c, type d } from 'x'`), ['default', 'b', 'd']);
  assert.equal(names(`import type { e } from 'x'`), ['e']);
  assert.equal(names(`import * as f from 'x'`), []);
  assert.equal(names(`export { z } from 'x'`), ['z']);
  assert.equal(names(`import { z as default } from 'x'`), ['z']);
});

test('comments, strings, templates and regular expressions import nothing', () => {
  const source = `
    // import 'a';
    /* import 'b'; */
    const c = "import 'c'";
    const d = \`import 'd' \${e("import 'e'", { f: \`\${g}\` })} import 'f'\`;
    const h = /import 'h'["']/.test(x) ? a / b : c / d;
    import.meta.url;
    Array.from('i');
    export const from = 'j';
    import 'k';
  `;
  assert.equal(specifiers(source), ['k']);
});

test('a token stands at the line where it begins', () => {
  const tokens = scan("/* one\n two */ a\n`b\nc` d\n'e'");
  assert.equal(
    tokens.map(({ text, line }) => `${line} ${text.replace('\n', ' ')}`),
    ['2 a', '3 b c', '4 d', '5 e'],
  );
});

test.run();

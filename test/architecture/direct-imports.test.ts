import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { definitions, direct } from '../../scripts/direct-imports.mjs';

const test = suite('direct imports of the build');
const index = fileURLToPath(new URL('../../packages/core/src/index.ts', import.meta.url));
const places = new Map([['@onedoor/core', definitions(index)]]);
const shortened = (text: string): string => direct(text, places, (file: string) => file.replace(/^.*\/core\/src\//, ''));

test('each name comes from the module that defines it, through the indexes of folders, and lines stay where they are', () => {
  assert.is(
    shortened("import {\n  type Row,\n  wireName as wire,\n  ok,\n} from '@onedoor/core';\nwire();"),
    'import { wireName as wire } from "protocol/room-name.ts"; import { ok as ok } from "errors.ts";\n\n\n\n\nwire();',
  );
});

test('types alone are no import, and other packages are left as they are', () => {
  assert.is(shortened("import { type Row } from '@onedoor/core';"), '');
  for (const text of ["import type { Row } from '@onedoor/core';", "import { html } from 'lit';", "export { ok } from '@onedoor/core';"])
    assert.is(shortened(text), text);
});

test('a name that the index does not have is told', () => {
  assert.throws(() => shortened("import { nothing } from '@onedoor/core';"), /names no value "nothing"/);
});

test.run();

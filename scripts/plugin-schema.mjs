// node --import tsx --conditions=source scripts/plugin-schema.mjs: writes the JSON Schema of onedoor.plugin.json from the schema
// that readManifest uses, with the reference's words on each field. A test fails while the two differ.
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { manifestSchema } from '@onedoor/core';
import { toJSONSchema } from 'zod/v4/core';

export const SCHEMA_FILE = 'packages/core/onedoor.plugin.schema.json';
const REFERENCE = 'docs/reference/plugin-api.md';

/** Fields of the manifest by path, such as `contributes.caseTabs[].view`, each with its node of the JSON Schema. */
export function fieldsOf(schema, path = '') {
  const item = schema.type === 'array' ? fieldsOf(schema.items, `${path}[]`) : [];
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, node]) => {
    const at = path === '' ? key : `${path}.${key}`;
    return [[at, node], ...fieldsOf(node, at)];
  });
  return [...item, ...own];
}

/** The first paragraph below each heading of the reference that names a field. */
export function wordsOf(reference) {
  const section = /^## Manifest\n([\s\S]*?)(?=^## )/m.exec(reference)?.[1] ?? '';
  const found = section.matchAll(/^### `([^`]+)`[^\n]*\n+([\s\S]*?)(?=\n\n|\n### |$(?![\s\S]))/gm);
  return new Map(
    [...found].map(([, field, words]) => [
      field,
      words
        .replaceAll(/\s+/g, ' ')
        .replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1')
        .trim(),
    ]),
  );
}

/** The schema as the file holds it. */
export function pluginSchema() {
  const schema = toJSONSchema(manifestSchema, { io: 'input' });
  const words = wordsOf(readFileSync(REFERENCE, 'utf8'));
  for (const [field, node] of fieldsOf(schema)) {
    const description = words.get(field);
    if (description !== undefined) Object.assign(node, { description });
  }
  return `${JSON.stringify({ ...schema, title: 'Manifest of a Onedoor plugin' }, null, 2)}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) writeFileSync(SCHEMA_FILE, pluginSchema());

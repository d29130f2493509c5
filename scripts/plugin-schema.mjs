// npm run plugin-schema: writes the JSON Schema of onedoor.plugin.json. A test of core fails while file and code differ.
import { readFileSync, writeFileSync } from 'node:fs';
import { manifestJsonSchema } from '../packages/core/src/plugin/json-schema.ts';
import { node, step } from './process.mjs';

const FILE = 'packages/core/onedoor.plugin.schema.json';

writeFileSync(FILE, manifestJsonSchema(readFileSync('docs/reference/plugin-api.md', 'utf8')));
await step('format', node, ['node_modules/@biomejs/biome/bin/biome', 'format', '--write', FILE]);

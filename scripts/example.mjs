// npm run example -- <name>: builds what is needed and runs one of the examples until Ctrl-C.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfChanged } from './build.mjs';
import { node, StepError, step } from './process.mjs';
import { run } from './start.mjs';

const ENTRIES = ['serve.mjs', 'dist/main.js'];

/** Names of the examples that run by themselves. */
const names = () => readdirSync('examples').filter((name) => existsSync(join('examples', name, 'README.md')));

/** Runs an example; what follows its name is passed on. */
export async function example([name, ...args]) {
  if (name === undefined || !names().includes(name)) {
    throw new StepError(`npm run example -- <name>, with one of: ${names().join(', ')}`);
  }
  await buildIfChanged();
  const own = join('examples', name, 'build.mjs');
  if (existsSync(own)) await step(`build ${name}`, node, [own], { limitMs: 120_000 });
  const entry = ENTRIES.map((file) => join('examples', name, file)).find(existsSync);
  if (entry === undefined) throw new StepError(`examples/${name} has none of ${ENTRIES.join(', ')}.`);
  await run(entry, args);
}

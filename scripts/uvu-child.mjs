// The process in which uvu runs the given files; started by uvu.mjs alone.
import { resolve } from 'node:path';
import { run } from 'uvu/run';

await run(process.argv.slice(2).map((file) => ({ name: file, file: resolve(file) })));

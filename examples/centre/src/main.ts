import { join, resolve } from 'node:path';
import { CENTRE, demoPeople, portFrom, runProgram, startExampleCentre } from './centre.js';

await runProgram(async () => {
  // A folder of its own for each: the story's cases and the generated years are never in one centre.
  const years = process.env['ONEDOOR_SEED'] === 'years' ? 1 : undefined;
  const data = resolve(process.env['ONEDOOR_DATA'] ?? join(import.meta.dirname, years === undefined ? '../data' : '../data-years'));
  const server = await startExampleCentre({ data, years, port: portFrom('ONEDOOR_PORT', 7357) });
  const lines = demoPeople.map((person) => `  ${person.name}  ${person.post}  (${person.intro.en})`);
  process.stdout.write(
    `\n${CENTRE.name}\n${server.url}\n\n演示人员 / demo people, no password:\n${lines.join('\n')}\n\n停止 / stop: Ctrl+C\n`,
  );
  return server;
});

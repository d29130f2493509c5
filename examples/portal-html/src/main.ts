import { join, resolve } from 'node:path';
import { portFrom, runProgram } from 'example-centre';
import { startPortalExample } from './start.js';

await runProgram(async () => {
  const running = await startPortalExample({
    portalPort: portFrom('PORTAL_PORT', 7361),
    centrePort: portFrom('ONEDOOR_PORT', 7362),
    data: resolve(process.env['ONEDOOR_DATA'] ?? join(import.meta.dirname, '../data')),
  });
  process.stdout.write(`\n门户 / portal: ${running.portalUrl}/\n中心 / centre: ${running.centreUrl}\n\n停止 / stop: Ctrl+C\n`);
  return running;
});

import { join, resolve } from 'node:path';
import { portFrom, runProgram } from 'example-centre';
import { startPortalExample } from 'example-portal-html';

const HERE = import.meta.dirname;

await runProgram(async () => {
  const running = await startPortalExample({
    portalPort: portFrom('PORTAL_PORT', 7363),
    centrePort: portFrom('ONEDOOR_PORT', 7364),
    data: resolve(process.env['ONEDOOR_DATA'] ?? join(HERE, '../data')),
    pages: join(HERE, 'page'),
  });
  process.stdout.write(`\n门户 / portal: ${running.portalUrl}/\n中心 / centre: ${running.centreUrl}\n\n停止 / stop: Ctrl+C\n`);
  return running;
});

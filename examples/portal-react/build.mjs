// Bundles the portal's page into dist/page: node examples/portal-react/build.mjs. There is no Onedoor in it: that is the
// centre's script, of which the page has the types alone.
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, 'dist/page');
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
await build({
  absWorkingDir: here,
  entryPoints: ['src/page/main.tsx'],
  outfile: join(out, 'main.js'),
  bundle: true,
  format: 'esm',
  minify: true,
  jsx: 'automatic',
  target: ['es2022', 'chrome109', 'firefox115', 'safari16.4'],
  define: { 'process.env.NODE_ENV': '"production"' },
  legalComments: 'linked',
  logLevel: 'warning',
});
for (const file of ['index.html', 'portal.css']) cpSync(join(here, 'src/page', file), join(out, file));

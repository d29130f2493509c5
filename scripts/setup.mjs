// What must be on the machine before anything else: the dependencies, and for the browser tests a Chromium.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StepError, step } from './process.mjs';

/** The folders of the workspace's members, as pnpm-workspace.yaml names them. */
export function members() {
  const folders = ['packages', 'plugins', 'examples']
    .filter(existsSync)
    .flatMap((parent) => readdirSync(parent).map((name) => join(parent, name)));
  return [...folders, 'test'].filter((folder) => existsSync(join(folder, 'package.json')));
}

/** Installs the dependencies unless the last installation was for the same manifests and the same Node. */
export async function setup() {
  const hash = createHash('sha256').update(process.version);
  for (const file of [
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    'package.json',
    ...members().map((folder) => join(folder, 'package.json')),
  ]) {
    hash.update(readFileSync(file));
  }
  const key = hash.digest('hex');
  const stamp = 'node_modules/.onedoor-setup';
  const installed = ['.', ...members()].every((folder) => existsSync(join(folder, 'node_modules')));
  if (installed && existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return;

  const { packageManager } = JSON.parse(readFileSync('package.json', 'utf8'));
  // CI: pnpm would otherwise ask before it replaces another manager's node_modules.
  await step(
    'install dependencies',
    'npx',
    ['--yes', packageManager, 'install', '--frozen-lockfile', '--prefer-offline', '--reporter=append-only'],
    { env: { CI: 'true' }, limitMs: 600_000 },
  );
  mkdirSync('node_modules', { recursive: true });
  writeFileSync(stamp, key);
}

/** Installs what the benchmarks compare with: no part of the project, from the npm registry as everything else. */
export async function setupPeers() {
  const folder = 'test/bench/peers';
  const lock = readFileSync(join(folder, 'pnpm-lock.yaml'), 'utf8');
  const stamp = join(folder, 'node_modules/.onedoor-setup');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  const { packageManager } = JSON.parse(readFileSync('package.json', 'utf8'));
  await step(
    'install what is compared with',
    'npx',
    ['--yes', packageManager, '--dir', folder, '--ignore-workspace', 'install', '--frozen-lockfile', '--prefer-offline'],
    { env: { CI: 'true' }, limitMs: 600_000 },
  );
  writeFileSync(stamp, lock);
}

function findChrome() {
  const places = [
    process.env.CHROME_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ];
  return places.find((place) => place && existsSync(place));
}

/** Whether this run may install Debian's packages without asking. */
const mayInstall = () => process.platform === 'linux' && process.getuid() === 0 && existsSync('/usr/bin/apt-get');

/** Another run may hold dpkg's lock. */
const LOCK = ['-o', 'DPkg::Lock::Timeout=120'];

let installing = Promise.resolve();

/** Steps of one run that look what is there and install what is not, one after another: apt's own lists do not wait for each other. */
function inTurn(look) {
  const result = installing.then(look);
  installing = result.then(
    () => undefined,
    () => undefined,
  );
  return result;
}

/** Installs packages of Debian; says why where that fails: whoever needs them speaks then. */
async function installDebian(wanted) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await step('update the list of Debian packages', 'apt-get', [...LOCK, 'update', '-qq'], { env, limitMs: 300_000 });
    await step(`install ${wanted.join(', ')}`, 'apt-get', [...LOCK, 'install', '-y', '-qq', '--no-install-recommends', ...wanted], {
      env,
      limitMs: 600_000,
    });
  } catch (error) {
    console.error(error.message);
  }
}

/** Installs what a suite follows system calls with, where that is possible without asking; its test says what is missing. */
export const strace = () =>
  inTurn(async () => {
    if (mayInstall() && !existsSync('/usr/bin/strace')) await installDebian(['strace']);
  });

/** Installs what turns papers into PDF and reads them, where that is possible without asking; the test says what is missing. */
export const office = () =>
  inTurn(async () => {
    const wanted = [
      ['/usr/bin/soffice', 'libreoffice-writer-nogui'],
      ['/usr/bin/pdftotext', 'poppler-utils'],
      ['/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc', 'fonts-noto-cjk'],
    ].filter(([path]) => !existsSync(path));
    if (mayInstall() && wanted.length > 0) await installDebian(wanted.map(([, name]) => name));
  });

/**
 * The path of a Chromium, which is installed first where that is possible without asking (root on Debian).
 *
 * @throws StepError that says what is missing
 */
export const chrome = () =>
  inTurn(async () => {
    const hasFont = existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc');
    // Without the font the tests run all the same; without a browser the check below speaks.
    if (mayInstall() && (!findChrome() || !hasFont))
      await installDebian([...(findChrome() ? [] : ['chromium']), ...(hasFont ? [] : ['fonts-noto-cjk'])]);
    const path = findChrome();
    if (!path)
      throw new StepError('No Chromium found: install "chromium" (and "fonts-noto-cjk"), or set CHROME_PATH to a Chrome or Chromium.');
    return path;
  });

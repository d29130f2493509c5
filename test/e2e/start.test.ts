import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DATABASE_FILE } from '@onedoor/server';
import { DatabaseSync } from '@photostructure/sqlite';
import { importJWK, SignJWT } from 'jose';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  Desk,
  Example,
  Faults,
  freePort,
  launch,
  MUJIANGGOU,
  PEOPLE,
  removeTemporary,
  runExample,
  seededFolder,
  temporaryFolder,
  until,
  untilEqual,
  untilHealthy,
} from './support.js';

const test = suite('start and sign-in');

test.after(() => removeTemporary());

/** How many cases the longest list of anybody has. */
async function casesOf(port: number): Promise<number> {
  const url = `http://127.0.0.1:${port}`;
  const people: unknown = await (await fetch(`${url}/demo/people`)).json();
  const all = (people as { people: { person: string }[] }).people;
  let most = 0;
  for (const { person } of all) {
    const issued: unknown = await (
      await fetch(`${url}/demo/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ person }),
      })
    ).json();
    const { token } = issued as { token: string };
    const page: unknown = await (await fetch(`${url}/api/rows?limit=500`, { headers: { authorization: `Bearer ${token}` } })).json();
    most = Math.max(most, (page as { rows: unknown[] }).rows.length);
  }
  return most;
}

/** Every file below a folder with the hash of its content. */
function fingerprint(folder: string): string[] {
  if (!statSync(folder).isDirectory()) return [createHash('sha256').update(readFileSync(folder)).digest('hex')];
  return readdirSync(folder, { recursive: true })
    .map(String)
    .sort()
    .filter((name) => statSync(join(folder, name)).isFile())
    .map(
      (name) =>
        `${name} ${createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex')}`,
    );
}

/** The start fails with one sentence that has the code, cause and cure, and leaves all data as it was. */
async function refuses(data: string, code: string, cure: RegExp, port = 0, env: Readonly<Record<string, string>> = {}): Promise<void> {
  const before = fingerprint(data);
  const run = runExample(data, port, env);
  const exit = await run.exit;
  assert.is.not(exit, 0, `exit code of ${code}`);
  assert.is.not(exit, null, `${code} ends by itself`);
  const lines = run.errors().trim().split('\n');
  assert.is(lines.length, 1, `one sentence, not: ${run.errors()}`);
  assert.match(lines[0] ?? '', new RegExp(`^${code}: .+; expected .+\\. .+`));
  assert.match(lines[0] ?? '', cure);
  assert.equal(fingerprint(data), before, `data after ${code}`);
}

test('a second start finds what the first one had', async () => {
  const data = join(temporaryFolder('first'), 'data');
  const port = await freePort();
  const first = runExample(data, port);
  await untilHealthy(first, `http://127.0.0.1:${port}`);
  // It serves before all that it says has come through the pipe.
  for (const words of [new RegExp(`http://[^ ]+:${port}`), ...Object.values(PEOPLE).map(({ name }) => new RegExp(name))])
    await until(`the output to match ${words}`, () => words.test(first.output()));
  const cases = await casesOf(port);
  assert.ok(cases > 10, `${cases} cases`);
  first.child.kill('SIGTERM');
  assert.is(await first.exit, 0);

  const second = runExample(data, port);
  await untilHealthy(second, `http://127.0.0.1:${port}`);
  assert.is(await casesOf(port), cases);
  second.child.kill('SIGTERM');
  assert.is(await second.exit, 0);
  assert.not.match(second.output(), /首次启动/);
});

test('a port in use', async () => {
  const taken = createServer();
  await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done));
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await refuses(await seededFolder(), 'PORT_IN_USE', /name another|free port/, port);
  await new Promise((done) => taken.close(done));
});

test('a port that is none', async () => {
  await refuses(await seededFolder(), 'BAD_OPTION', /ONEDOOR_PORT/, 0, { ONEDOOR_PORT: 'eighty' });
});

test('a file in the place of the data folder', async () => {
  const file = join(temporaryFolder('file'), 'data');
  writeFileSync(file, 'not a folder');
  await refuses(file, 'DATA_NOT_WRITABLE', /folder/);
});

test('a folder of somebody else', async () => {
  const folder = temporaryFolder('other');
  writeFileSync(join(folder, 'letter.txt'), 'not ours');
  await refuses(folder, 'BAD_OPTION', /ONEDOOR_DATA/);
});

test('data of a newer version', async () => {
  const data = await seededFolder();
  const database = new DatabaseSync(join(data, DATABASE_FILE));
  database.exec('PRAGMA user_version = 999');
  database.close();
  await refuses(data, 'DATA_NEWER', /newer server|backup/);
});

test('a damaged database', async () => {
  const data = await seededFolder();
  const path = join(data, DATABASE_FILE);
  const bytes = readFileSync(path);
  bytes.fill(0xa5, 4096, Math.min(bytes.length, 4096 * 12));
  writeFileSync(path, bytes);
  await refuses(data, 'DATA_DAMAGED', /backup/);
});

test('a file that is no database', async () => {
  const data = await seededFolder();
  writeFileSync(join(data, DATABASE_FILE), 'x'.repeat(20_000));
  await refuses(data, 'DATA_DAMAGED', /backup/);
});

test('a missing key', async () => {
  const data = await seededFolder();
  rmSync(join(data, 'keys', 'master.key'));
  await refuses(data, 'KEY_MISSING', /key/);
});

test('a data folder that another server has open', async () => {
  const example = await Example.start();
  const run = runExample(example.data, 0);
  assert.is.not(await run.exit, 0);
  assert.match(run.errors(), /^DATA_LOCKED: [^\n]+\n?$/);
  assert.ok((await fetch(`http://127.0.0.1:${example.port}/healthz`)).ok, 'the first one goes on');
  await example.stop();
});

test('production refuses the demo sign-in', async () => {
  await refuses(await seededFolder(), 'PRODUCTION_DEMO', /identity provider/, 0, { NODE_ENV: 'production' });
});

test('in the browser: an expired sign-in keeps the data, an unknown address is a readable page', async () => {
  const faults = new Faults();
  const [example, browser] = await Promise.all([Example.start(), launch()]);
  try {
    const desk = await Desk.open(browser, example, 'wang', { faults });
    await desk.openCase(MUJIANGGOU);
    await desk.untilOnline();
    await desk.setPin('红砂坝7249');
    // The token is past its time, and the issuer gives no new one until somebody signs in.
    const secret: unknown = JSON.parse(readFileSync(join(example.data, 'keys', 'demo-issuer.json'), 'utf8'));
    const key = await importJWK(secret as Parameters<typeof importJWK>[0], 'EdDSA');
    const expired = await new SignJWT({})
      .setProtectedHeader({ alg: 'EdDSA', kid: 'demo' })
      .setIssuer('onedoor-demo')
      .setAudience('hsb')
      .setSubject('p-wang')
      .setExpirationTime(Math.floor(Date.now() / 1000) - 3600)
      .sign(key);
    await desk.page.route('**/demo/token', (route) => route.fulfill({ status: 403, contentType: 'application/json', body: '{}' }));
    await desk.page.evaluate((token) => localStorage.setItem('onedoor.centre.sign-in', `p-wang\n${token}`), expired);
    await desk.page.reload();
    await desk.page.getByText('登录已失效').waitFor();
    await desk.unlock('红砂坝7249');
    await untilEqual('signed out', '登录已失效', () => desk.connection());
    await desk.page.getByRole('heading', { level: 1, name: MUJIANGGOU }).waitFor();
    const place = desk.page.getByLabel('发生地点', { exact: true });
    await place.fill('登录过期时写的地点');
    await place.press('Tab');
    await until('kept as unsent', async () => (await desk.unsent()) > 0);
    await desk.page.unroute('**/demo/token');
    await desk.page.getByRole('button', { name: '重新登录' }).click();
    await desk.untilOnline();
    await desk.untilLogged();
    await until('the server has it', async () =>
      (await example.room('sun', MUJIANGGOU, 'joint')).everything.includes('登录过期时写的地点'),
    );

    await desk.page.goto(`${example.url}/#/case/01UNKNOWNUNKNOWNUNKNOWN000`);
    // Not there and not yours look the same.
    await desk.page.locator('onedoor-case').getByRole('alert').getByText('没有权限，或不存在').waitFor();
    await desk.page.getByRole('link', { name: /返回案件列表/ }).waitFor();
    await desk.page.goto(`${example.url}/#/somewhere/else`);
    await desk.page.getByText('没有这一页。').waitFor();
    assert.equal(faults.own, []);
  } finally {
    await browser.close();
    await example.stop();
  }
});

test.run();

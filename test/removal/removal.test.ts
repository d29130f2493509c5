import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { approvedFolders, pluginFolders } from '../../scripts/plugins.mjs';
import { copyTree, removeCopies, run } from './copy.js';

/** Deleting a plugin's folder is all it takes to remove the plugin: what is left builds, starts, plants and serves. */
const test = suite('without a plugin');

test.after(removeCopies);

/** Starts the copy's centre, which plants its data, and gives its address. */
async function serve(data: string): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const child = spawn(process.execPath, [join(copy, 'examples/centre/dist/main.js')], {
    env: { ...process.env, NODE_OPTIONS: '', ONEDOOR_PORT: '0', ONEDOOR_DATA: data },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  return new Promise((done, failed) => {
    const heard = (chunk: Buffer) => {
      output += chunk.toString();
      const url = /^http:\S+$/m.exec(output)?.[0];
      if (url !== undefined) done({ child, url });
    };
    child.stdout.on('data', heard);
    child.stderr.on('data', heard);
    child.on('close', (code) => failed(new Error(`the centre ended with ${code}: ${output}`)));
  });
}

async function json(url: string, init: RequestInit = {}): Promise<Record<string, unknown>> {
  const answer = await fetch(url, init);
  assert.is(answer.status, 200, url);
  return (await answer.json()) as Record<string, unknown>;
}

/** One copy for all: a plugin's folder is moved out of it and back, so that only what depends on it is built again. */
let copy: string;
test.before(() => {
  copy = copyTree();
});

for (const folder of pluginFolders()) {
  test(`${folder} can be deleted`, async () => {
    const [parked, data] = [`${copy}/parked`, `${copy}/data`];
    renameSync(join(copy, folder), parked);
    try {
      await run(copy, ['--input-type=module', '--eval', "import { build } from './scripts/build.mjs'; await build();"]);
      const { child, url } = await serve(data);
      try {
        const page = await (await fetch(url)).text();
        const script = /src="\.\/([^"]+\.js)"/.exec(page)?.[1];
        assert.is((await fetch(`${url}/${script}`)).status, 200, `the page's script ${script}`);
        const { token } = await json(`${url}/demo/token`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ person: 'p-zhou' }),
        });
        const signedIn = { headers: { authorization: `Bearer ${token}` } };
        const { plugins } = await json(`${url}/api/me`, signedIn);
        const rest = approvedFolders(copy).length;
        assert.is((plugins as unknown[]).length, rest);
        assert.is(rest, approvedFolders().filter((each) => each !== folder).length);
        const { rows } = await json(`${url}/api/rows?limit=500`, signedIn);
        assert.ok((rows as unknown[]).length > 30, 'the cases are planted');
      } finally {
        child.kill('SIGTERM');
        await once(child, 'close');
      }
      const written = readdirSync(resolve(copy, dirname(folder)));
      assert.not.ok(written.includes(basename(folder)), 'the build brought it back');
    } finally {
      rmSync(data, { recursive: true, force: true });
      rmSync(join(copy, folder), { recursive: true, force: true });
      renameSync(parked, join(copy, folder));
    }
  });
}

test('there is a plugin to remove', () => {
  assert.ok(pluginFolders().length > 0);
});

test.run();

import { join } from 'node:path';
import { DATABASE_FILE } from '@onedoor/server';
import { DatabaseSync } from '@photostructure/sqlite';
import type { Browser } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Desk, Example, Faults, launch, MUJIANGGOU, removeTemporary, stays, until, untilEqual, untilWords } from './support.js';

const test = suite('a server that cannot write its log');
const faults = new Faults();
let example: Example;
let browser: Browser;
let wang: Desk;
let zhao: Desk;

test.before(async () => {
  [example, browser] = await Promise.all([Example.start(), launch()]);
  [wang, zhao] = await Promise.all([Desk.open(browser, example, 'wang', { faults }), Desk.open(browser, example, 'zhao', { faults })]);
  await Promise.all([wang.openCase(MUJIANGGOU), zhao.openCase(MUJIANGGOU)]);
  await Promise.all([wang.text('案情').waitFor(), zhao.text('案情').waitFor()]);
});

test.after(async () => {
  await browser?.close();
  await example?.stop();
  removeTemporary();
});

/** Holds the database's one write lock, as a backup program gone wrong would. */
function lockDatabase(): () => void {
  const other = new DatabaseSync(join(example.data, DATABASE_FILE));
  // The server may be writing just now.
  other.exec('PRAGMA busy_timeout = 10000');
  other.exec('BEGIN EXCLUSIVE');
  return () => {
    other.exec('ROLLBACK');
    other.close();
  };
}

test('nothing is shown as logged before the log holds it, and it is sent again afterwards', async () => {
  const text = '锁库时写的这一句。';
  const reason = '锁库时移的阶段。';
  const release = lockDatabase();
  try {
    await wang.typeAtEnd(wang.text('案情'), text);
    await wang.moveStage('包案调处', reason);
    await wang.timeline.locator('li.waiting', { hasText: reason }).waitFor();
    await until('counted as unsent', async () => (await wang.unsent()) >= 2);
    await stays(
      'unsent here and unseen there',
      async () => {
        const unsent = (await wang.unsent()) >= 2 && (await wang.timeline.locator('li.waiting', { hasText: reason }).count()) === 1;
        const unseen = !(await zhao.textOf(zhao.text('案情'))).includes(text) && (await zhao.timeline.getByText(reason).count()) === 0;
        return unsent && unseen;
      },
      3000,
    );
    await untilWords(wang.marked, /待服务器登记/);
  } finally {
    release();
  }
  await wang.untilLogged(40_000);
  await zhao.timeline.locator('li:not(.waiting)', { hasText: reason }).waitFor();
  await until('the text there', async () => (await zhao.textOf(zhao.text('案情'))).endsWith(text));
  await untilEqual('the stage', ['包案调处', '包案调处'], () => Promise.all([wang.stage(), zhao.stage()]));
  const { everything } = await example.room('sun', MUJIANGGOU, 'joint');
  assert.is(everything.split(text).length - 1, 1);
  const { acts } = await example.room('sun', MUJIANGGOU, 'case');
  assert.is(acts.filter((entry) => entry.intent.args.reason === reason).length, 1);
});

test('no page reported a fault', () => {
  assert.equal(faults.own, []);
});

test.run();

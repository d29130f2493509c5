import { type FileRef, PIECE_BYTES, piecesOf, type RoomFiles, sha256Bytes } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ClientSession } from '../session.js';
import { FakeBrowser, until } from '../testing/fake-platform.js';
import { must, withWorld } from '../testing/must.js';
import { CASE_ARGS } from '../testing/world.js';

const test = suite('files');
const JOINT = 'joint';

/** A photograph of so many pieces, no two of them alike. */
function photograph(pieces: number, more = 0) {
  const bytes = new Uint8Array(pieces * PIECE_BYTES + more);
  for (let at = 0; at < bytes.length; at += 1021) bytes[at] = (at * 31 + 7) % 251;
  for (let piece = 0; piece <= pieces; piece++) if (piece * PIECE_BYTES < bytes.length) bytes[piece * PIECE_BYTES] = piece + 1;
  return { name: '现场.jpg', type: 'image/jpeg', bytes };
}

async function caseOf(session: ClientSession): Promise<string> {
  await until('online', () => session.sync.get().connection === 'online');
  const id = must(await session.createCase(CASE_ARGS));
  await until('logged', () => session.sync.get().unsent === 0);
  return id;
}
const filesOf = async (session: ClientSession, id: string): Promise<RoomFiles> => must(await session.files({ case: id, room: JOINT }));
const stage = (files: RoomFiles, id: string) => files.states.get().get(id)?.stage;

test('a file goes in pieces of a megabyte and comes back whole on another device, small picture first', () =>
  withWorld(async (world) => {
    const { session } = await world.tab('a');
    const id = await caseOf(session);
    const files = await filesOf(session, id);
    const photo = photograph(2, 5);
    const ref = must(await files.put({ ...photo, preview: Uint8Array.of(9, 9) }));
    assert.is(ref.pieces?.length, 3);
    assert.is(ref.size, photo.bytes.length);
    await until('sent', () => stage(files, ref.id) === 'sent');
    assert.is(world.server.blobs.size, 4);
    assert.is(world.server.blobs.get(ref.pieces?.[2] ?? '')?.length, 5);
    const other = await filesOf((await world.tab('a')).session, id);
    assert.equal(must(await other.preview(ref)), Uint8Array.of(9, 9));
    const seen: number[] = [];
    assert.equal(must(await other.read(ref, (bytes) => seen.push(bytes))), photo.bytes);
    assert.equal(seen, [PIECE_BYTES, 2 * PIECE_BYTES, photo.bytes.length]);
  }));

test('what was put without network outlives a reload, and is sent from where the connection was cut', () =>
  withWorld(async (world) => {
    const first = await world.tab('a');
    const id = await caseOf(first.session);
    first.session.setOffline(true);
    const photo = photograph(3);
    const ref = must(await (await filesOf(first.session, id)).put(photo));
    await first.session.close();
    assert.is(world.server.blobs.size, 0);
    world.server.blobsLeft = 2;
    const second = await world.tab('a', { disk: first.disk });
    const files = await filesOf(second.session, id);
    await until('two pieces', () => files.states.get().get(ref.id)?.sentBytes === 2 * PIECE_BYTES);
    await until('cut', () => files.states.get().get(ref.id)?.refusal?.code === 'OFFLINE');
    await second.session.close();
    world.server.blobsLeft = Infinity;
    const before = world.server.requests.filter((path) => path.startsWith('/api/blobs')).length;
    const third = await world.tab('a', { disk: first.disk });
    const left = await filesOf(third.session, id);
    await until('sent', () => stage(left, ref.id) === 'sent');
    assert.is(world.server.requests.filter((path) => path.startsWith('/api/blobs')).length - before, 1, 'only what was missing');
    third.session.setOffline(true);
    assert.equal(must(await left.read(ref)), photo.bytes, 'here without network');
  }));

test('a case made without network: its file waits for the case', () =>
  withWorld(async (world) => {
    const { session } = await world.tab('a');
    await until('online', () => session.sync.get().connection === 'online');
    session.setOffline(true);
    const id = must(await session.createCase(CASE_ARGS));
    const files = await filesOf(session, id);
    const ref = must(await files.put(photograph(1)));
    assert.is(ref.pieces, undefined, 'one piece has the hash of the whole');
    assert.is(stage(files, ref.id), 'waiting');
    session.setOffline(false);
    await until('sent', () => stage(files, ref.id) === 'sent');
    assert.equal([...world.server.blobs.keys()], [ref.hash]);
  }));

test('a file that is taken back goes from the device, and leaves what another is made of', () =>
  withWorld(async (world) => {
    const { session, disk } = await world.tab('a');
    const id = await caseOf(session);
    session.setOffline(true);
    const files = await filesOf(session, id);
    const [one, two] = [must(await files.put(photograph(1))), must(await files.put(photograph(1)))];
    assert.is(one.hash, two.hash);
    await files.cancel(one.id);
    assert.is(stage(files, one.id), undefined);
    session.setOffline(false);
    await until('sent', () => stage(files, two.id) === 'sent');
    session.setOffline(true);
    const three = must(await files.put(photograph(2, 3)));
    await files.cancel(three.id);
    assert.is(disk.rows.blobs.size, 1);
    await files.cancel(two.id);
    assert.is(stage(files, two.id), 'sent', 'what the server has is not taken back');
  }));

test('a full device hands the file to the server, and says so where it cannot', () =>
  withWorld(async (world) => {
    const { session, disk } = await world.tab('a');
    const id = await caseOf(session);
    const files = await filesOf(session, id);
    disk.full = true;
    const ref = must(await files.put(photograph(1, 1)));
    assert.equal([...world.server.blobs.keys()], piecesOf(ref));
    session.setOffline(true);
    const refused = await files.put(photograph(2));
    assert.is(!refused.ok && refused.refusal.code, 'STORE_FULL');
    disk.full = false;
    assert.is(disk.rows.blobs.size, 0);
    must(await files.put(photograph(2)));
    assert.is(disk.rows.blobs.size, 2);
  }));

test('a tab that does not lead puts, the one that leads sends, both show it', () =>
  withWorld(async (world) => {
    const browser = new FakeBrowser();
    const leader = await world.tab('a', { browser });
    const id = await caseOf(leader.session);
    const second = await world.tab('a', { browser, disk: leader.disk });
    const [files, shown] = [await filesOf(second.session, id), await filesOf(leader.session, id)];
    const ref = must(await files.put(photograph(2)));
    await until('sent, told', () => stage(files, ref.id) === 'sent' && stage(shown, ref.id) === 'sent');
  }));

test('bytes that were altered on the way are not shown', () =>
  withWorld(async (world) => {
    const { session } = await world.tab('a');
    const id = await caseOf(session);
    const files = await filesOf(session, id);
    const ref = must(await files.put(photograph(1)));
    await until('sent', () => stage(files, ref.id) === 'sent');
    world.server.blobs.set(ref.hash, Uint8Array.of(1));
    const other = await filesOf((await world.tab('a')).session, id);
    const read = await other.read(ref);
    assert.is(!read.ok && read.refusal.code, 'HASH_MISMATCH');
    world.server.blobs.clear();
    const gone = await other.read(ref);
    assert.is(!gone.ok && gone.refusal.code, 'NOT_FOUND');
  }));

test('files that settings name are fetched unasked, are here without network, and stay when room is made', () =>
  withWorld(async (world) => {
    const template = (mark: number) => Uint8Array.of(mark, 2, 3);
    const put = (mark: number, id: string): FileRef => {
      const file = { id, name: '模板.docx', type: '', size: 3, hash: sha256Bytes(template(mark)) };
      world.server.blobs.set(file.hash, template(mark));
      return file;
    };
    const [old, held, later] = [put(1, 'old'), put(2, 'held'), put(3, 'later')];
    world.server.settings = {
      'food-aid.paper.receipt': [
        { number: 1, value: { file: old } },
        { number: 2, value: { file: held } },
        { number: 3, value: { file: later }, from: '2999-01-01' },
      ],
      'food-aid.days': [{ number: 1, value: 3 }],
    };
    const { session, disk } = await world.tab('a');
    await until('fetched', () => disk.rows.blobs.size === 2);
    session.setOffline(true);
    const files = must(await session.files({ case: '-', room: 'settings.food-aid' }));
    assert.equal(must(await files.read(held)), template(2));
    assert.equal(must(await files.read(later)), template(3));
    const gone = await files.read(old);
    assert.is(!gone.ok && gone.refusal.code, 'OFFLINE', 'what holds for nothing any more is not fetched');
    session.setOffline(false);
    const id = must(await session.createCase(CASE_ARGS));
    await until('logged', () => session.sync.get().unsent === 0);
    disk.full = true;
    must(await (await filesOf(session, id)).put(photograph(1)));
    disk.full = false;
    assert.is(disk.rows.blobs.size, 2, 'a full disk does not cost the templates');
  }));

test.run();

import { OnedoorError, roomKey } from '@onedoor/core';
import { applyErasure, type ErasurePlan, planErasure, settleErasures } from '../erase/erasures.js';
import { appendLedger, type ErasureOrder } from '../erase/ledger.js';
import { keysDir } from '../log/keys.js';
import { recordOf } from './audit.js';
import { type Folder, personOf, random, withFolder } from './folder.js';

/** What is to be erased, by whom and why. */
export interface EraseRequest {
  readonly case: string;
  readonly room: string;
  /** `<collection>/<id>`, such as `party/01J…`; none: the whole room. */
  readonly record?: string;
  readonly by: string;
  readonly reason: string;
  /** The provision that it rests on, such as 个人信息保护法第四十七条. */
  readonly article?: string;
}

/**
 * Tells what an erasure would take, and with `yes` does it. For a stopped server: a room that is erased gets another key
 * and the database file is written anew, which nobody may use meanwhile; and one way of erasing is proved, not two.
 *
 * @throws as `withFolder`, NOT_FOUND, BAD_OPTION
 */
export function erase(dir: string, request: EraseRequest, options: { readonly yes: boolean; readonly now: number }): Promise<string> {
  return withFolder(dir, async (folder) => {
    // What an earlier erasure has left comes first: a plan over half of it would tell something else than what happens.
    await settleErasures(folder, keysDir(dir));
    const record = recordPlace(request.record);
    const scope = {
      room: roomKey({ centre: folder.centre, case: request.case, room: request.room }),
      ...(record === undefined ? {} : { record }),
    };
    const reason = reasonOf(request.reason);
    const article = request.article?.trim();
    if (article !== undefined && (article === '' || article.length > 200))
      throw new OnedoorError('BAD_OPTION', {
        seen: `--article of ${article.length} characters`,
        expected: '1 to 200',
        todo: 'Name the provision alone.',
        at: 'article',
      });
    const person = personOf(folder, request.by);
    const plan = await planErasure(folder, scope);
    if (!options.yes) return `${tell(scope.room, request.record, plan)}\nnothing was changed: add --yes to erase`;
    const id = Buffer.from(random(16)).toString('hex');
    await carryOut(folder, { id, at: options.now, person, reason, ...(article === undefined ? {} : { article }), ...scope });
    return `${tell(scope.room, request.record, plan)}\nerased: ${id}. Back up the keys folder now: its ledger erases it again in older backups`;
  });
}

/** Ledger, log, files, database file, signed head: in this order each cut leaves something that the next start completes. */
export async function carryOut(folder: Folder, order: ErasureOrder): Promise<void> {
  appendLedger(keysDir(folder.dir), { v: 1, do: 'erase', ...order });
  await applyErasure(folder, order);
  await settleErasures(folder, keysDir(folder.dir));
  recordOf(folder.store, folder.signer).flush();
}

export function reasonOf(text: string): string {
  const reason = text.trim();
  if (reason.length >= 1 && reason.length <= 2000) return reason;
  throw new OnedoorError('BAD_OPTION', {
    seen: 'no reason',
    expected: '1 to 2000 characters',
    todo: 'Say why, with --reason.',
    at: 'reason',
  });
}

function recordPlace(text: string | undefined): ErasureOrder['record'] {
  if (text === undefined) return undefined;
  const slash = text.lastIndexOf('/');
  if (slash > 0 && slash < text.length - 1) return { collection: text.slice(0, slash), id: text.slice(slash + 1) };
  throw new OnedoorError('BAD_OPTION', {
    seen: `--record ${text}`,
    expected: '<collection>/<id>',
    todo: 'Correct --record.',
    at: 'record',
  });
}

function tell(room: string, record: string | undefined, { entries, rewritten, files, mentions }: ErasurePlan): string {
  const lines = [
    `${record === undefined ? `room ${room}` : `record ${record} of ${room}`}: ${entries} of ${rewritten} entries lose content, ${files.length} files go`,
    ...mentions.map(({ at, command, value }) => `stays: act ${at} (${command}) says "${value}"`),
  ];
  if (mentions.length > 0) lines.push('acts are not rewritten: judge whether they may stay');
  return lines.join('\n');
}

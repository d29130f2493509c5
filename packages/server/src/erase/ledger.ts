import { appendFileSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { OnedoorError } from '@onedoor/core';
import * as z from 'zod';

/*
 * The ledger of erasures: `keys/erasures.jsonl`, one line of JSON each, only ever appended to. It lies beside the keys and
 * not with the data, because its use begins where the data are of yesterday: a backup from before an erasure holds what
 * was erased, and must lose it again before anybody is served. It says which room or record, never what stood there.
 */
const erasureLine = z.object({
  v: z.literal(1),
  do: z.literal('erase'),
  id: z.string().min(1).max(64),
  /** Epoch milliseconds. */
  at: z.int(),
  person: z.string().min(1).max(64),
  reason: z.string().min(1).max(2000),
  /** The provision that it rests on. */
  article: z.string().min(1).max(200).optional(),
  /** Room key. */
  room: z.string().min(1),
  /** One record of the room; none: all that the room held. */
  record: z.object({ collection: z.string().min(1), id: z.string().min(1) }).optional(),
  /** Retention: notes of exports before this time, epoch milliseconds, and nothing else. */
  marksBefore: z.int().optional(),
});
const restoreLine = z.object({ v: z.literal(1), do: z.literal('restore'), id: z.string().min(1).max(64), at: z.int() });
const ledgerLine = z.discriminatedUnion('do', [erasureLine, restoreLine]);

/** One thing to be erased, whenever older data come back. */
export type ErasureOrder = Omit<z.infer<typeof erasureLine>, 'v' | 'do'>;
export type LedgerLine = z.infer<typeof ledgerLine>;

export const ledgerPath = (keysDir: string): string => join(keysDir, 'erasures.jsonl');

/**
 * All lines, the oldest first; a last line without its end was being written when the machine stopped, and counts as not
 * written.
 *
 * @throws DATA_DAMAGED where another line does not read: what it ordered would be served
 */
export function readLedger(keysDir: string): LedgerLine[] {
  const path = ledgerPath(keysDir);
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  lines.pop();
  return lines
    .filter((line) => line !== '')
    .map((line, at) => {
      try {
        return ledgerLine.parse(JSON.parse(line));
      } catch (cause) {
        throw new OnedoorError(
          'DATA_DAMAGED',
          { seen: `${path}, line ${at + 1}`, expected: 'a line of the ledger', todo: 'Put the ledger back from the backup of the keys.' },
          { cause },
        );
      }
    });
}

export const erasuresOf = (lines: readonly LedgerLine[]): ErasureOrder[] =>
  lines.flatMap((line) => {
    if (line.do !== 'erase') return [];
    const { v: _, do: __, ...order } = line;
    return [order];
  });

/** Adds a line and waits for the disk. */
export function appendLedger(keysDir: string, line: LedgerLine): void {
  mkdirSync(keysDir, { recursive: true, mode: 0o700 });
  const path = ledgerPath(keysDir);
  // A line that was cut off was never acted on: it goes, else it would take the new one with it.
  if (existsSync(path)) {
    const bytes = readFileSync(path);
    const end = bytes.lastIndexOf(10) + 1;
    if (end < bytes.length) truncateSync(path, end);
  }
  const file = openSync(path, 'a', 0o600);
  try {
    appendFileSync(file, `${JSON.stringify(line)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

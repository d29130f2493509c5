import type { ActRequest, Result } from '@onedoor/core';
import type { Pace } from '@onedoor/elements/tables';
import type { Order } from '../order.js';
import { MOST_STAGED, ordersSlice } from '../orders.js';

/** Well below what a server takes for the arguments of one act (64 KB). */
const PART_BYTES = 48_000;

/** Bytes of a text in JSON and UTF-8, or a little more. */
function bytesOf(order: Order): number {
  const json = JSON.stringify(order);
  let bytes = json.length;
  for (let at = 0; at < json.length; at++) if (json.charCodeAt(at) > 0x7f) bytes += 2;
  return bytes;
}

/** Orders in parts, each of which one act carries. */
export function partsOf(orders: readonly Order[]): Order[][] {
  const parts: Order[][] = [];
  let [part, bytes]: [Order[], number] = [[], 0];
  for (const order of orders) {
    const more = bytesOf(order) + 1;
    if (part.length > 0 && (bytes + more > PART_BYTES || part.length >= MOST_STAGED)) {
      parts.push(part);
      [part, bytes] = [[], 0];
    }
    part.push(order);
    bytes += more;
  }
  return part.length === 0 ? parts : [...parts, part];
}

/**
 * Sends one year's orders of an import: its parts, then the act that puts them in force. Stopped before that, or refused, what
 * was sent is dropped, and nothing of it was ever shown.
 *
 * @returns the refusal of the first act that was refused
 * @throws the signal's reason when it is aborted
 */
export async function sendImport(
  run: (request: ActRequest) => Promise<Result<string>>,
  { id, source, file, orders }: { readonly id: string; readonly source: string; readonly file: string; readonly orders: readonly Order[] },
  { signal, onProgress }: Pace = {},
): Promise<Result<string>> {
  signal?.throwIfAborted();
  const parts = partsOf(orders);
  const { request } = ordersSlice;
  let sent = 0;
  const drop = async () => {
    if (sent > 0) await run(request.drop({ import: id }));
  };
  for (const [part, rows] of parts.entries()) {
    if (signal?.aborted === true) {
      await drop();
      signal.throwIfAborted();
    }
    const staged = await run(request.stage({ import: id, part, orders: rows }));
    if (!staged.ok) {
      await drop();
      return staged;
    }
    sent++;
    onProgress?.(sent / (parts.length + 1));
  }
  if (signal?.aborted === true) {
    await drop();
    signal.throwIfAborted();
  }
  const committed = await run(request.commit({ import: id, parts: parts.length, count: orders.length, source, file }));
  if (!committed.ok) await drop();
  return committed;
}

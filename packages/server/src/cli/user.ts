import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { OnedoorError } from '@onedoor/core';
import { listDevices, revokeDevice } from '../devices/devices.js';
import { DATABASE_FILE } from '../log/sqlite-log-store.js';

const day = (moment: number): string => new Date(moment).toISOString().slice(0, 10);

/** Devices that hold local data, one a line: id, person, first and last day, what it is. */
export function userDevices(data: string, person?: string): string {
  checkFolder(data);
  const lines = listDevices(data, person).map(({ device, person: whose, label, madeAt, seenAt, revokedAt }) =>
    revokedAt === undefined
      ? `${device}\t${whose}\t${day(madeAt)}\t${day(seenAt)}\t${label}`
      : `${device}\t${whose}\trevoked ${day(revokedAt)}`,
  );
  return lines.length === 0 ? 'no devices' : lines.join('\n');
}

/**
 * Revokes a device: its part of the key is forgotten, its sockets and tokens end within a second, its browser removes
 * what it holds when it next asks.
 *
 * @throws BAD_OPTION for a folder without data or a device that it does not know
 */
export function userRevoke(data: string, device: string, now = Date.now()): string {
  checkFolder(data);
  const person = revokeDevice(data, device, now);
  if (person === undefined)
    throw new OnedoorError('BAD_OPTION', {
      seen: `--device ${device}, which is not known here`,
      expected: 'an id that `onedoor user devices` names',
      todo: 'Correct --device.',
      at: 'device',
    });
  return `${device} of ${person} is revoked. End the person's sign-in at the identity provider, too: a new sign-in is a new device.`;
}

function checkFolder(data: string): void {
  if (existsSync(join(data, DATABASE_FILE))) return;
  throw new OnedoorError('BAD_OPTION', {
    seen: `${data} without ${DATABASE_FILE}`,
    expected: 'the data folder of a server',
    todo: 'Correct --data.',
    at: 'data',
  });
}

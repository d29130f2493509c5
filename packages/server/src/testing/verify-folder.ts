import { Model } from '@onedoor/core';
import { Keyring, openMasterKey } from '../log/keys.js';
import { openSqliteLogStore } from '../log/sqlite-log-store.js';
import { openSigner } from '../record/signer.js';
import { type Finding, verifyRecord } from '../record/verify.js';

/** What `onedoor audit verify` finds in a data folder. */
export async function verifyFolder(dir: string, centre: string, model = new Model()): Promise<readonly Finding[]> {
  const none = (): never => {
    throw new Error('a check makes no keys');
  };
  const keys = new Keyring(openMasterKey(dir, true, none), none);
  const store = await openSqliteLogStore({ dir });
  try {
    const { publicKey } = openSigner(dir, centre, true);
    return verifyRecord({ store, keys, centre, publicKey, model }).findings;
  } finally {
    store.close();
  }
}

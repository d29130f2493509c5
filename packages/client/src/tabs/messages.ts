import type { ActEntry, Refusal, Row, SyncState, Visit } from '@onedoor/core';
import type { StoredFile } from '../files/stored-file.js';
import type { OutboxRow } from '../storage/client-store.js';

/** A room that a tab shows, with what the leading tab must know to speak for it. */
export interface Wanted {
  readonly room: string;
  readonly client: number;
}

/** How a room's live connection stands, as the leading tab tells the others. */
export interface LinkState {
  readonly connected: boolean;
  readonly synced: boolean;
  /** Undefined until the server has said it on this connection. */
  readonly writable?: boolean;
  readonly refusal?: Refusal;
}

/** What tabs of one person tell each other. The store is the truth; a message only spares reading it again. */
export type TabMessage =
  /** A change that this tab has made and stores. Bytes for content alone. */
  | {
      readonly kind: 'local';
      readonly room: string;
      readonly copy: string;
      readonly bytes?: Uint8Array;
      readonly rows: readonly OutboxRow[];
    }
  /** Content that the leader has received and stores. */
  | { readonly kind: 'remote'; readonly room: string; readonly copy: string; readonly bytes: Uint8Array }
  | { readonly kind: 'acts'; readonly room: string; readonly entries: readonly ActEntry[] }
  | { readonly kind: 'sent'; readonly ids: readonly string[]; readonly at?: number }
  | { readonly kind: 'settled'; readonly ids: readonly string[] }
  | { readonly kind: 'remade'; readonly rows: readonly OutboxRow[] }
  | { readonly kind: 'refused' }
  | { readonly kind: 'rejoined'; readonly room: string }
  | { readonly kind: 'dropped'; readonly room: string }
  /** A page of rows that the leader has stored, and the cursor before and after it. */
  | { readonly kind: 'rows'; readonly rows: readonly Row[]; readonly since: number; readonly cursor: number }
  | { readonly kind: 'me' }
  /** The page of a case was left: the leader knows how far its rooms are stored. */
  | { readonly kind: 'left'; readonly case: string }
  /** A visit was noted; without one, the case is this person's no more. */
  | { readonly kind: 'visit'; readonly case: string; readonly visit?: Visit }
  | { readonly kind: 'preference'; readonly key: string; readonly value: unknown }
  | {
      readonly kind: 'state';
      readonly connection: SyncState['connection'];
      readonly offline: boolean;
      readonly rowsLoading?: number;
      readonly problem?: Refusal;
      readonly links: readonly (readonly [string, LinkState])[];
    }
  /** The leader asks who is there. */
  | { readonly kind: 'who' }
  | { readonly kind: 'want'; readonly tab: string; readonly rooms: readonly Wanted[] }
  | { readonly kind: 'bye'; readonly tab: string }
  | { readonly kind: 'awareness'; readonly room: string; readonly bytes: Uint8Array }
  | { readonly kind: 'sync' }
  | { readonly kind: 'synced' }
  | { readonly kind: 'offline'; readonly offline: boolean }
  /** Where a file stands in the tab that stores or sends it; without one it was taken back. */
  | { readonly kind: 'file'; readonly room: string; readonly id: string; readonly file?: StoredFile }
  /** The data of this person was removed from this device. */
  | { readonly kind: 'gone' };

const KINDS: ReadonlySet<unknown> = new Set<TabMessage['kind']>([
  'local',
  'remote',
  'acts',
  'sent',
  'settled',
  'remade',
  'refused',
  'rejoined',
  'dropped',
  'rows',
  'me',
  'left',
  'visit',
  'preference',
  'state',
  'who',
  'want',
  'bye',
  'awareness',
  'sync',
  'synced',
  'offline',
  'file',
  'gone',
]);

/** Version of these messages. A tab of another version is not understood and not believed; the store still joins them. */
export const TAB_MESSAGES = 2;

export function readTabMessage(envelope: unknown): TabMessage | undefined {
  if (
    typeof envelope !== 'object' ||
    envelope === null ||
    !('version' in envelope) ||
    envelope.version !== TAB_MESSAGES ||
    !('message' in envelope)
  )
    return undefined;
  return isMessage(envelope.message) ? envelope.message : undefined;
}

/** The same program wrote it, in another tab of this browser: the kind tells the rest. */
const isMessage = (value: unknown): value is TabMessage =>
  typeof value === 'object' && value !== null && 'kind' in value && KINDS.has(value.kind);

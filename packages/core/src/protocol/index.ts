export { bulkRequest, bulkResponse, decodeBulkRequest, decodeBulkResponse, encodeBulk } from './bulk.js';
export type { BulkRequest, BulkRequestInput, BulkResponse, BulkRoomResponse } from './bulk.js';
export { decodeEntry, encodeEntry, seqOf } from './entry.js';
export type { LogEntry, UpdateEntry } from './entry.js';
export type { Binding, LogStore, LogWriter, StoredEntry, StoredRoom, StoredSnapshot, StoredSummary } from './log-store.js';
export {
  BEARER_PREFIX, MESSAGE, PROTOCOL_VERSION, SCHEMA_VERSION, STOCK_SUBPROTOCOL, SUBPROTOCOL, SYNC, clientMessage, countsForReceipt, decodeClientMessage,
  decodeFrame, decodeServerMessage, encodeAwarenessFrame, encodeMessage, encodeStep1Frame, encodeUpdateFrame, serverMessage,
} from './messages.js';
export type { ClientMessage, Frame, ServerMessage } from './messages.js';
export { CENTRE_CASE, parseRoomKey, parseWireName, roomKey, wireName } from './room-name.js';
export type { RoomName } from './room-name.js';
export { meResponse, rowSchema, rowsResponse } from './rows.js';
export type { MeResponse, Row, RowsResponse } from './rows.js';

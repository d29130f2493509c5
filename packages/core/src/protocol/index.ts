export type { ComparedChange, CompareResponse, FieldHistory, FieldValue, TextMoment, TextRun } from './attribution.js';
export { compareResponse, fieldHistory } from './attribution.js';
export type { BulkRequest, BulkRequestInput, BulkResponse, BulkRoomResponse, ErasedPlace } from './bulk.js';
export { bulkRequest, bulkResponse, decodeBulkRequest, decodeBulkResponse, encodeBulk } from './bulk.js';
export type { DeviceRequest, DeviceResponse } from './device.js';
export { DEVICE_HEADER, deviceForget, deviceId, deviceRequest, deviceResponse } from './device.js';
export type { ErasedEntry, Erasure, LogEntry, Mark, MarkEntry, UpdateEntry } from './entry.js';
export { decodeEntry, encodeEntry, erasureSchema, seqOf } from './entry.js';
export type { HeadLine } from './head.js';
export { parseHead, writeHeadLine } from './head.js';
export type { Edit, EditKind, ErasureNote, HistoryResponse } from './history.js';
export { editKind, editSchema, editValue, historyResponse, MAX_EDIT_VALUE, MAX_EXCERPT, shorten, shortValue } from './history.js';
export { keyId } from './key-id.js';
export type {
  Binding,
  LogStore,
  LogWriter,
  StoredEdits,
  StoredEntry,
  StoredHead,
  StoredLeaf,
  StoredRoom,
  StoredSnapshot,
  StoredSummary,
  StoredText,
  StoredTrace,
} from './log-store.js';
export type { ClientMessage, Frame, ServerMessage } from './messages.js';
export {
  BEARER_PREFIX,
  clientMessage,
  countsForReceipt,
  decodeClientMessage,
  decodeFrame,
  decodeServerMessage,
  encodeAwarenessFrame,
  encodeMessage,
  encodeStep1Frame,
  encodeUpdateFrame,
  MESSAGE,
  PROTOCOL_VERSION,
  SCHEMA_VERSION,
  STOCK_SUBPROTOCOL,
  SUBPROTOCOL,
  SYNC,
  serverMessage,
} from './messages.js';
export type { RoomName } from './room-name.js';
export { CENTRE_CASE, parseRoomKey, parseWireName, roomKey, wireName } from './room-name.js';
export type { MeResponse, Row, RowsResponse } from './rows.js';
export { isRow, meResponse, rowSchema, rowsResponse } from './rows.js';

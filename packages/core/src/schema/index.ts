export type { KindOf, Merge, MergeKind } from './merge.js';
export { list, map, mergeKindOf, register, rich, set, text } from './merge.js';
export type {
  ListField,
  ListItem,
  MapField,
  RecordDefinition,
  RecordInput,
  RecordPatch,
  RecordShape,
  RecordValue,
  RegisterField,
  RichFieldName,
  SetField,
  TextFieldName,
} from './record.js';
export { defineRecord } from './record.js';
export { fen, legalDate, shareVector } from './values.js';

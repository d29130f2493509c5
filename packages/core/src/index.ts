/**
 * Onedoor's case model without page, network or storage: what a change is, who may make it, how it merges and how it
 * travels. Enter through `Model` (kinds of rooms), `defineRecord`, `defineCommand`, `defineSlice` and `definePlugin`;
 * screens work with a `Session`.
 */
// schema

export type { Done, FaultChecks } from './acts/faults.js';
export { dayOfAct, doneBy, faultsOf, isBlank, refusalOfFaults } from './acts/faults.js';
export type { Conflict, ErasedSlice, RoomState, SettleArgs } from './acts/fold.js';
// acts
export { ActModel, EMPTY_STATE, SETTLE } from './acts/fold.js';
export type { ActEntry, Intent } from './acts/intent.js';
export { actEntrySchema, intentSchema } from './acts/intent.js';
export type { DeclineArgs, Offer, OfferAnswer, OfferArgs, OfferedChange, OfferState } from './acts/offer.js';
export { ACCEPT, DECLINE, isOfferCommand, OFFER } from './acts/offer.js';
export type { ActFacts, ActRequest, ActSpec, BoundAct } from './acts/slice.js';
export { ActSlice, defineSlice } from './acts/slice.js';
export type {
  BoundCommand,
  CommandContext,
  CommandOrigin,
  ContentCommand,
  ContentRequest,
  DefinedCommand,
} from './commands/content-command.js';
// commands
export { defineCommand } from './commands/content-command.js';
export type { Commands, KeptChange } from './commands/kept.js';
export { argsToKeep, isRunnable, subjectsOf } from './commands/kept.js';
export { isOfValues, RESTORED, REVERSAL, TEXT_EDIT } from './commands/kept-names.js';
export type { Foreseen, ForeseenChange } from './commands/rerun.js';
export { foresee, rerun } from './commands/rerun.js';
export { FIELD_RESTORE, restoreField } from './commands/restore.js';
// content
export type { ContentChange, Run, WrittenRun } from './content/changes.js';
export { applyAndRead, readChanges, rootOf } from './content/changes.js';
export type { AnyBounds } from './content/depth.js';
export { checkJsonDepth, MAX_DEPTH, UpdateRejected } from './content/depth.js';
export type { UpdateReading } from './content/guard.js';
export { hasPending, readUpdate } from './content/guard.js';
export { fieldKey, parseKey, parseTextName, textName } from './content/layout.js';
export type { ReadResult } from './content/reader.js';
export { ContentReader } from './content/reader.js';
export type { ContestedValue } from './content/register.js';
export { createRoomDoc, standingIds } from './content/register.js';
export type { RichLine, RichMark, RichRun } from './content/rich.js';
export {
  blockOf,
  changeOfAttributes,
  LINE_BREAK,
  MAX_RICH_DEPTH,
  marksOf,
  RICH_MARKS,
  ROW,
  richContents,
  richDifference,
  richLines,
  sliceContents,
  textOfContents,
} from './content/rich.js';
export type { Surplus, SurplusQuestion } from './content/surplus.js';
export { surplusOf } from './content/surplus.js';
export type { AnchoredEdit, TextAttributes, TextDelta, TextParts } from './content/text.js';
export {
  applyDelta,
  checkDelta,
  sameAttributes,
  splitsCharacter,
  withoutEmptySteps,
} from './content/text.js';
export { textDifference } from './content/text-difference.js';
export { anchorDelta, anchorEdits, mergeEdits, relocateEdit } from './content/text-edits.js';
export type { RichField, TextCaret, TextField } from './content/text-field.js';
export type { ContentTrace, DeletedRun, WrittenValue } from './content/trace.js';
export { applyAndTrace, readTrace } from './content/trace.js';
export type { UpdateBounds, VettedUpdate } from './content/vet.js';
export { looksLikeV2, vetUpdate } from './content/vet.js';
export { ContentWriter } from './content/writer.js';
export type { ErrorCode, ErrorKind, Refusal, Result } from './errors.js';
// errors and ids
export { closeCodeOf, ERRORS, isErrorCode, OnedoorError, ok, refuse } from './errors.js';
export type { RandomBytes } from './ids.js';
export { createUlid, isUlid } from './ids.js';
export type { CaseState, CaseTeam, Member, Outcome, Source, Stage, StageMove } from './model/case.js';
// the built-in model
export {
  caseSlice,
  EMPTY_CASE,
  moveNeedsReason,
  outcomeSchema,
  STAGES,
  sourceSchema,
  stageSchema,
  stageTimes,
  teamOf,
} from './model/case.js';
export { CATEGORIES, type Category } from './model/categories.js';
export type { Department, DirectoryPerson, DirectoryState, SwitchedOff } from './model/directory.js';
export { CENTRE_RIGHTS, directorySlice } from './model/directory.js';
export {
  Allocation,
  addEvidence,
  addIssue,
  addParty,
  addProposal,
  answerProposal,
  Evidence,
  editEvidence,
  editFacts,
  editIssue,
  editMembers,
  editParty,
  Facts,
  Issue,
  Party,
  Proposal,
  removeEvidence,
  removeIssue,
  removeParty,
  setAllocation,
} from './model/joint.js';
export type { NamedState, SealedView } from './model/named.js';
export { changesNamed, lastView, namedSlice, VIEW_SEALED } from './model/named.js';
export type { PartyAccess, PartyAccessState, PartyKey, PartyProgress, PartyRating, PartyRequest } from './model/party-access.js';
export {
  definePartyAccess,
  partyAccessOf,
  partyActor,
  partyOfActor,
  partyProgress,
  partyRequest,
  partySecret,
  partySecretHash,
  progressFor,
  readPartyKey,
  writePartyKey,
} from './model/party-access.js';
export type { IdentityView, PeopleFault } from './model/party-people.js';
export {
  addPartyPerson,
  bornOnOf,
  editPartyPerson,
  identitySlice,
  isMinor,
  PARTY_ROLES,
  PartyPerson,
  peopleFaults,
  removePartyPerson,
} from './model/party-people.js';
export type { ModelPart, Room, RoomDefinition } from './model/rooms.js';
export { Model } from './model/rooms.js';
export type { Task, TaskFor, TasksState } from './model/tasks.js';
export { openTasks, taskSlice } from './model/tasks.js';
export type {
  Badge,
  Cell,
  PluginClock,
  PluginContributions,
  PluginLocales,
  PluginRow,
  TimelineAct,
  WordParam,
  Words,
} from './plugin/contributions.js';
export type { PluginModel, PluginRoomContent } from './plugin/define.js';
// plugins
export { definePlugin } from './plugin/define.js';
export type { PluginGrant, PluginManifest, PluginManifestSource } from './plugin/manifest.js';
export { manifestSchema, PLUGIN_API, readManifest } from './plugin/manifest.js';
export type { Notes } from './plugin/notes.js';
export { defineNotes } from './plugin/notes.js';
export type { PluginSample, SampleCase, SampleStep } from './plugin/sample.js';
export { sampleAuthor, sampleNumbers } from './plugin/sample.js';
export type { Summary } from './plugin/summary.js';
export { defineSummary, readSummary } from './plugin/summary.js';
export { familyOf, isFamily, membersByRight } from './policy/family.js';
export type { Actor, Ask, CaseRole, Decision, RoomRule, Rule, Team } from './policy/policy.js';
// rights
export {
  caseRole,
  enforce,
  explain,
  FORBIDDEN,
  isSealed,
  maySucceed,
  OPEN_SEALED,
  refusalOf,
  ruleSchema,
  SUCCEED_SEALED,
} from './policy/policy.js';
export type {
  Binding,
  BulkRequest,
  BulkRequestInput,
  BulkResponse,
  BulkRoomResponse,
  ClientMessage,
  ComparedChange,
  CompareResponse,
  DeviceRequest,
  DeviceResponse,
  Edit,
  EditKind,
  ErasedEntry,
  ErasedPlace,
  Erasure,
  ErasureNote,
  FieldHistory,
  FieldValue,
  Frame,
  HeadLine,
  HistoryResponse,
  LogEntry,
  LogStore,
  LogWriter,
  Mark,
  MarkEntry,
  MeResponse,
  RoomName,
  Row,
  RowsResponse,
  ServerMessage,
  StoredEdits,
  StoredEntry,
  StoredHead,
  StoredLeaf,
  StoredRoom,
  StoredSnapshot,
  StoredSummary,
  StoredText,
  StoredTrace,
  TextMoment,
  TextRun,
  UpdateEntry,
} from './protocol/index.js';
// wire and log
export {
  BEARER_PREFIX,
  CENTRE_CASE,
  compareResponse,
  countsForReceipt,
  DEVICE_HEADER,
  decodeBulkRequest,
  decodeBulkResponse,
  decodeClientMessage,
  decodeEntry,
  decodeFrame,
  decodeServerMessage,
  deviceForget,
  deviceId,
  deviceRequest,
  deviceResponse,
  editKind,
  editSchema,
  editValue,
  encodeAwarenessFrame,
  encodeBulk,
  encodeEntry,
  encodeMessage,
  encodeStep1Frame,
  encodeUpdateFrame,
  erasureSchema,
  fieldHistory,
  historyResponse,
  isRow,
  keyId,
  MAX_EDIT_VALUE,
  MAX_EXCERPT,
  MESSAGE,
  meResponse,
  PROTOCOL_VERSION,
  parseHead,
  parseRoomKey,
  parseWireName,
  roomKey,
  rowSchema,
  rowsResponse,
  SCHEMA_VERSION,
  STOCK_SUBPROTOCOL,
  SUBPROTOCOL,
  SYNC,
  seqOf,
  shorten,
  shortValue,
  wireName,
  writeHeadLine,
} from './protocol/index.js';
export type { DayKind, DayReason, WorkingCalendar } from './rules/calendar.js';
// rules of the field
export { workingCalendar } from './rules/calendar.js';
export type { AskFault, ChangeState, ClockChange, ClockRun, CountedClock, SharedRow } from './rules/changes.js';
export {
  askFault,
  changeState,
  clockChangeSchema,
  countedClock,
  effectOfChanges,
  endOf,
  SHARED_CHANGES,
  SHARED_PAUSES,
  sharedChanges,
} from './rules/changes.js';
export type { Circumstances, DayTerm, Deadline, Explanation, Pause, SkipReason, Term } from './rules/clock.js';
export { addMonths, deadline, explainDeadline } from './rules/clock.js';
export { type ClockState, clockState, SOON_DAYS } from './rules/clock-state.js';
export type { Clocks } from './rules/clocks.js';
export { clocksOf } from './rules/clocks.js';
export type { HolidayYear } from './rules/data/holidays.js';
export { HOLIDAYS } from './rules/data/holidays.js';
export { addDays, daysBetween, type LegalDate } from './rules/dates.js';
export { sha256Bytes, sha256Text } from './rules/hash.js';
export type { Identity, IdentityFault } from './rules/identity.js';
export {
  ADULT_AGE,
  ageOn,
  identityFaults,
  identityMark,
  MOST_REPRESENTATIVES,
  maskIdentity,
  readIdentity,
} from './rules/identity.js';
export type { AllocationPlan, GroupPart, MemberPart, Share } from './rules/money.js';
export { allocate, allocatePlan, capitalFen, divide, equalShares, formatFen } from './rules/money.js';
export { provisionalCode } from './rules/provisional-code.js';
export type { Matter, Route, RouteId } from './rules/routes.js';
export { MATTER_RULES, MATTERS, ROUTES, routesFor } from './rules/routes.js';
export { shanghaiDate, shanghaiMoment, shanghaiTime, shanghaiYear } from './rules/shanghai.js';
export type { ChangeLimit, ChangeLimits, TermId, TermKind, TermRule, TermStart } from './rules/terms.js';
export { TERMS } from './rules/terms.js';
export type {
  KindOf,
  ListField,
  ListItem,
  MapField,
  Merge,
  MergeKind,
  RecordDefinition,
  RecordInput,
  RecordPatch,
  RecordShape,
  RecordValue,
  RegisterField,
  RichFieldName,
  SetField,
  TextFieldName,
} from './schema/index.js';
export { defineRecord, fen, legalDate, list, map, mergeKindOf, register, rich, set, shareVector, text } from './schema/index.js';
export { searchText } from './search/text.js';
export type { CaseRow } from './session/case-row.js';
// sessions, as screens see them
export { conflictRooms, formatNumber, offerRooms, readCaseRow } from './session/case-row.js';
export type { FileRef, FileState, NewFile, RoomFiles } from './session/files.js';
export { fileRef, MAX_FILE_BYTES, PIECE_BYTES, piecesOf } from './session/files.js';
export type { Preferences } from './session/preferences.js';
export { checkPreference, MAX_PREFERENCE_BYTES } from './session/preferences.js';
export type { LockReason, LockState, Safety, SafetyState, StoreLock } from './session/safety.js';
export type {
  ChangeStage,
  FieldRef,
  FoundCase,
  FoundCases,
  HistoryPage,
  OpenRoom,
  Present,
  RecordHead,
  RecordView,
  RefusedChange,
  RoomChange,
  RoomRef,
  RoomStatus,
  Session,
  SyncState,
  UndonePlace,
  UndoState,
  Watchable,
} from './session/session.js';
export type { Visit } from './session/visits.js';
export { changedRooms, visitSchema } from './session/visits.js';
// what a centre decides
export type { DeclaresSettings, SettingDefinition, SettingSet } from './settings/define.js';
export { defineSetting, defineSettings, loadSettings, SettingDefinitions } from './settings/define.js';
export type { PaperDefinition, PaperPlaceholder, PaperPlaceholders, PaperTemplateValue, PaperValues } from './settings/papers.js';
export { definePaper, paperName, paperPaths, paperSchema, templateOn } from './settings/papers.js';
export type { PaperMade } from './settings/papers-made.js';
export { papersMade } from './settings/papers-made.js';
export type { DecidedVersion, SettingsState, SettingValues, SettingVersion } from './settings/setting.js';
export { settingOn, settingsRoom, settingsSlice } from './settings/setting.js';
export type { SettingPart, SettingsFileFault, TransferredSetting } from './settings/transfer.js';
export { readSettingsFile, settingParts, writeSettingsFile } from './settings/transfer.js';

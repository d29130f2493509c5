/**
 * Screens of the case board as web components. `import '@onedoor/elements/define'` registers the tags; this module only
 * names classes and types. Everything stands inside one `<onedoor-session-provider>`.
 */
// elements
export { OnedoorAllocation } from './allocation/allocation.js';
export type { Move } from './board/acts-controller.js';
export { OnedoorBoard } from './board/board.js';
export type { BoardFilter, BoardSort, BoardView } from './board/board-view.js';
export { OnedoorCase } from './case/case.js';
export { OnedoorCaseForm } from './case-form/case-form.js';
export { OnedoorCasePaper } from './case-paper/case-paper.js';
export { OnedoorConflicts } from './conflict/conflicts.js';
export type { RoomControllerOptions } from './controllers/room-controller.js';
export { RoomController } from './controllers/room-controller.js';
export { WatchController } from './controllers/watch-controller.js';
export { OnedoorEvidence } from './evidence/evidence.js';
export { OnedoorFacts } from './facts/facts.js';
export { OnedoorFiles } from './files/files.js';
export { OnedoorGlance } from './glance/glance.js';
export { OnedoorFieldHistory } from './history/field-history.js';
export { OnedoorIdentity } from './identity/identity.js';
// for pages and plugins that draw with the same controls
export { baseStyles } from './internal/base.styles.js';
export type { ActDetail } from './internal/case-element.js';
export type { Density } from './internal/desk.js';
export {
  field,
  filled,
  focusWhenShown,
  formValue,
  guardComposition,
  isComposing,
  oneOf,
  onSubmit,
  options,
  tick,
  ticked,
} from './internal/form.js';
export type { Idle } from './internal/idle.js';
export { slices, whenIdle } from './internal/idle.js';
export { yuanToFen } from './internal/money.js';
export type { StyleValues } from './internal/styled.js';
export { styled } from './internal/styled.js';
export { typed } from './internal/typed.js';
export type { DrawnItem, DrawnSpan } from './internal/window-controller.js';
export { WindowController } from './internal/window-controller.js';
export { OnedoorIssues } from './issues/issues.js';
export { formatDate, formatList, formatMoment } from './locales/format.js';
export type { Locale, Params } from './locales/locale.js';
// language
export { errorLabel, isLocale } from './locales/locale.js';
export { OnedoorNews } from './news/news.js';
export { OnedoorOffers } from './offers/offers.js';
export type { ListedPage } from './pages/pages.js';
export { OnedoorPages } from './pages/pages.js';
export type { Paper } from './paper/print-paper.js';
export { openPaper, printPaper } from './paper/print-paper.js';
export { qrCode } from './paper/qr-code.js';
export { saveFile } from './paper/save-file.js';
export { OnedoorParties } from './parties/parties.js';
export type { ShownCell, ShownClock, ShownColumn } from './plugin-host/contributions.js';
export type {
  CasesReading,
  CountedStatistic,
  FoldedSlice,
  ListedPlugin,
  ListedStatistic,
  PluginActs,
  PluginCases,
  PluginCollection,
  PluginContext,
  PluginCore,
  PluginEntry,
  PluginFiles,
  PluginRights,
  PluginRoom,
  PluginStatistics,
  PluginSwitches,
  PluginView,
  PluginViewClass,
  PluginViews,
  Statistic,
  StatisticContext,
  StatisticCounter,
  StatisticFigure,
  StatisticItem,
} from './plugin-host/plugin-view.js';
// plugins' views
export { definePluginView } from './plugin-host/plugin-view.js';
export type { NotesWords } from './plugin-kit/notes.js';
export { notesView } from './plugin-kit/notes.js';
export { PluginElement } from './plugin-kit/plugin-element.js';
export { OnedoorPluginPage } from './plugin-page/plugin-page.js';
export { OnedoorPluginProblems } from './plugin-problems/plugin-problems.js';
export { OnedoorPluginTab } from './plugin-tab/plugin-tab.js';
export { OnedoorPresence } from './presence/presence.js';
export { OnedoorProposals } from './proposals/proposals.js';
export { OnedoorSessionProvider } from './provider/provider.js';
export { OnedoorRefused } from './refused/refused.js';
export { OnedoorRich } from './rich/onedoor-rich.js';
export { OnedoorSafety } from './safety/safety.js';
export { OnedoorSealed } from './sealed/sealed.js';
export { OnedoorSearch } from './search/search.js';
export { OnedoorSignOut } from './sign-out/sign-out.js';
export { OnedoorStage } from './stage/stage.js';
export { OnedoorSyncBar } from './sync-bar/sync-bar.js';
export { OnedoorTasks } from './tasks/tasks.js';
export { OnedoorTeam } from './team/team.js';
export { OnedoorText } from './text/onedoor-text.js';
export type { TextBlock } from './text/text-blocks.js';
export { textBlocks } from './text/text-blocks.js';
export { OnedoorTimeline } from './timeline/timeline.js';
export { OnedoorUndo } from './undo/undo.js';
export { OnedoorUnlock } from './unlock/unlock.js';

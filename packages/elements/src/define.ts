import { OnedoorAllocation } from './allocation/allocation.js';
import { OnedoorBoard } from './board/board.js';
import { OnedoorCase } from './case/case.js';
import { OnedoorCaseForm } from './case-form/case-form.js';
import { OnedoorCasePaper } from './case-paper/case-paper.js';
import { OnedoorConflicts } from './conflict/conflicts.js';
import { OnedoorEvidence } from './evidence/evidence.js';
import { OnedoorFacts } from './facts/facts.js';
import { OnedoorFiles } from './files/files.js';
import { OnedoorGlance } from './glance/glance.js';
import { OnedoorFieldHistory } from './history/field-history.js';
import { OnedoorIdentity } from './identity/identity.js';
import { OnedoorIssues } from './issues/issues.js';
import { OnedoorNews } from './news/news.js';
import { OnedoorOffers } from './offers/offers.js';
import { OnedoorPages } from './pages/pages.js';
import { OnedoorParties } from './parties/parties.js';
import { OnedoorPluginPage } from './plugin-page/plugin-page.js';
import { OnedoorPluginProblems } from './plugin-problems/plugin-problems.js';
import { OnedoorPluginTab } from './plugin-tab/plugin-tab.js';
import { OnedoorPresence } from './presence/presence.js';
import { OnedoorProposals } from './proposals/proposals.js';
import { OnedoorSessionProvider } from './provider/provider.js';
import { OnedoorRefused } from './refused/refused.js';
import { OnedoorRich } from './rich/onedoor-rich.js';
import { OnedoorSafety } from './safety/safety.js';
import { OnedoorSealed } from './sealed/sealed.js';
import { OnedoorSearch } from './search/search.js';
import { OnedoorSignOut } from './sign-out/sign-out.js';
import { OnedoorStage } from './stage/stage.js';
import { OnedoorSyncBar } from './sync-bar/sync-bar.js';
import { OnedoorTasks } from './tasks/tasks.js';
import { OnedoorTeam } from './team/team.js';
import { OnedoorText } from './text/onedoor-text.js';
import { OnedoorTimeline } from './timeline/timeline.js';
import { OnedoorUndo } from './undo/undo.js';
import { OnedoorUnlock } from './unlock/unlock.js';

/** All tags and their classes. Importing this module registers them; importing a class does not. */
export const ELEMENTS = {
  'onedoor-allocation': OnedoorAllocation,
  'onedoor-board': OnedoorBoard,
  'onedoor-case': OnedoorCase,
  'onedoor-case-form': OnedoorCaseForm,
  'onedoor-conflicts': OnedoorConflicts,
  'onedoor-evidence': OnedoorEvidence,
  'onedoor-facts': OnedoorFacts,
  'onedoor-field-history': OnedoorFieldHistory,
  'onedoor-files': OnedoorFiles,
  'onedoor-identity': OnedoorIdentity,
  'onedoor-issues': OnedoorIssues,
  'onedoor-offers': OnedoorOffers,
  'onedoor-pages': OnedoorPages,
  'onedoor-parties': OnedoorParties,
  'onedoor-plugin-page': OnedoorPluginPage,
  'onedoor-plugin-tab': OnedoorPluginTab,
  'onedoor-presence': OnedoorPresence,
  'onedoor-proposals': OnedoorProposals,
  'onedoor-refused': OnedoorRefused,
  'onedoor-rich': OnedoorRich,
  'onedoor-case-paper': OnedoorCasePaper,
  'onedoor-glance': OnedoorGlance,
  'onedoor-news': OnedoorNews,
  'onedoor-plugin-problems': OnedoorPluginProblems,
  'onedoor-tasks': OnedoorTasks,
  'onedoor-undo': OnedoorUndo,
  'onedoor-search': OnedoorSearch,
  'onedoor-session-provider': OnedoorSessionProvider,
  'onedoor-safety': OnedoorSafety,
  'onedoor-sealed': OnedoorSealed,
  'onedoor-sign-out': OnedoorSignOut,
  'onedoor-unlock': OnedoorUnlock,
  'onedoor-stage': OnedoorStage,
  'onedoor-sync-bar': OnedoorSyncBar,
  'onedoor-team': OnedoorTeam,
  'onedoor-text': OnedoorText,
  'onedoor-timeline': OnedoorTimeline,
} as const;

for (const [tag, element] of Object.entries(ELEMENTS)) if (customElements.get(tag) === undefined) customElements.define(tag, element);

type Elements = typeof ELEMENTS;
declare global {
  interface HTMLElementTagNameMap extends OnedoorTags {}
}
type OnedoorTags = { [Tag in keyof Elements]: InstanceType<Elements[Tag]> };

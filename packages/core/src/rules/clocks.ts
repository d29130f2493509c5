import type { SettingValues } from '../settings/setting.js';
import { settingOn } from '../settings/setting.js';
import { type WorkingCalendar, workingCalendar } from './calendar.js';
import { type Circumstances, type Deadline, deadline, type Explanation, explainDeadline, type Term } from './clock.js';
import { HOLIDAYS, type HolidayYear } from './data/holidays.js';
import type { LegalDate } from './dates.js';
import { TERMS, type TermId, type TermRule } from './terms.js';

/** How a centre counts: its working calendar, and its own values for the terms that places set. The one way to a last day. */
export interface Clocks {
  readonly calendar: WorkingCalendar;
  /** A term as it holds for what began on a day: of a local one the centre's length and basis, where it decided on one. */
  rule(id: TermId, startedOn: LegalDate): TermRule;
  /** The last day of a term of the list, or of one that is told. @example clocks.due('2024-09-27', 'letters.objection').dueOn */
  due(startedOn: LegalDate, term: TermId | Term, circumstances?: Omit<Circumstances, 'calendar'>): Deadline;
  /** The same day by day, for whoever asks why it is that day. */
  explain(startedOn: LegalDate, term: TermId | Term, circumstances?: Omit<Circumstances, 'calendar'>): Explanation;
}

const NONE: SettingValues = {};
const made = new WeakMap<SettingValues, Clocks>();

/**
 * The clocks of a centre's settings: those of `row.settings`, of `ctx.settings`, of `settings` in an act's check. The same
 * object for the same settings.
 *
 * @param settings absent: what comes with the program
 * @example
 * const { dueOn, provisional } = clocksOf(row.settings).due(begunOn, 'settlement.period');
 */
export function clocksOf(settings: SettingValues = NONE): Clocks {
  const known = made.get(settings);
  if (known !== undefined) return known;
  // A year is data of the day on which it is asked, whenever the centre added it.
  const own = settings['core.calendar']?.at(-1)?.value as Readonly<Record<number, HolidayYear>> | undefined;
  const calendar = workingCalendar(own === undefined ? HOLIDAYS : { ...HOLIDAYS, ...own });
  const rule = (id: TermId, startedOn: LegalDate): TermRule => {
    const listed: TermRule = TERMS[id];
    const decided = listed.local === true ? settingOn(settings, `core.term.${id}`, startedOn)?.value : undefined;
    if (decided === undefined) return listed;
    const { basis = '', ...length } = decided as Term & { readonly basis?: string };
    return { ...listed, term: { ...listed.term, ...length }, basis: basis === '' ? listed.basis : basis };
  };
  const termOf = (term: TermId | Term, startedOn: LegalDate): Term => (typeof term === 'string' ? rule(term, startedOn).term : term);
  const clocks: Clocks = {
    calendar,
    rule,
    due(startedOn, term, circumstances) {
      const counted = termOf(term, startedOn);
      if (circumstances === undefined) return deadline(startedOn, counted, calendar);
      const { dueOn, provisional } = explainDeadline(startedOn, counted, { ...circumstances, calendar });
      return { dueOn, provisional };
    },
    explain: (startedOn, term, circumstances = {}) => explainDeadline(startedOn, termOf(term, startedOn), { ...circumstances, calendar }),
  };
  made.set(settings, clocks);
  return clocks;
}

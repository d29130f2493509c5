import { daysBetween } from '@onedoor/core';
import { html, nothing, type TemplateResult } from 'lit';
import { formatDate } from '../locales/format.js';
import { type Locale, translate } from '../locales/locale.js';
import type { ShownClock } from '../plugin-host/contributions.js';

/** A shape for each state: told apart without colour. */
const SIGNS: Readonly<Record<ShownClock['state'], string>> = { running: '○', soon: '▲', due: '◆', overdue: '■' };

/** A state's shape. */
export const signOf = (state: ShownClock['state']): string => SIGNS[state];

/** How long until the last day, or since, in words. */
export function daysLeft(locale: Locale, dueOn: string, today: string): string {
  const days = daysBetween(today, dueOn);
  if (days === 0) return translate(locale, 'clock.today');
  if (days === 1) return translate(locale, 'clock.tomorrow');
  if (days === -1) return translate(locale, 'clock.yesterday');
  return days < 0 ? translate(locale, 'clock.overdue', { days: -days }) : translate(locale, 'clock.left', { days });
}

/** A deadline in one line: sign, what, until when, how many days; whether the date may still move. */
export function clockView(clock: ShownClock, locale: Locale, today: string): TemplateResult {
  return html`<span class="clock ${clock.state}" title=${clock.basis ?? nothing}
    ><span class="sign" aria-hidden="true">${SIGNS[clock.state]}</span> ${clock.text}
    <span class="number">${formatDate(locale, clock.dueOn, today)}</span>
    <strong>${daysLeft(locale, clock.dueOn, today)}</strong>${clock.provisional ? html` <span class="quiet">${translate(locale, 'clock.provisional')}</span>` : nothing}</span
  >`;
}

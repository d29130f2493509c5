import type { PluginRow } from '@onedoor/core';
import type { Paper, PluginContext, ShownClock } from '@onedoor/elements';
import { html, nothing } from 'lit';
import { basisOf, changeLines, changeWords, SIGNS, standOf, standWords, startOf, type T } from './words.js';

/** The deadlines of a case as a sheet: what, by which rule, from which act, until when, how the day came about, what changed it. */
export function deadlinesPaper(
  clocks: readonly ShownClock[],
  { row, ctx, t }: { readonly row: PluginRow | undefined; readonly ctx: PluginContext; readonly t: T },
): Omit<Paper, 'head'> {
  const date = (day: string) => ctx.i18n.date(day);
  const number = row === undefined ? undefined : ctx.i18n.number(row.number);
  return {
    title: t('paper.title'),
    lang: ctx.locale === 'zh' ? 'zh-CN' : 'en',
    content: html`<h1>${t('paper.title')}</h1>
      <p class="plain">${row?.title ?? ''}${number === undefined ? nothing : html` ${number}`}</p>
      <p class="plain">${t('paper.asOf', { on: date(ctx.clock.today()) })}</p>
      ${clocks.map((clock) => {
        const from = startOf(clock);
        return html`<div class="keep">
          <h2>${SIGNS[standOf(clock)]} ${clock.text}</h2>
          <p class="plain">${t('until', { on: date(clock.dueOn) })} ${standWords(clock, ctx.clock.today(), t, date)}${clock.provisional ? t('provisional') : ''}</p>
          <p class="plain">${clock.startedOn === undefined ? nothing : html`${t('from')}${t('colon')}${t(from === undefined ? 'from.other' : `from.${from}`)} ${date(clock.startedOn)} `}${basisOf(clock)}</p>
          ${ctx.cases.explain(clock).map((line) => html`<p class="plain">${line}</p>`)}
          ${(clock.changes ?? []).map((change) => html`<p class="plain">${changeWords(change, t, date)}${t('colon')}${changeLines(change, t, ctx.i18n).join(' ')}</p>`)}
        </div>`;
      })}`,
  };
}

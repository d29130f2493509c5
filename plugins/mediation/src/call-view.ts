import { field, formValue, guardComposition, oneOf, onSubmit, type PluginContext, tick, ticked } from '@onedoor/elements';
import { html, nothing, type TemplateResult } from 'lit';
import type { zh as table } from './locales/session-zh.js';
import type { zh } from './locales/zh.js';
import { editSession } from './minutes.js';
import { type Call, changesOf, correctFaults, type SessionState, sessionSlice, untold } from './session.js';

const { request } = sessionSlice;
const OPENNESS = ['open', 'closed'] as const;

/** What the call of a session needs of the element that shows it. */
export interface CallHost {
  readonly ctx: PluginContext;
  readonly t: (key: keyof typeof table | keyof typeof zh, params?: Readonly<Record<string, string | number>>) => string;
  readonly act: (request: Parameters<PluginContext['acts']['run']>[0], form?: HTMLFormElement) => Promise<boolean>;
}

/** When, where, how and with whom: the fields of a call, empty for a new one, as they are for one that is corrected. */
export function callFields({ ctx, t }: CallHost, call?: Call): TemplateResult {
  const invited = (call?.invitees ?? []).map(({ name, capacity }) => `${name} ${capacity}`.trim()).join('\n');
  return html`<div class="grid">
      ${field(t('heldOn'), html`<input type="date" name="on" required value=${call?.on ?? ctx.clock.today()} />`)}
      ${field(t('from'), html`<input type="time" name="from" required value=${call?.from ?? ''} />`)}
      ${field(t('place'), html`<input name="place" required maxlength="200" autocomplete="off" value=${call?.place ?? ''} />`, t('placeHint'))}
      ${field(
        t('openness'),
        html`<select name="openness" required>
          ${call === undefined ? html`<option value="">${t('chooseOutcome')}</option>` : nothing}
          ${OPENNESS.map((each) => html`<option value=${each} ?selected=${each === call?.openness}>${t(`openness.${each}`)}</option>`)}
        </select>`,
      )}
    </div>
    ${call?.online === true ? html`<label class="check"><input type="checkbox" name="online" value="on" checked />${t('online')}</label>` : tick('online', t('online'))}
    ${tick('opennessAgreed', t('opennessAgreed'))}
    ${field(t('invitees'), html`<textarea name="invitees" rows="2" maxlength="4000" .defaultValue=${invited}></textarea>`, t('inviteesHint'))}
    ${tick('consent', t('inviteesConsent'))}`;
}

/**
 * The call that a form holds. What the parties have agreed to already, of the call that is corrected, they need not be asked
 * again; what is new of it is.
 */
export function callOf(form: HTMLFormElement, id: string, before?: Call): Call | undefined {
  const openness = oneOf(OPENNESS, formValue(form, 'openness'));
  if (openness === undefined) return undefined;
  const isTicked = (name: string) => ticked(form, name).length > 0;
  const invitees = formValue(form, 'invitees')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const [name = '', ...rest] = line.split(/[,\uFF0C\u3001\s]+/);
      const agreed = before?.invitees.some((each) => each.name === name && each.consent) === true;
      return { name, capacity: rest.join(' '), consent: agreed || isTicked('consent') };
    });
  return {
    id,
    on: formValue(form, 'on'),
    from: formValue(form, 'from'),
    place: formValue(form, 'place'),
    online: isTicked('online'),
    openness,
    opennessAgreed: (before?.openness === openness && before.opennessAgreed) || isTicked('opennessAgreed'),
    invitees,
  };
}

/** The ways in which a call may still change: it is corrected, or cancelled before it has begun. */
export function changeForms(host: CallHost, id: string, session: SessionState): TemplateResult {
  const { ctx, t } = host;
  const may = (act: string) => ctx.acts.may(`mediation-session.${act}`).allowed;
  const correct = async (form: HTMLFormElement): Promise<void> => {
    const call = callOf(form, id, session.called);
    if (call === undefined) return;
    const reason = formValue(form, 'reason');
    const isSound = correctFaults(ctx.acts.state(sessionSlice), call, reason).length === 0;
    if (!(await host.act(request.correct({ ...call, reason }), isSound ? form : undefined))) return;
    // The minutes are headed by where and when they were kept.
    await ctx.in('joint').commands.run(editSession.request({ id, patch: { heldOn: call.on, place: call.place } }));
  };
  const cancel = (form: HTMLFormElement) => void host.act(request.cancel({ session: id, reason: formValue(form, 'reason') }), form);
  const reason = () => field(t('reason'), html`<input name="reason" required maxlength="500" autocomplete="off" />`);
  return html`${
    may('correct')
      ? html`<details class="act no-print"><summary>${t('correct')}</summary>
          <form class="stack" @keydown=${guardComposition} @submit=${onSubmit((form) => void correct(form))}>
            <p class="hint">${t('correctHint')}</p>
            ${callFields(host, session.called)} ${reason()}
            <button type="submit" class="primary">${t('correct')}</button>
          </form></details>`
      : nothing
  }
  ${
    may('cancel') && session.rights === undefined
      ? html`<details class="act no-print"><summary>${t('cancel')}</summary>
          <form class="stack" @keydown=${guardComposition} @submit=${onSubmit(cancel)}>
            <p class="hint">${t('cancelHint')}</p>
            ${reason()}
            <button type="submit" class="primary">${t('cancel')}</button>
          </form></details>`
      : nothing
  }`;
}

/** What was changed of a call, by whom and why, and who has not been told of it yet. */
export function changesView(
  host: CallHost,
  id: string,
  session: SessionState,
  parties: readonly string[],
): TemplateResult | typeof nothing {
  const changes = changesOf(session);
  if (changes === 0) return nothing;
  const { ctx, t } = host;
  const { cancelled } = session;
  const waiting = untold(session, parties);
  const may = ctx.acts.may('mediation-session.tell').allowed;
  const tell = (names: readonly string[]) => void host.act(request.tell({ session: id, names: [...names], changes }));
  return html`<div class="notice stack">
    ${(session.corrected ?? []).map(
      ({ by, at, reason, before }) =>
        html`<p>${t('correctedShown', { at: ctx.i18n.moment(at), by: ctx.i18n.person(by), on: ctx.i18n.date(before.on), from: before.from, place: before.place, reason })}</p>`,
    )}
    ${cancelled === undefined ? nothing : html`<p><strong>${t('cancelledShown', { reason: cancelled.reason, by: ctx.i18n.person(cancelled.by), at: ctx.i18n.moment(cancelled.at) })}</strong></p>`}
    ${
      waiting.length === 0
        ? html`<p>✓ ${t('toldAll')}</p>`
        : html`<p>${t('untold')}</p>
          <ul class="answers">${waiting.map(
            (name) => html`<li><span>${name}</span>
              ${may ? html`<button type="button" class="no-print" aria-label=${`${t('tell')}: ${name}`} @click=${() => tell([name])}>${t('tell')}</button>` : nothing}</li>`,
          )}</ul>
          ${may && waiting.length > 1 ? html`<button type="button" class="no-print" @click=${() => tell(waiting)}>${t('tellAll')}</button>` : nothing}`
    }
  </div>`;
}

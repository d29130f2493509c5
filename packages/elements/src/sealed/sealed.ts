import { type ActRequest, maySucceed, namedSlice, type Refusal } from '@onedoor/core';
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import { RoomController } from '../controllers/room-controller.js';
import { WatchController } from '../controllers/watch-controller.js';
import { CaseElement } from '../internal/case-element.js';
import { field, focusWhenShown, formValue, guardComposition, onSubmit, options } from '../internal/form.js';
import '../locales/case-texts.js';
import { formatMoment } from '../locales/format.js';
import { sealStand } from './seal-stand.js';

/** Readings that are shown at once; the older ones are behind a fold. */
const SHOWN = 20;

/**
 * A sealed room: asks for the purpose before anything is shown, then shows its content, who is named in it and who has read
 * it, when and for what. Named persons name others and take names off; each is an act with its reason.
 *
 * @attr case - Case id.
 * @attr room - Name of the sealed room.
 * @slot - What the room holds, shown once a purpose has been stated.
 */
export class OnedoorSealed extends CaseElement {
  static override styles = [
    ...CaseElement.styles,
    css`
      form {
        max-width: 560px;
      }
      footer {
        margin-top: 24px;
        padding-top: 12px;
        border-top: 1px solid var(--_line);
      }
      li {
        padding: 6px 0;
        border-bottom: 1px solid var(--_line);
      }
      summary {
        min-height: var(--_target);
        line-height: var(--_target);
        color: var(--_muted);
        cursor: pointer;
      }
      .grow {
        flex: 1 1 160px;
      }
    `,
  ];

  @property() room = '';
  @state() private asked: 'name' | { readonly unname: string } | undefined;
  @state() private problem: Refusal | undefined;
  /** Who was named successor on this page. */
  @state() private named = '';
  readonly #case = this.openRoom('case');
  readonly #sealed = new RoomController(this, {
    room: () => this.room || undefined,
    session: () => this.desk.session,
    case: () => this.caseId,
  });

  constructor() {
    super();
    new WatchController(this, () => this.desk.session?.rows);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('caseId') && !changed.has('room')) return;
    this.asked = undefined;
    this.problem = undefined;
    this.named = '';
  }

  protected override render(): TemplateResult | typeof nothing {
    const { session } = this.desk;
    const stand =
      session === undefined
        ? undefined
        : sealStand(session, { case: this.caseId, room: this.room, now: Date.now() }, { case: this.#case.room, room: this.#sealed.room });
    if (stand === undefined || stand === 'closed') return nothing;
    if (stand === 'open') return html`<slot></slot>${this.#footer()}`;
    if (stand === 'orphaned') return this.#orphaned();
    const opening = stand === 'unopened';
    return html`<section class="stack" aria-labelledby="title">
      <h2 id="title">${this.t(opening ? 'sealed.openTitle' : 'sealed.purposeTitle')}</h2>
      <p class="quiet">${opening ? this.t('sealed.openHint') : this.t('sealed.purposeHint', { time: this.#viewTime() })}</p>
      <form class="stack" @keydown=${guardComposition} @submit=${onSubmit((form) => void this.#state(form, opening))}>
        ${field(this.t('sealed.purpose'), html`<input name="purpose" required minlength="2" maxlength="500" autocomplete="off" placeholder=${this.t('sealed.purposeExample')} />`)}
        <div class="row"><button type="submit" class="primary">${this.t(opening ? 'sealed.open' : 'sealed.view')}</button></div>
      </form>
      ${this.refusal(this.problem)}
    </section>`;
  }

  /** How long a purpose opens the room, as the server has it. */
  #viewTime(): string {
    const minutes = Math.round((this.desk.session?.me.get()?.sealedViewMs ?? 0) / 60_000);
    if (minutes === 0) return this.t('sealed.someTime');
    return minutes % 60 === 0 ? this.t('sealed.hours', { count: minutes / 60 }) : this.t('sealed.minutes', { count: minutes });
  }

  /** Nobody can read it any more: whoever leads the case names one who might have opened it, and reads nothing for it. */
  #orphaned(): TemplateResult {
    const { session } = this.desk;
    const rule = session?.model.room(this.room)?.rule;
    const caseState = this.#case.room?.state();
    const team = session === undefined || caseState === undefined ? undefined : session.model.team(caseState);
    const known = this.directory.value?.people ?? {};
    const able = Object.keys(this.caseState(this.#case.room)?.members ?? {}).filter((person) => {
      const actor = known[person];
      return actor?.active === true && rule !== undefined && maySucceed(rule, actor, team);
    });
    const send = (form: HTMLFormElement) =>
      this.#send(namedSlice.request.succeed({ person: formValue(form, 'person'), purpose: formValue(form, 'purpose') }));
    return html`<section class="stack" aria-labelledby="title">
      <h2 id="title">${this.t('sealed.orphanTitle')}</h2>
      <p class="quiet">${this.t('sealed.orphanHint')}</p>
      ${
        this.named !== ''
          ? html`<p class="notice" role="status">${this.t('sealed.succeeded', { name: this.nameOf(this.named) })}</p>`
          : able.length === 0
            ? html`<p class="notice">${this.t('sealed.noSuccessor')}</p>`
            : html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit((form) => void send(form).then(() => this.#tellNamed(form)))}>
                ${field(
                  this.t('sealed.successor'),
                  html`<select name="person" required>${options(
                    able,
                    (person) => [this.nameOf(person), this.postOf(person)].filter(Boolean).join(' · '),
                    this.t('common.choose'),
                  )}</select>`,
                )}
                ${field(this.t('sealed.successionPurpose'), html`<input name="purpose" required minlength="2" maxlength="500" autocomplete="off" placeholder=${this.t('sealed.successionExample')} />`)}
                <div class="row"><button type="submit" class="primary">${this.t('sealed.succeed')}</button></div>
              </form>`
      }
      ${this.refusal(this.problem)}
    </section>`;
  }

  #tellNamed(form: HTMLFormElement): void {
    if (this.problem === undefined) this.named = formValue(form, 'person');
  }

  #footer(): TemplateResult {
    const { people, views, succession } = namedSlice.of(this.#sealed.room?.state().slices ?? new Map());
    const latest = [...views].reverse();
    const line = ({ person, at, purpose }: (typeof latest)[number]) =>
      html`<li><strong>${this.nameOf(person)}</strong> <span class="quiet">${formatMoment(this.desk.locale, at)}</span><p>${purpose}</p></li>`;
    return html`<footer class="stack">
      <section class="stack" aria-labelledby="named">
        <div class="row">
          <h3 id="named">${this.t('sealed.named')}</h3>
          ${this.asked === undefined ? html`<button type="button" data-return class="no-print" @click=${() => (this.asked = 'name')}>${this.t('sealed.name')}</button>` : nothing}
        </div>
        ${this.asked === 'name' ? this.#nameForm(people) : nothing} ${this.refusal(this.problem)}
        <ul>
          ${Object.keys(people).map((person) => this.#named(person, Object.keys(people).length > 1))}
        </ul>
      </section>
      ${
        succession === undefined
          ? nothing
          : html`<p class="quiet">${this.t('sealed.succession', {
              by: this.nameOf(succession.by),
              name: this.nameOf(succession.person),
              time: formatMoment(this.desk.locale, succession.at),
              purpose: succession.purpose,
            })}</p>`
      }
      <details>
        <summary>${this.t('sealed.views', { count: views.length })}</summary>
        <ul>${latest.slice(0, SHOWN).map(line)}</ul>
        ${latest.length > SHOWN ? html`<details><summary>${this.t('sealed.older', { count: latest.length - SHOWN })}</summary><ul>${latest.slice(SHOWN).map(line)}</ul></details>` : nothing}
      </details>
    </footer>`;
  }

  #named(person: string, mayUnname: boolean): TemplateResult {
    const name = this.nameOf(person);
    const asked = typeof this.asked === 'object' && this.asked.unname === person;
    return html`<li>
      <div class="row">
        <span class="grow"><strong>${name}</strong> <span class="quiet">${this.postOf(person)}</span></span>
        ${mayUnname ? html`<button type="button" class="link no-print" aria-label=${`${this.t('sealed.unname')}: ${name}`} @click=${() => (this.asked = { unname: person })}>${this.t('sealed.unname')}</button>` : nothing}
      </div>
      ${asked ? this.#reasonForm(person, name) : nothing}
    </li>`;
  }

  #reasonForm(person: string, name: string): TemplateResult {
    const send = (form: HTMLFormElement) => this.#send(namedSlice.request.unname({ person, reason: formValue(form, 'reason') }));
    return html`<form class="stack notice no-print" @keydown=${guardComposition} @submit=${onSubmit((form) => void send(form))}>
      ${field(this.t('sealed.unnameReason', { name }), html`<input name="reason" required minlength="2" maxlength="500" autocomplete="off" ${ref(focusWhenShown)} />`)}
      <div class="row"><button type="submit">${this.t('sealed.unname')}</button>${this.#cancel()}</div>
    </form>`;
  }

  /** Only people of the team: others would be named in vain. */
  #nameForm(people: Readonly<Record<string, unknown>>): TemplateResult {
    const team = Object.keys(this.caseState(this.#case.room)?.members ?? {}).filter((person) => people[person] === undefined);
    const send = (form: HTMLFormElement) =>
      this.#send(namedSlice.request.name({ person: formValue(form, 'person'), reason: formValue(form, 'reason') }));
    return html`<form class="stack no-print" @keydown=${guardComposition} @submit=${onSubmit((form) => void send(form))}>
      ${field(
        this.t('sealed.person'),
        html`<select name="person" required ${ref(focusWhenShown)}>${options(
          team,
          (person) => [this.nameOf(person), this.postOf(person)].filter(Boolean).join(' · '),
          this.t('common.choose'),
        )}</select>`,
        this.t('sealed.personHint'),
      )}
      ${field(this.t('sealed.reason'), html`<input name="reason" required minlength="2" maxlength="500" autocomplete="off" />`)}
      <div class="row"><button type="submit" class="primary">${this.t('sealed.name')}</button>${this.#cancel()}</div>
    </form>`;
  }

  #cancel(): TemplateResult {
    return html`<button type="button" @click=${() => (this.asked = undefined)}>${this.t('common.cancel')}</button>`;
  }

  async #state(form: HTMLFormElement, opening: boolean): Promise<void> {
    const purpose = formValue(form, 'purpose');
    await this.#send(opening ? namedSlice.request.open({ purpose }) : namedSlice.request.view({ purpose }));
  }

  async #send(request: ActRequest): Promise<void> {
    const result = await this.sendAct(request, this.room);
    this.problem = result?.ok === false ? result.refusal : undefined;
    if (result?.ok === true) this.asked = undefined;
  }
}

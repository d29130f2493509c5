import { type ClockState, clockState } from '@onedoor/core';
import { field, guardComposition, onSubmit, type Paper, PluginElement } from '@onedoor/elements';
import { css, html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { type Paper as Delivered, type PetitionState, papers, petitionSlice } from './acts.js';
import type { Letter } from './letter-kinds.js';
import type { LetterSource } from './letters.js';
import type { viewZh } from './locales/view-zh.js';
import type { zh } from './locales/zh.js';
import { hearingDays, type Running, running, standOf } from './stand.js';

export type Key = keyof typeof zh | keyof typeof viewZh;
type Act = Extract<keyof typeof petitionSlice.request, string>;

const SIGNS: Readonly<Record<ClockState, string>> = { running: '○', soon: '▲', due: '▲', overdue: '■' };

/** What the parts of the petition desk's screen share. */
export abstract class DeskView extends PluginElement<Key> {
  static override styles = [
    ...PluginElement.styles,
    css`
      /* The name of a letter may be longer than a phone is wide. */
      [data-letter] {
        max-width: 100%;
        white-space: normal;
        text-align: start;
      }
      h4 {
        margin: 0;
        font-size: 14px;
        font-weight: 600;
      }
      .part > h4:not(:first-child) {
        margin-top: 12px;
      }
      .stand {
        padding: 8px 12px;
        border-left: 3px solid var(--_accent);
        background: var(--_raised);
      }
      .clocks > li {
        padding: 4px 0;
      }
      .clocks .late {
        color: var(--_danger);
      }
      .clocks .soon {
        color: var(--_warning);
      }
      .done > li {
        padding: 4px 0 4px 12px;
        border-left: 2px solid var(--_line);
      }
      .people > li {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: 8px;
        padding: 8px 0;
      }
      .people > li > .field {
        flex: 1 1 160px;
      }
      .people > p {
        margin-top: 8px;
      }
      .acts {
        display: flex;
        flex-direction: column;
        align-items: flex-start;
        gap: 8px;
      }
      .acts > details[open] {
        width: 100%;
      }
    `,
  ];

  /** That a letter was not made by the centre's own template, and why. */
  @state() private notice = '';

  /** What letters are made of. */
  protected abstract source(): LetterSource;

  protected get state(): PetitionState {
    return this.ctx.acts.state(petitionSlice);
  }

  protected may(act: Act): boolean {
    return this.ctx.acts.may(`petition.${act}`).allowed;
  }

  /** A key that is put together; the dictionary's test knows that all of them are there. */
  protected word(prefix: string, name: string): string {
    return this.ctx.i18n.t(`${prefix}.${name}`);
  }

  protected date(day: string): string {
    return this.ctx.i18n.date(day);
  }

  /** A day, today unless another is entered: as the control's default, so that a refusal leaves what was entered. */
  protected day(name: string, label: string): TemplateResult {
    const today = this.ctx.clock.today();
    return field(label, html`<input type="date" name=${name} required max=${today} value=${today} />`);
  }

  /** A choice of the dictionary's words, nothing chosen before the person does. */
  protected choice(name: string, label: string, values: readonly string[], prefix: string, required = true): TemplateResult {
    return field(
      label,
      html`<select name=${name} ?required=${required}>
        <option value="">${this.t('choose')}</option>
        ${values.map((value) => html`<option value=${value}>${this.word(prefix, value)}</option>`)}
      </select>`,
    );
  }

  protected line(name: string, label: string, maxLength: number, required = true): TemplateResult {
    return field(label, html`<textarea name=${name} rows="2" maxlength=${maxLength} ?required=${required}></textarea>`);
  }

  /** An act that opens under a button; nothing for whom it is not. */
  protected opens(
    act: Act,
    label: Key,
    controls: unknown,
    send: (form: HTMLFormElement) => void,
    hint?: Key,
  ): TemplateResult | typeof nothing {
    if (!this.may(act)) return nothing;
    return html`<details class="act no-print" data-act=${act}>
      <summary>${this.t(label)}</summary>
      <form class="stack" @keydown=${guardComposition} @submit=${onSubmit(send)}>
        ${hint === undefined ? nothing : html`<p class="quiet">${this.t(hint)}</p>`}
        ${controls}
        <button type="submit" class="primary">${this.t(label)}</button>
      </form>
    </details>`;
  }

  /** A button that prints a paper, made when it is pressed. */
  protected prints(label: Key, paper: () => Paper | undefined): TemplateResult {
    const print = () => {
      const made = paper();
      if (made !== undefined) void this.print(made);
    };
    return html`<p class="no-print"><button type="button" @click=${print}>${this.t(label)}</button></p>`;
  }

  /** A button that hands out a letter as .docx, made by the template of its day when it is pressed. */
  protected downloads(letter: Letter, delivered?: Delivered): TemplateResult {
    const name = this.t(`letter.${letter}`);
    const label = delivered === undefined ? name : `${name} ${this.word('paper', delivered)}`;
    return html`<p class="no-print"><button type="button" data-letter=${letter} @click=${() => void this.#download(letter, delivered)}>${this.t('docx', { letter: label })}</button></p>`;
  }

  async #download(letter: Letter, delivered: Delivered | undefined): Promise<void> {
    const [{ handOutPaper }, { letterPapers }, { letterDay, letterName, letterValues }] = await Promise.all([
      import('@onedoor/elements/docx'),
      import('./letter-papers.js'),
      import('./letters.js'),
    ]);
    const definition = letterPapers[letter];
    if (definition === undefined) return;
    const source = { ...this.source(), ...(delivered === undefined ? {} : { delivered }) };
    const on = letterDay(letter, source);
    // A letter that was issued keeps the look of its day; a draft has that of today.
    const of = {
      group: 'petition',
      paper: letter,
      of: `${letter}${delivered === undefined ? '' : `-${delivered}`} ${on ?? ''}`.trim(),
      name: `${letterName(letter, source)}.docx`,
      ...(on === undefined ? {} : { on }),
    };
    this.notice = (await handOutPaper(this.ctx, papers, of, definition, letterValues[letter](source))).notice ?? '';
  }

  /** By which templates letters were made. */
  protected renderMade(): TemplateResult | typeof nothing {
    const made = this.ctx.acts.state(papers);
    const line = ({ by, at, paper, version, hash }: (typeof made)[number]) =>
      this.t('made', {
        when: this.ctx.i18n.moment(at),
        who: this.ctx.i18n.person(by),
        letter: this.word('letter', paper),
        template: version === 0 ? this.t('templateBuiltIn') : this.t('templateOwn', { number: version, hash: hash.slice(0, 8) }),
      });
    return html`${this.notice === '' ? nothing : html`<p class="notice" role="alert">${this.notice}</p>`}
      ${made.length === 0 ? nothing : html`<ul class="done quiet">${made.map((each) => html`<li>${line(each)}</li>`)}</ul>`}`;
  }

  /** Clocks that run, each with the act it counts from and its rule. */
  protected renderClocks(): TemplateResult {
    const stand = standOf(this.state);
    const today = this.ctx.clock.today();
    const clocks = running(stand, { today, settings: this.ctx.settings });
    if (clocks.length === 0) return html`<p class="quiet">${this.t('noClocks')}</p>`;
    return html`<ul class="clocks">${clocks.map((clock) => this.#clock(clock, today))}</ul>`;
  }

  #clock({ id, startedOn, dueOn, basis, binding, provisional, counted }: Running, today: string): TemplateResult {
    const state = binding ? clockState(dueOn, today) : 'running';
    const { extendedBy = 0 } = counted;
    const heard = hearingDays(standOf(this.state));
    const why: Key =
      id === 'handling' && extendedBy > 0 ? 'from.handlingExtended' : id === 'recheck' && heard > 0 ? 'from.recheckHearing' : `from.${id}`;
    return html`<li>
      <span class=${state === 'overdue' ? 'late' : state === 'running' ? '' : 'soon'}>
        <span aria-hidden="true">${binding ? SIGNS[state] : '◇'}</span>
        <strong>${this.t(`clock.${id}`)}</strong>
        <span class="number">${this.t('clockShown', { due: this.date(dueOn), basis })}</span>
        ${state === 'overdue' ? html`<strong>${this.t('overdue')}</strong>` : nothing}
      </span>
      <p class="quiet">${this.t(why, { from: this.date(startedOn), days: id === 'handling' ? extendedBy : heard })}</p>
      ${provisional ? html`<p class="quiet">${this.t('clockProvisional')}</p>` : nothing}
    </li>`;
  }
}

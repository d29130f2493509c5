import { type PartyProgress, type PartyRequest, partyProgress } from '@onedoor/core';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { PARTY_TEXTS, type PartyText } from './party-texts.js';
import './page.css';

type Shown = { readonly kind: 'reading' | 'unknown' | 'offline' } | { readonly kind: 'here'; readonly progress: PartyProgress };
const SCORES = [5, 4, 3, 2, 1] as const;
const NUMBER_PREFIX = '红综';

/**
 * The page that a party without an account opens by the code on their receipt: how far the matter is, and, once it is closed,
 * their rating. The secret stands behind the `#`: browsers send that to no server, and it is taken out of the address at once.
 */
class PartyPage extends LitElement {
  static override styles = css`
    :host {
      display: block;
      max-width: 560px;
      margin: 0 auto;
      padding: 16px;
      font: 17px/1.6 system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', sans-serif;
      color: CanvasText;
    }
    header,
    .foot {
      display: flex;
      align-items: baseline;
      justify-content: space-between;
      gap: 16px;
    }
    h1 {
      margin: 0;
      font-size: 22px;
    }
    h2 {
      margin: 24px 0 8px;
      font-size: 17px;
    }
    dl {
      display: grid;
      grid-template-columns: auto 1fr;
      gap: 4px 16px;
      margin: 16px 0;
    }
    dt {
      opacity: 0.75;
    }
    dd {
      margin: 0;
    }
    ol {
      margin: 0;
      padding: 0 0 0 24px;
    }
    time,
    dd {
      font-variant-numeric: tabular-nums;
    }
    fieldset {
      margin: 0;
      padding: 0;
      border: 0;
    }
    legend {
      padding: 0;
      font-weight: 600;
    }
    label.score {
      display: flex;
      align-items: center;
      gap: 12px;
      min-height: 48px;
    }
    input[type='radio'] {
      width: 24px;
      height: 24px;
      margin: 0;
    }
    textarea {
      box-sizing: border-box;
      width: 100%;
      font: inherit;
    }
    button {
      min-height: 48px;
      padding: 0 20px;
      font: inherit;
    }
    .small {
      font-size: 14px;
      opacity: 0.8;
    }
  `;

  @state() private shown: Shown = { kind: 'reading' };
  @state() private language: keyof typeof PARTY_TEXTS = navigator.language.startsWith('zh') ? 'zh' : 'en';
  @state() private failed = false;
  @state() private busy = false;
  /** Not a property of the page's address any more: whoever looks over the shoulder, or at the history, finds nothing. */
  readonly #key = location.hash.slice(1);

  override connectedCallback(): void {
    super.connectedCallback();
    history.replaceState(null, '', location.pathname);
    void this.#ask();
  }

  #t(key: PartyText, values: Readonly<Record<string, string>> = {}): string {
    return PARTY_TEXTS[this.language][key].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
  }

  async #ask(rate?: PartyRequest['rate']): Promise<void> {
    const request: PartyRequest = { key: this.#key, ...(rate === undefined ? {} : { rate }) };
    this.busy = true;
    this.failed = false;
    try {
      const answer = await fetch('./api/party', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(request),
      });
      if (answer.ok) this.shown = { kind: 'here', progress: partyProgress.parse(await answer.json()) as PartyProgress };
      else if (rate !== undefined) this.failed = true;
      else this.shown = { kind: answer.status === 404 || answer.status === 400 ? 'unknown' : 'offline' };
    } catch {
      if (rate === undefined) this.shown = { kind: 'offline' };
      else this.failed = true;
    } finally {
      this.busy = false;
    }
  }

  protected override updated(): void {
    document.documentElement.lang = this.language === 'zh' ? 'zh-CN' : 'en';
    document.title = this.#t('title');
  }

  protected override render(): TemplateResult {
    const other = this.language === 'zh' ? 'en' : 'zh';
    return html`<header>
        <h1>${this.#t('title')}</h1>
        <button type="button" lang=${other} @click=${() => (this.language = other)}>${other === 'zh' ? '中文' : 'English'}</button>
      </header>
      <main aria-live="polite">${this.shown.kind === 'here' ? this.#progress(this.shown.progress) : this.#other(this.shown.kind)}</main>`;
  }

  #other(kind: 'reading' | 'unknown' | 'offline'): TemplateResult {
    return html`<p>${this.#t(kind)}</p>
      ${kind === 'offline' ? html`<button type="button" @click=${() => void this.#ask()}>${this.#t('retry')}</button>` : nothing}`;
  }

  #progress(progress: PartyProgress): TemplateResult {
    const { number, outcome, steps, closed } = progress;
    const now = steps.at(-1)?.to ?? 'screening';
    return html`<p>${progress.centre}</p>
      <dl>
        <dt>${this.#t('number')}</dt>
        <dd>${number === undefined ? this.#t('unnumbered') : `${NUMBER_PREFIX}〔${number.year}〕${number.value}号`}</dd>
        <dt>${this.#t('received')}</dt>
        <dd><time>${progress.receivedOn}</time></dd>
        <dt>${this.#t('now')}</dt>
        <dd><strong>${this.#stage(now)}</strong></dd>
        ${outcome === undefined ? nothing : html`<dt>${this.#t('outcome')}</dt><dd>${this.#t(`outcome.${outcome}`)}</dd>`}
      </dl>
      <h2>${this.#t('steps')}</h2>
      <ol>
        ${steps.map(({ to, on }) => html`<li><time>${on}</time> ${this.#stage(to)}</li>`)}
      </ol>
      ${closed ? this.#rating(progress) : html`<p>${this.#t('rateLater')}</p>`}
      <p class="small">${this.#t('privacy')}</p>`;
  }

  #stage(stage: string): string {
    const key = `stage.${stage}`;
    return key in PARTY_TEXTS.zh ? this.#t(key as PartyText) : stage;
  }

  #rating({ rating }: PartyProgress): TemplateResult {
    const send = (event: SubmitEvent): void => {
      event.preventDefault();
      const form = event.currentTarget;
      if (!(form instanceof HTMLFormElement) || this.busy) return;
      const given = new FormData(form);
      const words = given.get('words');
      void this.#ask({ score: Number(given.get('score')), words: typeof words === 'string' ? words : '' });
    };
    return html`${
      rating === undefined
        ? nothing
        : html`<p role="status">${this.#t('rated', { on: rating.on, score: this.#t(`score.${rating.score}` as PartyText) })} ${this.#t('again')}</p>`
    }
      <form @submit=${send}>
        <fieldset>
          <legend>${this.#t('rate')}</legend>
          ${SCORES.map((score) => html`<label class="score"><input type="radio" name="score" value=${score} required />${this.#t(`score.${score}`)}</label>`)}
        </fieldset>
        <label>${this.#t('words')}<textarea name="words" rows="3" maxlength="500"></textarea></label>
        <p><button type="submit" ?disabled=${this.busy}>${this.#t('send')}</button></p>
        ${this.failed ? html`<p role="alert">${this.#t('refused')}</p>` : nothing}
      </form>`;
  }
}
customElements.define('party-page', PartyPage);

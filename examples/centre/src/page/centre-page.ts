import { type ModelPart, OnedoorError, type Refusal, type Session, type StoreLock } from '@onedoor/core';
import { baseStyles, errorLabel, type ListedPage, type Locale, type PluginEntry } from '@onedoor/elements';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { centrePageStyles } from './centre-page.styles.js';
import { type DemoPerson, demoPeople, demoToken, tokenSource } from './demo-issuer.js';
import {
  forgetSignIn,
  type Remembered,
  rememberedLocale,
  rememberedOffline,
  rememberedSignIn,
  rememberLocale,
  rememberOffline,
} from './memory.js';
import { addressOf, boardAddress, type Place, pageAddress, placeOf } from './place.js';
import { type PageText, pageText } from './texts.js';

/** What the page is composed of; given once by `main.ts`, by fakes in a gallery. */
export interface Composition {
  readonly server: string;
  readonly models: readonly ModelPart[];
  readonly plugins: readonly PluginEntry[];
  /** What stands before the year in case numbers. */
  readonly numberPrefix: string;
  openSession(
    token: () => Promise<string | undefined>,
    models: readonly ModelPart[],
    onLocked: (lock: StoreLock) => void,
  ): Promise<Session>;
  /** Lets the page reload without network; calls back when a new version waits. `apply` says whether it took over. */
  watchShell(onUpdate: (update: { apply(): boolean }) => void): void;
}

/** Codes after which nobody is signed in here. */
const SIGNED_OUT: readonly string[] = ['UNAUTHENTICATED', 'TOKEN_EXPIRED', 'DEVICE_REVOKED'];

/** The example centre's page: sign-in, board of cases, one case. */
export class CentrePage extends LitElement {
  static override styles = [baseStyles, centrePageStyles];
  static composition: Composition;

  @state() private locale: Locale = rememberedLocale();
  @state() private session: Session | undefined;
  @state() private opening = rememberedSignIn() !== undefined;
  @state() private people: readonly DemoPerson[] = [];
  @state() private noIssuer = false;
  @state() private problem: Refusal | undefined;
  @state() private lock: StoreLock | undefined;
  @state() private place: Place = placeOf(location.hash);
  @state() private making = false;
  @state() private shellUpdate: { apply(): boolean } | undefined;
  @state() private updateHeld = false;
  @state() private workOffline = false;
  @state() private signInFailed = false;
  /** How the board was looked at last: the way back leads there. */
  #view = this.place.kind === 'list' ? this.place.query : '';
  /** Whose session is open. */
  #person = '';

  /** Back on the board it looks as it was left. */
  readonly #hrefFor = (page: ListedPage | undefined) => (page === undefined ? boardAddress(this.#view) : pageAddress(page));

  readonly #onHash = () => {
    this.place = placeOf(location.hash);
    if (this.place.kind === 'list') this.#view = this.place.query;
    this.making = false;
  };

  /** Another tab of the same person has turned the switch; the session has heard of it by itself. */
  readonly #onStorage = () => {
    this.workOffline = rememberedOffline(this.#person);
  };

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('hashchange', this.#onHash);
    addEventListener('storage', this.#onStorage);
    CentrePage.composition.watchShell((update) => (this.shellUpdate = update));
    this.#start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('hashchange', this.#onHash);
    removeEventListener('storage', this.#onStorage);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('locale')) return;
    document.documentElement.lang = this.locale === 'zh' ? 'zh-CN' : 'en';
    document.title = this.#t('title');
  }

  protected override render(): TemplateResult {
    const { numberPrefix, plugins } = CentrePage.composition;
    const wide = this.place.kind !== 'case' && this.session !== undefined ? 'wide' : '';
    return html`<onedoor-session-provider .session=${this.session} .plugins=${plugins} .locale=${this.locale} number-prefix=${numberPrefix}>
      <header class=${`top ${wide}`}><a class="skip no-print" href=${location.hash || '#/'} @click=${this.#skip}>${this.#t('skip')}</a><div>
        <div class="brand">
          <a href="#/">${this.#t('brand')}</a><span class="quiet">${this.session?.me.get()?.centre.name}</span>
          <span class="me no-print"><onedoor-search @od-open-case=${(event: CustomEvent<{ case: string }>) => (location.hash = addressOf(event.detail.case))}></onedoor-search><span>${this.session?.me.get()?.person.name}</span><onedoor-safety></onedoor-safety><onedoor-sign-out @od-sign-out=${(event: CustomEvent<{ shared: boolean }>) => void this.#signOut(event.detail.shared)}></onedoor-sign-out><button class="link no-print" type="button" lang=${this.locale === 'zh' ? 'en' : 'zh-CN'} @click=${this.#switchLocale}>${this.#t('language')}</button></span>
        </div>
        <onedoor-sync-bar
          ?update-ready=${this.shellUpdate !== undefined}
          .workOffline=${this.workOffline}
          @od-apply-update=${() => this.#applyUpdate()}
          @od-work-offline=${(event: CustomEvent<{ offline: boolean }>) => this.#rememberOffline(event.detail.offline)}
          @od-sign-in=${() => void this.#signInAgain()}
        ></onedoor-sync-bar>
        ${
          this.session === undefined
            ? nothing
            : html`<onedoor-pages
              class="no-print"
              plugin=${this.place.kind === 'page' ? this.place.plugin : this.place.kind === 'list' ? '' : '-'}
              page=${this.place.kind === 'page' ? this.place.page : ''}
              .hrefFor=${this.#hrefFor}
            ></onedoor-pages>`
        }
        ${this.signInFailed ? html`<p class="notice" role="alert">${this.#t('signInRefused')}</p>` : nothing}
        ${this.updateHeld ? html`<p class="notice" role="alert">${this.#t('updateHeld')}</p>` : nothing}
      </div></header>
      <main id="main" tabindex="-1" class=${wide}>${this.#main()}</main>
    </onedoor-session-provider>`;
  }

  #main(): TemplateResult {
    if (this.lock !== undefined)
      return html`<onedoor-unlock .lock=${this.lock} @od-sign-in=${() => void this.#signInAgain()} @od-other-person=${() => this.#otherPerson()}></onedoor-unlock>`;
    if (this.opening) return html`<p class="empty" role="status">${this.#t('opening')}</p>`;
    if (this.session === undefined) return this.#signInPage();
    const { place } = this;
    const { plugins } = CentrePage.composition;
    if (place.kind === 'nowhere')
      return html`<p class="empty">${this.#t('noPlace')}</p><p class="empty"><a href="#/">${this.#t('back')}</a></p>`;
    if (place.kind === 'case') {
      return html`<onedoor-case case=${place.case} tab=${place.tab} @od-tab=${(event: CustomEvent<{ tab: string }>) => this.#toTab(place.case, event.detail.tab)}>
        <a slot="back" class="no-print" href=${boardAddress(this.#view)}>← ${this.#t('back')}</a>
      </onedoor-case>`;
    }
    if (place.kind === 'page') {
      const page = plugins
        .find(({ model }) => model.manifest.name === place.plugin)
        ?.model.manifest.contributes.pages.find(({ id }) => id === place.page);
      const isSettings = place.plugin === 'onedoor' && place.page === 'settings';
      if (page === undefined && !isSettings) return html`<p class="empty">${this.#t('noPlace')}</p>`;
      return html`${page === undefined ? nothing : html`<h1 class="heading">${page.label[this.locale]}</h1>`}
        <onedoor-plugin-page
          plugin=${place.plugin}
          page=${place.page}
          @od-open-case=${(event: CustomEvent<{ case: string }>) => (location.hash = addressOf(event.detail.case))}
        ></onedoor-plugin-page>`;
    }
    return html`
      <h1 class="heading">${this.#t('cases')}</h1>
      ${
        this.making
          ? html`<onedoor-case-form
            @od-cancel=${() => (this.making = false)}
            @od-case-created=${(event: CustomEvent<{ case: string }>) => (location.hash = addressOf(event.detail.case))}
          ></onedoor-case-form>`
          : nothing
      }
      <onedoor-board
        query=${place.query}
        @od-view-change=${(event: CustomEvent<{ query: string }>) => this.#toView(event.detail.query)}
        @od-new-case=${() => (this.making = true)}
      ></onedoor-board>
    `;
  }

  #signInPage(): TemplateResult {
    return html`<section class="sign-in" aria-labelledby="sign-in">
      <h1 id="sign-in">${this.#t('choose')}</h1>
      <p class="quiet">${this.#t('demo')}</p>
      ${
        this.problem === undefined
          ? nothing
          : html`<p class="notice row" role="alert">${errorLabel(this.locale, this.problem.code)}<button type="button" @click=${() => this.#start()}>${this.#t('retry')}</button></p>`
      }
      ${this.noIssuer ? html`<p class="notice row" role="alert">${this.#t('noIssuer')}<button type="button" @click=${() => void this.#fetchPeople()}>${this.#t('retry')}</button></p>` : nothing}
      <ul class="people">
        ${this.people.map(
          (person) => html`<li>
            <button type="button" @click=${() => void this.#signIn(person.person)}>
              <strong>${person.name}</strong> <span>${person.department[this.locale]} · ${person.post[this.locale]}</span><br /><span class="quiet">${person.intro[this.locale]}</span>
            </button>
          </li>`,
        )}
      </ul>
    </section>`;
  }

  #t(key: PageText): string {
    return pageText(this.locale, key);
  }

  async #fetchPeople(): Promise<void> {
    try {
      this.people = await demoPeople(CentrePage.composition.server);
      this.noIssuer = false;
    } catch {
      this.noIssuer = true;
    }
  }

  async #signIn(person: string): Promise<void> {
    try {
      const token = await demoToken(CentrePage.composition.server, person);
      if (token !== undefined) await this.#open({ person, token });
    } catch {
      this.noIssuer = true;
    }
  }

  /** A new token for the same person. The session asks for it at its next step; what is stored here stays. */
  async #signInAgain(): Promise<void> {
    this.signInFailed = false;
    try {
      const token = await demoToken(CentrePage.composition.server, this.#person || (rememberedSignIn()?.person ?? ''));
      if (token === undefined) this.signInFailed = true;
      else if (this.lock !== undefined) await this.lock.retry();
      else await this.session?.syncNow();
    } catch {
      this.signInFailed = true;
    }
  }

  #rememberOffline(offline: boolean): void {
    this.workOffline = offline;
    rememberOffline(this.#person, offline);
  }

  async #open(remembered: Remembered): Promise<void> {
    this.opening = true;
    this.problem = undefined;
    try {
      const { openSession, models, server } = CentrePage.composition;
      const session = await openSession(tokenSource(server, remembered), models, (lock) => (this.lock = lock));
      this.#person = remembered.person;
      this.workOffline = rememberedOffline(remembered.person);
      if (this.workOffline) session.setOffline(true);
      session.me.watch(() => this.requestUpdate());
      session.sync.watch(({ ended }) => {
        if (ended !== undefined && this.session === session) void this.#ended(ended);
      });
      this.session = session;
    } catch (error) {
      await this.#notOpened(error);
    }
    this.lock = undefined;
    this.opening = false;
  }

  /** The first visit of a person needs the network once; a sign-in that ended needs a new one. */
  async #notOpened(error: unknown): Promise<void> {
    if (!(error instanceof OnedoorError)) throw error;
    // Who chose to sign in as somebody else is told nothing of a lock.
    this.problem = error.code === 'STORE_LOCKED' && rememberedSignIn() === undefined ? undefined : error.refusal;
    if (SIGNED_OUT.includes(error.code)) forgetSignIn();
    if (rememberedSignIn() === undefined) await this.#fetchPeople();
  }

  #start(): void {
    const remembered = rememberedSignIn();
    if (remembered === undefined) void this.#fetchPeople();
    else void this.#open(remembered);
  }

  /** @param shared nothing of this person stays here, not even how they liked to work */
  async #signOut(shared: boolean): Promise<void> {
    if (shared) rememberOffline(this.#person, false);
    const { session } = this;
    this.session = undefined;
    this.workOffline = false;
    this.signInFailed = false;
    forgetSignIn();
    location.hash = '#/';
    await session?.close();
    await this.#fetchPeople();
  }

  /** Data that was removed, or is to be closed: nothing of it stays on the screen. What is only closed is opened again by its person. */
  async #ended(ended: Refusal): Promise<void> {
    const isClosed = ended.code === 'LEASE_OVER' || ended.code === 'CLOCK_BACK';
    this.session = undefined;
    this.problem = ended;
    if (isClosed) return this.#start();
    rememberOffline(this.#person, false);
    forgetSignIn();
    location.hash = '#/';
    await this.#fetchPeople();
  }

  #otherPerson(): void {
    forgetSignIn();
    this.lock?.cancel();
  }

  /** A new version never takes away what somebody is filling in. */
  #applyUpdate(): void {
    this.updateHeld = this.shellUpdate?.apply() === false;
  }

  #switchLocale(): void {
    this.locale = this.locale === 'zh' ? 'en' : 'zh';
    rememberLocale(this.locale);
  }

  /** A tab has an address of its own, without a step in the history for each. */
  #toTab(id: string, tab: string): void {
    history.replaceState(null, '', addressOf(id, tab));
    this.place = placeOf(location.hash);
  }

  /** A view of the board has an address, too: it can be sent to somebody, and is there after going back. */
  #toView(query: string): void {
    this.#view = query;
    // Whoever opens a card while the board takes up what was typed has gone on: the address is the case's already.
    if (placeOf(location.hash).kind !== 'list') return;
    history.replaceState(null, '', boardAddress(query));
    this.place = placeOf(location.hash);
  }

  /** Its address is the present one: `#` names places of this page, and a target inside a shadow root has no address. */
  #skip(event: Event): void {
    event.preventDefault();
    this.renderRoot.querySelector<HTMLElement>('#main')?.focus();
  }
}

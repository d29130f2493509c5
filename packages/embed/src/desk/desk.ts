import { OnedoorError, type Refusal, type Session, type StoreLock } from '@onedoor/core';
import { OnedoorSessionProvider, type PluginEntry } from '@onedoor/elements/shell';
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { allowOfflineReload } from '../page/offline-reload.js';
import { loadTag } from '../page/tags.js';
import { type SessionLease, SessionPool, serverAddress } from '../session/session-pool.js';
import { type TokenFunction, type TokenSource, tokenFromFunction, tokenFromUrl } from '../session/token-source.js';
import type { DeskNews } from './desk-notice.js';

/** Key of the preference under which the person's switch "work offline" is kept. */
const OFFLINE = 'desk/work-offline';

/** Refusals at the opening that another try may cure, and a sign-in must. */
const SIGN_IN_CODES: readonly string[] = ['UNAUTHENTICATED', 'TOKEN_EXPIRED'];

/**
 * Onedoor in a portal's page: signs in with the portal's own token, opens the person's session with the server, and
 * gives it to all elements inside. Elements of a tag that is not loaded yet are fetched when they are seen. Desks of
 * one server share one session. What a person must know (not signed in, first start without network, a page that is
 * too old) stands above the content in words; the content stays.
 *
 * @slot - The portal's own page with the elements in it.
 * @slot signed-out - Stands in the place of the line that says that nobody is signed in: the portal's own link to its sign-in.
 * @attr server - Address of the centre's server, such as `https://centre.example`.
 * @attr token-url - Address of the portal that gives `{"token": "…"}` with the portal's cookies, or 401. Without it the
 *   property `token` is asked.
 * @attr worker - Address of the portal's service worker, which holds one line of ours: then the page reloads without network.
 * @attr {boolean} no-bar - Leaves out the bar that says what is not sent yet; the page then has an `<onedoor-sync-bar>` elsewhere.
 * @attr {zh | en} locale - Language of all elements inside.
 * @attr {auto | light | dark} theme - `auto` follows the system.
 * @attr {desk | field} density - `desk` is dense and driven by keys; `field` has targets of 48 px.
 * @attr number-prefix - What stands before the year in the centre's case numbers.
 * @prop {() => Promise<string | undefined>} token - The portal's token, where a function gives it; undefined where nobody is signed in.
 * @prop {readonly PluginEntry[]} plugins - Plugins of the departments; those of the script by default.
 * @csspart bar - The bar that says what is not sent yet.
 * @csspart safety - What opens PIN, passkey and the device's id; stands below the bar.
 * @csspart notice - The line in words.
 * @csspart unlock - What stands there while local data is locked.
 * @fires {CustomEvent<{session: Session | undefined}>} od-session - The session is open, or has ended.
 * @fires {CustomEvent<{refusal: Refusal}>} od-problem - The session could not be opened, with the reason.
 * @fires od-sign-in - Cancelable: the person wants to sign in. Prevent it to go to the portal's own sign-in; otherwise the token is asked for again.
 */
export class OnedoorDesk extends OnedoorSessionProvider {
  static override styles = [
    ...[OnedoorSessionProvider.styles].flat(),
    // Nothing that is inherited: the portal's own content stands inside.
    css`
      :host {
        display: block;
      }
    `,
  ];

  /** What a desk has where its own `plugins` are not set; put in by the script. */
  static plugins: readonly PluginEntry[] = [];
  /** Address of the script; undefined where a portal's bundler has made it. */
  static script: string | undefined;
  /** The page's sessions. */
  static pool = new SessionPool();

  @property() server = '';
  @property({ attribute: 'token-url' }) tokenUrl = '';
  @property({ attribute: false }) token: TokenFunction | undefined;
  @property() worker = '';
  @property({ type: Boolean, attribute: 'no-bar' }) noBar = false;
  @state() private opening = false;
  @state() private problem: Refusal | undefined;
  @state() private lock: StoreLock | undefined;
  @state() private partsProblem: Refusal | undefined;
  @state() private workOffline = false;

  #lease: SessionLease | undefined;
  /** What the present session was asked with. */
  #asked = '';
  #askedToken: TokenFunction | undefined;
  #source: TokenSource | undefined;
  #ends: (() => void)[] = [];
  readonly #seen = new MutationObserver(() => this.#loadSeen());

  readonly #again = () => {
    if (document.visibilityState === 'visible' && this.#mayCure()) this.#open();
  };

  constructor() {
    super();
    this.plugins = (this.constructor as typeof OnedoorDesk).plugins;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#seen.observe(this, { childList: true, subtree: true });
    this.#loadSeen();
    addEventListener('online', this.#again);
    document.addEventListener('visibilitychange', this.#again);
    if (this.hasUpdated) this.#open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#seen.disconnect();
    removeEventListener('online', this.#again);
    document.removeEventListener('visibilitychange', this.#again);
    this.#leave();
  }

  /** Opens the session again: after the person has signed in or out at the portal. Text that is not sent stays stored. */
  async reopen(): Promise<void> {
    this.#leave();
    this.#open();
    await this.#lease?.session.catch(() => undefined);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const asked = `${this.server}\n${this.tokenUrl}`;
    if (asked !== this.#asked || this.token !== this.#askedToken) {
      this.#asked = asked;
      this.#askedToken = this.token;
      this.#leave();
      this.#open();
    }
    if (changed.has('worker') && this.worker !== '') void this.#allowReload();
  }

  protected override render(): TemplateResult {
    return html`${this.#told()}${
      this.noBar || this.session === undefined
        ? nothing
        : html`<onedoor-sync-bar
          part="bar"
          .workOffline=${this.workOffline}
          @od-work-offline=${(event: CustomEvent<{ offline: boolean }>) => void this.session?.preferences.set(OFFLINE, event.detail.offline)}
          @od-sign-in=${() => void this.session?.syncNow()}
        ></onedoor-sync-bar><onedoor-safety part="safety"></onedoor-safety>`
    }<slot></slot>`;
  }

  /** What a person must know while there is no session. The content below stays where it is. */
  #told(): TemplateResult | typeof nothing {
    if (this.partsProblem !== undefined) return this.#notice({ kind: 'refused', refusal: this.partsProblem }, () => this.#loadSeen());
    if (this.lock !== undefined)
      return html`<onedoor-unlock part="unlock" .lock=${this.lock} @od-sign-in=${this.#signInLocked} @od-other-person=${() => this.lock?.cancel()}></onedoor-unlock>`;
    if (this.opening) return this.#notice({ kind: 'opening' });
    const { problem } = this;
    if (problem === undefined) return nothing;
    if (!SIGN_IN_CODES.includes(problem.code)) return this.#notice({ kind: 'refused', refusal: problem }, () => this.#open());
    return html`<slot name="signed-out">${this.#notice({ kind: 'signed-out' }, () => this.#signIn())}</slot>`;
  }

  #notice(news: DeskNews, retry = () => {}): TemplateResult {
    return html`<onedoor-desk-notice part="notice" .news=${news} .locale=${this.locale} @od-retry=${retry}></onedoor-desk-notice>`;
  }

  #tell(type: 'od-session' | 'od-problem' | 'od-sign-in', detail: unknown, cancelable = false): boolean {
    return this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable }));
  }

  readonly #signInLocked = (event: Event) => {
    event.stopPropagation();
    if (this.#tell('od-sign-in', undefined, true)) void this.lock?.retry();
  };

  /**
   * Leaves a shared computer: destroys key and data of the person on this device. What was not sent is gone; the portal
   * then ends its own sign-in. Without it, what is stored stays here encrypted, for the same person alone.
   */
  async wipe(): Promise<void> {
    await this.session?.safety.wipe();
  }

  #locked(lock: StoreLock): void {
    this.lock = lock;
    loadTag('onedoor-unlock').catch((error: unknown) => (this.partsProblem = { at: 'parts', ...refusalOf(error) }));
  }

  #signIn(): void {
    if (this.#tell('od-sign-in', undefined, true)) this.#open();
  }

  /** A desk without a server is a plain provider: the page sets `session` itself. */
  #open(): void {
    if (this.#lease !== undefined || !this.isConnected || (this.server === '' && this.tokenUrl === '' && this.token === undefined)) return;
    this.problem = undefined;
    let lease: SessionLease;
    try {
      this.#source = this.#sourceOf();
      const server = serverAddress(this.server, location.href);
      lease = OnedoorDesk.pool.acquire(
        server,
        this.#source,
        this.plugins.map(({ model }) => model),
        (lock) => this.#locked(lock),
      );
    } catch (error) {
      this.#failed(error);
      return;
    }
    this.opening = true;
    this.#lease = lease;
    lease.session.then(
      (session) => {
        if (this.#lease === lease) this.#opened(session);
      },
      (error: unknown) => {
        if (this.#lease !== lease) return;
        lease.release();
        this.#lease = undefined;
        this.#failed(this.#source?.problem() ?? error);
      },
    );
  }

  #opened(session: Session): void {
    // Not awaited: the board comes first.
    if (!this.noBar) loadTag('onedoor-safety').catch(() => {});
    this.opening = false;
    this.lock = undefined;
    this.session = session;
    const turn = (offline: unknown) => {
      this.workOffline = offline === true;
      session.setOffline(this.workOffline);
    };
    if (session.preferences.get(OFFLINE) === true) turn(true);
    this.#ends = [
      session.preferences.watch(OFFLINE, turn),
      session.sync.watch(({ ended }) => {
        if (ended !== undefined) this.#ended(ended);
      }),
    ];
    this.#tell('od-session', { session });
  }

  /** What was removed, or is to be closed, leaves the screen; what is only closed may be opened again by its person. */
  #ended(refusal: Refusal): void {
    OnedoorDesk.pool.forget(serverAddress(this.server, location.href));
    this.#leave();
    if (refusal.code === 'LEASE_OVER' || refusal.code === 'CLOCK_BACK') this.#open();
    else this.#failed(OnedoorError.of(refusal));
  }

  #failed(error: unknown): void {
    this.opening = false;
    this.lock = undefined;
    const refusal = refusalOf(error);
    this.problem = refusal;
    this.#tell('od-problem', { refusal });
  }

  #leave(): void {
    for (const end of this.#ends.splice(0)) end();
    this.#lease?.release();
    this.#lease = undefined;
    this.opening = false;
    this.lock = undefined;
    if (this.server === '' || this.session === undefined) return;
    this.session = undefined;
    this.#tell('od-session', { session: undefined });
  }

  /** Whether a network that came back, or a sign-in in another tab, may have cured what kept the session from opening. */
  #mayCure(): boolean {
    return this.#lease === undefined && ['OFFLINE', 'UNAVAILABLE', ...SIGN_IN_CODES].includes(this.problem?.code ?? '');
  }

  #sourceOf(): TokenSource {
    if (this.token !== undefined) return tokenFromFunction(this.token);
    if (this.tokenUrl !== '') return tokenFromUrl(new URL(this.tokenUrl, location.href).href);
    throw new OnedoorError('BAD_OPTION', {
      seen: '<onedoor-desk> without a token',
      expected: 'the attribute token-url, or a function as property token',
      todo: 'Say where the token of the signed-in person comes from.',
      at: 'token-url',
    });
  }

  /** Fetches what the tags inside need. */
  #loadSeen(): void {
    this.partsProblem = undefined;
    const tags = new Set<string>();
    for (const { localName } of this.querySelectorAll(':not(:defined)')) if (localName.startsWith('onedoor-')) tags.add(localName);
    for (const tag of tags) loadTag(tag).catch((error: unknown) => (this.partsProblem = { at: 'parts', ...refusalOf(error) }));
  }

  async #allowReload(): Promise<void> {
    // A desk in the page is made while the script still runs; its address is known when that has ended.
    await Promise.resolve();
    const { script } = this.constructor as typeof OnedoorDesk;
    await allowOfflineReload({ worker: new URL(this.worker, location.href).href, script });
  }
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof OnedoorError) return error.refusal;
  if (typeof error === 'object' && error !== null && 'code' in error && 'seen' in error) return error as Refusal;
  return {
    code: 'UNAVAILABLE',
    seen: error instanceof Error ? error.message : String(error),
    expected: 'an answer',
    todo: 'Try again.',
  };
}

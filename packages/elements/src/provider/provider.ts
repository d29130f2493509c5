import { ContextProvider } from '@lit/context';
import { type Session, shanghaiDate } from '@onedoor/core';
import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { WatchController } from '../controllers/watch-controller.js';
import { type Density, deskContext, EMPTY_DESK } from '../internal/desk.js';
import { isLoaded, type Locale, loadLocale } from '../locales/locale.js';
import { departmentName } from '../locales/names.js';
import { Contributions } from '../plugin-host/contributions.js';
import type { PluginEntry } from '../plugin-host/plugin-view.js';
import { providerStyles } from './provider.styles.js';

/** How often the page looks whether a new day has begun. */
const DAY_CHECK_MS = 60_000;

/**
 * Gives session, language and plugins to all elements inside it. Changes reach them at once.
 *
 * @slot - The page.
 * @attr {zh | en} locale - Language of all elements inside.
 * @attr number-prefix - What stands before the year in the centre's case numbers.
 * @attr {auto | light | dark} theme - `auto` follows the system.
 * @attr {desk | field} density - `desk` is dense and driven by keys; `field` has targets of 48 px.
 */
export class OnedoorSessionProvider extends LitElement {
  static override styles = [providerStyles];

  @property({ attribute: false }) session: Session | undefined;
  @property({ attribute: false }) plugins: readonly PluginEntry[] = [];
  @property() locale: Locale = 'zh';
  @property({ attribute: 'number-prefix' }) numberPrefix = '';
  @property({ reflect: true }) theme: 'auto' | 'light' | 'dark' = 'auto';
  @property({ reflect: true }) density: Density = 'desk';
  @state() private today = EMPTY_DESK.today;

  readonly #provider = new ContextProvider(this, { context: deskContext, initialValue: EMPTY_DESK });
  readonly #directory = new WatchController(this, () => this.session?.directory);
  readonly #me = new WatchController(this, () => this.session?.me);
  #on = EMPTY_DESK.plugins;
  #contributions = EMPTY_DESK.contributions;
  #made: readonly unknown[] = [];
  #days: ReturnType<typeof setInterval> | undefined;
  /** The language on the screen: the former one until another has been fetched. */
  #shown: Locale | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#days = setInterval(() => (this.today = shanghaiDate(Date.now())), DAY_CHECK_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#days);
  }

  protected override willUpdate(_: PropertyValues): void {
    const { session, density, numberPrefix, plugins, today } = this;
    const locale = this.#language();
    this.lang = locale === 'zh' ? 'zh-CN' : 'en';
    const directory = this.#directory.value;
    const { settings } = this.#me.value ?? {};
    // The same settings come anew with every answer of the server.
    const parts = [plugins, locale, today, directory, JSON.stringify(settings)];
    if (parts.some((part, index) => part !== this.#made[index])) {
      this.#made = parts;
      this.#on = plugins.filter(({ model }) => directory?.off?.[model.manifest.name] === undefined);
      this.#contributions = new Contributions(
        this.#on,
        {
          locale,
          person: (id) => directory?.people[id]?.name ?? id,
          department: (id) => departmentName(locale, directory, id),
        },
        today,
        settings,
      );
    }
    this.#provider.setValue({
      session,
      locale,
      density,
      numberPrefix,
      plugins: this.#on,
      installed: plugins,
      contributions: this.#contributions,
      today,
    });
  }

  #language(): Locale {
    const { locale } = this;
    if (!isLoaded(locale)) {
      // A language that cannot be fetched leaves the page in Chinese; the next change of the attribute tries again.
      void loadLocale(locale).then(
        () => this.requestUpdate(),
        () => this.removeAttribute('loading'),
      );
      // Nothing is said in a language that goes again at once.
      this.toggleAttribute('loading', this.#shown === undefined);
      return this.#shown ?? 'zh';
    }
    this.#shown = locale;
    this.removeAttribute('loading');
    return locale;
  }

  protected override render(): TemplateResult {
    return html`<slot></slot>`;
  }
}

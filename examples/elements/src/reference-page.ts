import { FakeSession, fillSampleCase } from '@onedoor/elements/testing';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { LIVE } from './live.js';
import { type Documented, type ElementDocs, elementsOf, type Manifest } from './manifest.js';
import { samplePlugin } from './sample-plugin.js';

/** The parts of an element's reference: heading, list, name of the first column. */
const TABLES = [
  ['Attributes', 'attributes', 'attribute'],
  ['Properties', 'members', 'property'],
  ['Events', 'events', 'event'],
  ['Slots', 'slots', 'slot'],
  ['CSS parts', 'cssParts', 'part'],
  ['Custom properties', 'cssProperties', 'property'],
] as const;

/**
 * The reference of all elements: what the Custom Elements Manifest says of each, and the element itself, live, on a case in
 * memory. Texts of the reference are in English, as the comments are; the elements speak both languages.
 */
export class ReferencePage extends LitElement {
  static override styles = css`
    :host {
      display: grid;
      grid-template-columns: 220px minmax(0, 1fr);
      font: 400 14px/1.6 system-ui, sans-serif;
      color: #1c1e21;
      background: #fbfaf7;
    }
    nav {
      position: sticky;
      top: 0;
      height: 100vh;
      overflow: auto;
      padding: 16px;
      border-right: 1px solid #dcd8cf;
    }
    nav ul {
      list-style: none;
      margin: 0;
      padding: 0;
    }
    a {
      color: #1d4f7a;
    }
    a[aria-current='page'] {
      font-weight: 600;
    }
    main {
      padding: 16px 32px 64px;
      min-width: 0;
    }
    .tools {
      display: flex;
      flex-wrap: wrap;
      gap: 8px 16px;
      padding: 8px 0 16px;
    }
    select {
      font: inherit;
      min-height: 32px;
    }
    section {
      border-top: 1px solid #dcd8cf;
      padding: 16px 0 32px;
    }
    .live {
      resize: horizontal;
      overflow: auto;
      max-width: 100%;
      padding: 16px;
      border: 1px solid #dcd8cf;
      border-radius: 4px;
    }
    .live.dark {
      background: #16181b;
    }
    .live.narrow {
      width: 390px;
      box-sizing: border-box;
    }
    .wide {
      overflow-x: auto;
    }
    table {
      border-collapse: collapse;
      width: 100%;
    }
    th,
    td {
      text-align: left;
      vertical-align: top;
      padding: 4px 12px 4px 0;
      border-bottom: 1px solid #eee9de;
    }
    code {
      font: 13px/1.5 ui-monospace, monospace;
      overflow-wrap: anywhere;
    }
    @media (max-width: 800px) {
      :host {
        grid-template-columns: minmax(0, 1fr);
      }
      nav {
        position: static;
        height: auto;
        border: 0;
      }
      main {
        padding: 0 16px 64px;
      }
    }
  `;

  static manifest: Manifest = { modules: [] };

  @state() private locale: 'zh' | 'en' = 'zh';
  @state() private theme: 'light' | 'dark' = 'light';
  @state() private density: 'desk' | 'field' = 'desk';
  @state() private narrow = false;
  @state() private chosen = '';

  readonly #sessions = new Map<string, FakeSession>();
  readonly #onHash = () => (this.chosen = location.hash.slice(1));

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('hashchange', this.#onHash);
    this.#onHash();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('hashchange', this.#onHash);
  }

  protected override render(): TemplateResult {
    const elements = elementsOf(ReferencePage.manifest);
    const shown = elements.find(({ tagName }) => tagName === this.chosen) ?? elements[0];
    return html`<nav aria-label="Elements"><ul>${elements.map(
      ({ tagName }) => html`<li><a href=${`#${tagName}`} aria-current=${tagName === shown?.tagName ? 'page' : 'false'}>${tagName}</a></li>`,
    )}</ul></nav>
      <main>
        <h1>Elements</h1>
        <div class="tools">
          ${this.#choice('Language', ['zh', 'en'] as const, this.locale, (locale) => (this.locale = locale))}
          ${this.#choice('Theme', ['light', 'dark'] as const, this.theme, (theme) => (this.theme = theme))}
          ${this.#choice('Density', ['desk', 'field'] as const, this.density, (density) => (this.density = density))}
          ${this.#choice('Width', ['wide', '390 px'] as const, this.narrow ? '390 px' : 'wide', (width) => (this.narrow = width !== 'wide'))}
        </div>
        ${shown === undefined ? nothing : this.#element(shown)}
      </main>`;
  }

  #element(element: ElementDocs): TemplateResult {
    const live = LIVE[element.tagName];
    return html`<section id=${element.tagName} aria-labelledby=${`${element.tagName}-title`}>
      <h2 id=${`${element.tagName}-title`}><code>&lt;${element.tagName}&gt;</code></h2>
      ${element.description.split('\n\n').map((paragraph) => html`<p>${paragraph}</p>`)}
      <div class="live ${this.theme} ${this.narrow ? 'narrow' : ''}" role="region" tabindex="0" aria-label=${`${element.tagName}, live`}>
        ${live === undefined ? nothing : this.#live(element.tagName, live)}
      </div>
      ${TABLES.map(([title, list, first]) => this.#table(title, first, element[list]))}
    </section>`;
  }

  #live(tag: string, live: (session: FakeSession) => TemplateResult): TemplateResult {
    let session = this.#sessions.get(tag);
    if (session === undefined) {
      session = new FakeSession('sun', [samplePlugin.model]);
      fillSampleCase(session);
      this.#sessions.set(tag, session);
    }
    return html`<onedoor-session-provider .session=${session} .plugins=${[samplePlugin]} .locale=${this.locale} .theme=${this.theme} .density=${this.density} number-prefix="N">
      ${live(session)}
    </onedoor-session-provider>`;
  }

  #table(title: string, first: string, rows: readonly Documented[]): TemplateResult | typeof nothing {
    if (rows.length === 0) return nothing;
    return html`<h3>${title}</h3><div class="wide"><table>
      <thead><tr><th scope="col">${first}</th><th scope="col">type</th><th scope="col">default</th><th scope="col">what it is</th></tr></thead>
      <tbody>${rows.map(
        (row) => html`<tr>
          <td><code>${row.name || '(default)'}</code></td>
          <td><code>${row.type?.text}</code></td>
          <td><code>${row.default}</code></td>
          <td>${row.description}</td>
        </tr>`,
      )}</tbody>
    </table></div>`;
  }

  #choice<T extends string>(label: string, values: readonly T[], chosen: T, choose: (value: T) => void): TemplateResult {
    const change = ({ currentTarget }: Event) => {
      const value = currentTarget instanceof HTMLSelectElement ? values.find((each) => each === currentTarget.value) : undefined;
      if (value !== undefined) choose(value);
    };
    return html`<label>${label} <select @change=${change}>${values.map((value) => html`<option ?selected=${value === chosen}>${value}</option>`)}</select></label>`;
  }
}

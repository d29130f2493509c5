import {
  CENTRE_CASE,
  type DecidedVersion,
  type LegalDate,
  loadSettings,
  type Refusal,
  type SettingDefinition,
  type SettingDefinitions,
  type SettingSet,
  settingOn,
  settingsRoom,
  settingsSlice,
} from '@onedoor/core';
import { css, html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { RoomController } from '../controllers/room-controller.js';
import { WatchController } from '../controllers/watch-controller.js';
import { field, filled, formValue, guardComposition, onSubmit } from '../internal/form.js';
import { OnedoorElement } from '../internal/onedoor-element.js';
import { formatDate, formatList, formatMoment } from '../locales/format.js';
import { type FormTexts, formSchema, valueForm, valueView } from './value-form.js';
import '../locales/case-texts.js';
import '../locales/late-texts.js';

/**
 * What the centre decides itself: each setting with the value that holds, who decided on it and why, all versions, and for those
 * who may a form to make another.
 *
 * @internal Fetched by `<onedoor-plugin-page plugin="onedoor" page="settings">`.
 */
export class OnedoorSettings extends OnedoorElement {
  static override styles = [
    ...[OnedoorElement.styles].flat(),
    css`
      .part {
        padding: 8px;
        border-left: 2px solid var(--_line);
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: end;
      }
      .stack > * + * {
        margin-top: 8px;
      }
      details {
        border-top: 1px solid var(--_line);
      }
      details[open] {
        padding-bottom: 8px;
      }
      summary {
        padding-block: calc((var(--_target) - 1.5em) / 2);
        line-height: 1.5;
        cursor: pointer;
      }
      .grid {
        overflow-x: auto;
      }
      table {
        border-collapse: collapse;
      }
      th,
      td {
        padding: 4px 16px 4px 0;
        border-bottom: 1px solid var(--_line);
        text-align: start;
        vertical-align: top;
        font-weight: normal;
      }
      thead th {
        color: var(--_muted);
      }
      fieldset {
        min-width: 0;
        border: 1px solid var(--_line);
      }
      textarea,
      input,
      select {
        max-width: 100%;
      }
      dl,
      ol {
        margin: 4px 0;
      }
      dt {
        color: var(--_muted);
      }
      dd {
        margin-left: 16px;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @state() private definitions: SettingDefinitions | undefined;
  @state() private draft: { readonly name: string; readonly value: unknown } | undefined;
  @state() private refused: { readonly name: string; readonly refusal: Refusal } | undefined;
  readonly #me = new WatchController(this, () => this.desk.session?.me);
  readonly #directory = new WatchController(this, () => this.desk.session?.directory);
  readonly #rooms = new Map<string, RoomController>();
  #plugins: unknown;

  protected override willUpdate(): void {
    const { plugins, session } = this.desk;
    if (session === undefined || this.#plugins === plugins) return;
    this.#plugins = plugins;
    void loadSettings(plugins.map(({ model }) => model)).then((definitions) => {
      for (const group of definitions.sets.keys())
        if (!this.#rooms.has(group))
          this.#rooms.set(
            group,
            new RoomController(this, { room: () => settingsRoom(group), session: () => this.desk.session, case: () => CENTRE_CASE }),
          );
      this.definitions = definitions;
    });
  }

  protected override render(): TemplateResult {
    if (this.definitions === undefined) return html`<p class="quiet" role="status">${this.t('common.loading')}</p>`;
    return html`<section class="stack" aria-labelledby="title">
      <h2 id="title">${this.t('settings.title')}</h2>
      <p class="quiet">${this.t('settings.hint')}</p>
      ${[...this.definitions.sets.values()].map((set) => this.#group(set))}
    </section>`;
  }

  #group(set: SettingSet): TemplateResult {
    const owner = this.desk.plugins.find(({ model }) => model.manifest.name === set.group)?.model.manifest.label[this.desk.locale];
    const names = Object.values(this.#directory.value?.people ?? {})
      .filter(({ active, rights }) => active && this.#mayBy(rights, set.group))
      .map(({ name }) => name);
    return html`<section class="stack" aria-label=${owner ?? this.t('settings.core')}>
      <h3>${owner ?? this.t('settings.core')}</h3>
      <p class="quiet">${this.t('settings.who', { names: names.length === 0 ? this.t('settings.nobody') : formatList(this.desk.locale, names) })}</p>
      ${Object.entries(set.settings).map(([name, definition]) => this.#setting(set, name, definition))}
    </section>`;
  }

  #mayBy(rights: readonly string[], group: string): boolean {
    return rights.includes('centre.settings') || rights.includes(settingsRoom(group));
  }

  #setting(set: SettingSet, name: string, definition: SettingDefinition): TemplateResult {
    const { locale, today } = this.desk;
    const texts = set.locales[locale];
    const full = `${set.group}.${name}`;
    const room = this.#rooms.get(set.group)?.room;
    const versions = (room === undefined ? undefined : settingsSlice.of(room.state().slices)[name]) ?? [];
    const waits = room !== undefined && versions.length > (settingsSlice.of(room.logged().slices)[name]?.length ?? 0);
    const holds = settingOn({ [full]: versions }, full, today);
    const hint = texts[`setting.${name}.hint`];
    return html`<details>
      <summary>${texts[`setting.${name}`]} <span class="quiet">${holds === undefined ? this.t('settings.default') : this.t('settings.version', { number: holds.number })}</span>
        ${waits ? html`<span class="mark pending">${this.t('act.waiting')}</span>` : nothing}</summary>
      ${hint === undefined ? nothing : html`<p class="quiet">${hint}</p>`}
      ${this.#value(holds === undefined ? definition.default : holds.value, set)}
      ${versions.length === 0 ? nothing : html`<h4>${this.t('settings.history')}</h4><ol reversed>${versions.toReversed().map((version) => this.#version(version, set))}</ol>`}
      ${this.#mayBy(this.#me.value?.person.rights ?? [], set.group) ? this.#form(set, name, definition, holds === undefined ? definition.default : holds.value) : nothing}
    </details>`;
  }

  #value(value: unknown, set: SettingSet): TemplateResult {
    return html`<div>${valueView(value, this.#texts(set))}</div>`;
  }

  #version(version: DecidedVersion, set: SettingSet): TemplateResult {
    const { locale } = this.desk;
    const who = this.#directory.value?.people[version.person]?.name ?? version.person;
    return html`<li value=${version.number}>${formatMoment(locale, version.at)} ${who}${this.t('common.colon')}${version.reason}
      <span class="quiet">${version.from === undefined ? this.t('settings.forAll') : this.t('settings.fromShown', { on: formatDate(locale, version.from) })}</span>
      <details><summary>${this.t('settings.value')}</summary>${this.#value(version.value, set)}</details>
    </li>`;
  }

  #texts(set: SettingSet): FormTexts {
    const texts = set.locales[this.desk.locale];
    return {
      label: (key) => texts[`field.${key}`] ?? key,
      choice: (value) => texts[`value.${value}`] ?? value,
      add: this.t('settings.add'),
      remove: this.t('settings.remove'),
      key: this.t('settings.key'),
      yes: this.t('common.yes'),
      no: this.t('common.no'),
      none: this.t('settings.none'),
    };
  }

  #form(set: SettingSet, name: string, definition: SettingDefinition, present: unknown): TemplateResult {
    const full = `${set.group}.${name}`;
    if (this.draft?.name !== full)
      return html`<p><button type="button" @click=${() => (this.draft = { name: full, value: present })}>${this.t('settings.change')}</button></p>`;
    const { value } = this.draft;
    const change = (next: unknown) => (this.draft = { name: full, value: next });
    const send = (form: HTMLFormElement) => void this.#send(set, name, formValue(form, 'reason'), filled(form, 'from'));
    return html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit(send)}>
      ${valueForm(formSchema(definition.schema), value, isRecord(value) ? '' : (set.locales[this.desk.locale][`setting.${name}`] ?? name), change, this.#texts(set))}
      ${definition.dated === true ? field(this.t('settings.from'), html`<input type="date" name="from" />`, this.t('settings.fromHint')) : nothing}
      ${field(this.t('settings.reason'), html`<input name="reason" required maxlength="500" autocomplete="off" />`)}
      ${this.refused?.name === full ? html`${this.refusal(this.refused.refusal)}<p class="notice">${this.refused.refusal.at ?? ''} ${this.refused.refusal.seen}</p>` : nothing}
      <div class="row"><button type="submit" class="primary">${this.t('settings.save')}</button>
        <button type="button" @click=${() => (this.draft = undefined)}>${this.t('common.cancel')}</button></div>
    </form>`;
  }

  async #send(set: SettingSet, name: string, reason: string, from: LegalDate | undefined): Promise<void> {
    const full = `${set.group}.${name}`;
    const { session } = this.desk;
    if (session === undefined || this.draft?.name !== full) return;
    const { value } = this.draft;
    const unfit = this.definitions?.misfit(set.group, name, value);
    const request = settingsSlice.request.set({ name, value, reason, ...(from === undefined ? {} : { from }) });
    const result =
      unfit === undefined
        ? await session.act({ case: CENTRE_CASE, room: settingsRoom(set.group) }, request)
        : { ok: false as const, refusal: unfit };
    this.refused = result.ok ? undefined : { name: full, refusal: result.refusal };
    if (result.ok) this.draft = undefined;
  }
}

const isRecord = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

import {
  CENTRE_CASE,
  type DecidedVersion,
  type LegalDate,
  loadSettings,
  paperName,
  type Refusal,
  readSettingsFile,
  type SettingDefinition,
  type SettingDefinitions,
  type SettingPart,
  type SettingSet,
  type SettingsFileFault,
  settingOn,
  settingParts,
  settingsRoom,
  settingsSlice,
  type TransferredSetting,
  writeSettingsFile,
} from '@onedoor/core';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { RoomController } from '../controllers/room-controller.js';
import { WatchController } from '../controllers/watch-controller.js';
import { field, filled, formValue, guardComposition, onSubmit } from '../internal/form.js';
import { Lazy } from '../internal/lazy.js';
import { LazyElement } from '../internal/lazy-element.js';
import { OnedoorElement } from '../internal/onedoor-element.js';
import { formatDate, formatList, formatMoment } from '../locales/format.js';
import { templateText } from '../locales/templates.js';
import { saveFile } from '../paper/save-file.js';
import { settingsStyles } from './settings.styles.js';
import { type FormTexts, formSchema, valueForm, valueView } from './value-form.js';
import '../locales/case-texts.js';
import '../locales/late-texts.js';

const TEMPLATE = new LazyElement(
  'onedoor-paper-template',
  new Lazy(() => import('./paper-template.js').then((module) => module.PaperTemplate)),
);

/**
 * What the centre decides itself: each setting with the value that holds, who decided on it and why, all versions, and for those
 * who may a form to make another.
 *
 * @internal Fetched by `<onedoor-plugin-page plugin="onedoor" page="settings">`.
 */
export class OnedoorSettings extends OnedoorElement {
  static override styles = [...[OnedoorElement.styles].flat(), settingsStyles];

  @state() private definitions: SettingDefinitions | undefined;
  @state() private templatesReady = false;
  @state() private draft: { readonly name: string; readonly value: unknown } | undefined;
  @state() private refused: { readonly name: string; readonly refusal: Refusal } | undefined;
  /** A file that was chosen: what of it would change something, or what is wrong with it. */
  @state() private incoming: { readonly file: string; readonly read: readonly TransferredSetting[] | SettingsFileFault } | undefined;
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
      if ([...definitions.sets.values()].some(({ papers }) => papers !== undefined))
        void TEMPLATE.ready().then(() => (this.templatesReady = true));
    });
  }

  protected override render(): TemplateResult {
    if (this.definitions === undefined) return html`<p class="quiet" role="status">${this.t('common.loading')}</p>`;
    const sets = [...this.definitions.sets.values()];
    return html`<section class="stack" aria-labelledby="title">
      <h2 id="title">${this.t('settings.title')}</h2>
      <p class="quiet">${this.t('settings.hint')}</p>
      ${this.#transfer(this.definitions)}
      ${sets.map((set) => this.#group(set))}
      ${this.#templates(sets.filter(({ papers }) => papers !== undefined))}
    </section>`;
  }

  #group(set: SettingSet): TemplateResult | typeof nothing {
    const papers = new Set(Object.keys(set.papers ?? {}).map(paperName));
    const settings = Object.entries(set.settings).filter(([name]) => !papers.has(name));
    if (settings.length === 0) return nothing;
    return html`<section class="stack" aria-label=${this.#ownerOf(set)}>
      <h3>${this.#ownerOf(set)}</h3>
      ${this.#who(set)}
      ${settings.map(([name, definition]) => this.#setting(set, name, definition))}
    </section>`;
  }

  #templates(sets: readonly SettingSet[]): TemplateResult | typeof nothing {
    if (sets.length === 0) return nothing;
    const title = templateText(this.desk.locale, 'title');
    return html`<section class="stack" id="templates" aria-label=${title}>
      <h3>${title}</h3>
      <p class="quiet">${templateText(this.desk.locale, 'hint')}</p>
      ${sets.map(
        (set) => html`<section class="stack" aria-label=${`${title} · ${this.#ownerOf(set)}`}>
          <h4>${this.#ownerOf(set)}</h4>
          ${this.#who(set)}
          ${this.templatesReady ? Object.keys(set.papers ?? {}).map((paper) => html`<onedoor-paper-template .set=${set} .paper=${paper}></onedoor-paper-template>`) : nothing}
        </section>`,
      )}
    </section>`;
  }

  #ownerOf({ group }: SettingSet): string {
    return (
      this.desk.plugins.find(({ model }) => model.manifest.name === group)?.model.manifest.label[this.desk.locale] ??
      this.t('settings.core')
    );
  }

  #who({ group }: SettingSet): TemplateResult {
    const names = Object.values(this.#directory.value?.people ?? {})
      .filter(({ active, rights }) => active && this.#mayBy(rights, group))
      .map(({ name }) => name);
    return html`<p class="quiet">${this.t('settings.who', { names: names.length === 0 ? this.t('settings.nobody') : formatList(this.desk.locale, names) })}</p>`;
  }

  #mayBy(rights: readonly string[], group: string): boolean {
    return rights.includes('centre.settings') || rights.includes(settingsRoom(group));
  }

  #setting(set: SettingSet, name: string, definition: SettingDefinition): TemplateResult {
    const texts = set.locales[this.desk.locale];
    const room = this.#rooms.get(set.group)?.room;
    const versions = (room === undefined ? undefined : settingsSlice.of(room.state().slices)[name]) ?? [];
    const waits = room !== undefined && versions.length > (settingsSlice.of(room.logged().slices)[name]?.length ?? 0);
    const holds = this.#held(set, name);
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

  /** What holds of a setting; undefined where the centre has decided nothing. */
  #held({ group }: SettingSet, name: string) {
    const room = this.#rooms.get(group)?.room;
    const versions = (room === undefined ? undefined : settingsSlice.of(room.state().slices)[name]) ?? [];
    return settingOn({ [name]: versions }, name, this.desk.today);
  }

  #transfer(definitions: SettingDefinitions): TemplateResult {
    const rights = this.#me.value?.person.rights ?? [];
    const mayChange = [...definitions.sets.keys()].some((group) => this.#mayBy(rights, group));
    return html`<div class="row"><button type="button" name="export" @click=${() => this.#export(definitions)}>${this.t('settings.export')}</button>
        ${mayChange ? field(this.t('settings.import'), html`<input type="file" name="import" accept=".json,application/json" @change=${(event: Event) => void this.#read(definitions, event)} />`) : nothing}</div>
      <p class="quiet">${this.t('settings.exportHint')} ${mayChange ? this.t('settings.importHint') : nothing}</p>
      <div role="status">${this.incoming === undefined ? nothing : this.#incoming(definitions, this.incoming)}</div>`;
  }

  #export(definitions: SettingDefinitions): void {
    const values = new Map(
      [...definitions.sets.values()].flatMap((set) =>
        Object.keys(set.settings).map((name) => [`${set.group}.${name}`, this.#held(set, name)?.value]),
      ),
    );
    const name = this.t('settings.fileName', { centre: this.#me.value?.centre.name ?? '', on: this.desk.today });
    saveFile(name, new TextEncoder().encode(writeSettingsFile(definitions, (full) => values.get(full))), 'application/json');
  }

  async #read(definitions: SettingDefinitions, { target }: Event): Promise<void> {
    const file = target instanceof HTMLInputElement ? target.files?.[0] : undefined;
    if (file !== undefined) this.incoming = { file: file.name, read: readSettingsFile(await file.text(), definitions) };
  }

  #incoming(definitions: SettingDefinitions, { file, read }: NonNullable<typeof this.incoming>): TemplateResult {
    if ('refusal' in read) {
      const { line, refusal } = read;
      return html`${this.refusal(refusal)}<p class="notice">${this.t('settings.fileFault', { file, line, at: refusal.at ?? '', seen: refusal.seen })}</p>`;
    }
    const rights = this.#me.value?.person.rights ?? [];
    const changes = this.#changes(definitions, read);
    if (changes.length === 0) return html`<p>${this.t('settings.same', { file })}</p>`;
    const mine = changes.filter(({ set }) => this.#mayBy(rights, set.group));
    const refused = this.refused?.name === 'import' ? this.refused.refusal : undefined;
    const send = (form: HTMLFormElement) => void this.#take(mine, formValue(form, 'reason'), filled(form, 'from'));
    return html`<form class="stack" name="incoming" @keydown=${guardComposition} @submit=${onSubmit(send)}>
      <h3>${this.t('settings.incoming', { file })}</h3>
      <ul>${changes.map(
        ({ set, name, parts }) => html`<li>${this.#ownerOf(set)} · ${set.locales[this.desk.locale][`setting.${name}`]}
          ${this.#mayBy(rights, set.group) ? nothing : html`<span class="quiet">${this.t('settings.notYours')}</span>`}
          <ul>${parts.map((part) => html`<li>${this.#part(part, set)}</li>`)}</ul></li>`,
      )}</ul>
      ${mine.some(({ set, name }) => set.settings[name]?.dated === true) ? field(this.t('settings.from'), html`<input type="date" name="from" />`, this.t('settings.fromHint')) : nothing}
      ${field(this.t('settings.reason'), html`<input name="reason" required maxlength="500" autocomplete="off" />`)}
      ${refused === undefined ? nothing : html`${this.refusal(refused)}<p class="notice">${refused.at ?? ''} ${refused.seen}</p>`}
      <div class="row"><button type="submit" class="primary" ?disabled=${mine.length === 0}>${this.t('settings.apply', { count: mine.length })}</button>
        <button type="button" @click=${() => (this.incoming = undefined)}>${this.t('common.cancel')}</button></div>
    </form>`;
  }

  /** What of a file is otherwise than what holds now. */
  #changes(definitions: SettingDefinitions, read: readonly TransferredSetting[]): SettingChange[] {
    return read.flatMap(({ group, name, value }) => {
      const set = definitions.sets.get(group);
      const held = set === undefined ? undefined : this.#held(set, name);
      const parts = settingParts(held === undefined ? set?.settings[name]?.default : held.value, value);
      return set === undefined || parts.length === 0 ? [] : [{ set, name, value, parts }];
    });
  }

  #part({ path, before, after }: SettingPart, set: SettingSet): TemplateResult {
    const texts = this.#texts(set);
    const shown = (value: unknown) => (value === undefined ? this.t('settings.absent') : valueView(value, texts));
    const part = path.length === 0 ? this.t('settings.value') : path.map((key) => texts.label(key)).join(' · ');
    return html`${part}${this.t('common.colon')}${shown(before)} → ${shown(after)}`;
  }

  /** One act for each setting, as by hand. All of them fit: that was looked at before any was shown. */
  async #take(changes: readonly SettingChange[], reason: string, from: LegalDate | undefined): Promise<void> {
    const { session } = this.desk;
    if (session === undefined) return;
    for (const { set, name, value } of changes) {
      const dated = from !== undefined && set.settings[name]?.dated === true ? { from } : {};
      const request = settingsSlice.request.set({ name, value, reason, ...dated });
      const result = await session.act({ case: CENTRE_CASE, room: settingsRoom(set.group) }, request);
      // What was made before it is what holds now: the list has the rest.
      this.refused = result.ok ? undefined : { name: 'import', refusal: result.refusal };
      if (!result.ok) return;
    }
    this.incoming = undefined;
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

/** A setting of a file that is otherwise than what holds. */
interface SettingChange {
  readonly set: SettingSet;
  readonly name: string;
  readonly value: unknown;
  readonly parts: readonly SettingPart[];
}

const isRecord = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

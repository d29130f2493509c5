import { editValue, formatFen, type Model, maskIdentity, type OpenRoom } from '@onedoor/core';
import type { Desk } from '../internal/desk.js';
import { percent } from '../internal/money.js';
import { formatDate, formatList } from '../locales/format.js';
import type { Locale, MessageKey, Params } from '../locales/locale.js';
import type { Contributions } from '../plugin-host/contributions.js';
import { pluginRecordWords } from '../plugin-host/plugin-words.js';
import '../locales/case-texts.js';

/** What is needed to name records and fields in the reader's language. */
export interface RecordNamesHost {
  readonly t: (key: MessageKey, params?: Params) => string;
  readonly locale: Locale;
  readonly contributions: Contributions;
  readonly model: Model | undefined;
  /** The open room, for the present name of a record; undefined where it is not open. */
  readonly room: () => OpenRoom | undefined;
}

/** Kinds of records that a case has several of. The single ones, facts and allocation, are named by their fields alone. */
/** What one record of a collection is called. */
export const RECORD_KINDS: Readonly<Record<string, MessageKey>> = {
  party: 'edit.party',
  'party/person': 'people.title',
  issue: 'edit.issue',
  evidence: 'edit.evidence',
  proposal: 'edit.proposal',
};

const FIELDS: Readonly<Record<string, MessageKey>> = {
  'allocation.note': 'edit.allocationNote',
  'allocation.plan': 'allocation.title',
  'evidence.from': 'evidence.from',
  'evidence.name': 'evidence.name',
  'evidence.original': 'evidence.original',
  'evidence.pages': 'evidence.pages',
  'evidence.purpose': 'evidence.purpose',
  'evidence.receivedOn': 'evidence.receivedOn',
  'facts.amountFen': 'facts.amountFen',
  'facts.happenedOn': 'facts.happenedOn',
  'facts.place': 'facts.place',
  'facts.summary': 'facts.summary',
  'issue.title': 'edit.title',
  'issue.views': 'issues.views',
  'party.address': 'party.field.address',
  'party.group': 'party.field.group',
  'party.idNumber': 'party.field.idNumber',
  'party.kind': 'party.field.kind',
  'party.members': 'party.members',
  'party.name': 'party.field.name',
  'party.note': 'party.field.note',
  'party.phone': 'party.field.phone',
  'party.representative': 'party.field.representative',
  'party.sex': 'party.field.sex',
  'party.statement': 'party.statement',
  'party/person.actsFor': 'people.actsFor',
  'party/person.bornOn': 'people.bornOn',
  'party/person.idNumber': 'party.field.idNumber',
  'party/person.matters': 'people.matters',
  'party/person.name': 'people.name',
  'party/person.phone': 'people.phone',
  'party/person.powers': 'people.powers',
  'party/person.relation': 'people.relation',
  'party/person.role': 'people.role',
  'party/person.sex': 'people.sex',
  'party/person.until': 'people.until',
  'proposal.answer': 'proposals.answer',
  'proposal.from': 'proposals.from',
  'proposal.terms': 'proposals.terms',
};

/** Values that are words of a list, by field. */
const CHOICES: Readonly<Record<string, Readonly<Record<string, MessageKey>>>> = {
  'party.kind': { household: 'party.household', person: 'party.person', organisation: 'party.organisation' },
  'party/person.powers': { general: 'people.powers.general', special: 'people.powers.special' },
  'party/person.role': {
    guardian: 'people.role.guardian',
    member: 'people.role.member',
    proxy: 'people.role.proxy',
    representative: 'people.role.representative',
  },
  'party/person.sex': { male: 'party.male', female: 'party.female' },
  'party.sex': { male: 'party.male', female: 'party.female' },
  'proposal.answer': {
    accepted: 'proposals.answer.accepted',
    countered: 'proposals.answer.countered',
    open: 'proposals.answer.open',
    refused: 'proposals.answer.refused',
  },
};

/** A department's own notes are of one kind in every plugin that has them: `defineNotes` of the core. */
const isNote = (collection: string): boolean => collection.endsWith('/note');
const NOTE_FIELDS: Readonly<Record<string, MessageKey>> = { title: 'edit.title', text: 'edit.noteText' };

/** Longest value inside a sentence, in characters. */
const LONGEST = 60;

/** Names records, fields and values of a room in the reader's language; those of plugins by the plugins' own words. */
export class RecordNames {
  readonly #host: RecordNamesHost;

  constructor(host: RecordNamesHost) {
    this.#host = host;
  }

  /** `当事人 赵吉祥`; of a single record an empty string; of a plugin's record the plugin's name at least. */
  record(collection: string, id: string, name?: string): string {
    const { t, contributions } = this.#host;
    const kind = RECORD_KINDS[collection];
    const called = name ?? this.#nameOf(collection, id);
    const quoted = called === '' ? '' : t('edit.called', { name: called });
    if (kind !== undefined) return quoted === '' ? t(kind) : t('edit.kindOf', { kind: t(kind), name: quoted });
    const words = pluginRecordWords(contributions, collection);
    if (words === undefined) return '';
    const own = words.record ?? (isNote(collection) ? t('edit.note') : words.plugin);
    return quoted === '' ? own : t('edit.kindOf', { kind: own, name: quoted });
  }

  /** A field's label, or words for a field without one. */
  field(collection: string, field: string): string {
    const { t, contributions } = this.#host;
    const key = FIELDS[`${collection}.${field}`];
    if (key !== undefined) return t(key);
    const own = pluginRecordWords(contributions, collection, field)?.field;
    return own ?? t((isNote(collection) ? NOTE_FIELDS[field] : undefined) ?? 'edit.someField');
  }

  /** `当事人 赵吉祥的电话`. */
  place(
    { collection, record, field }: { readonly collection: string; readonly record: string; readonly field?: string },
    name?: string,
  ): string {
    const what = this.record(collection, record, name);
    if (field === undefined) return what === '' ? this.#host.t('edit.someField') : what;
    const label = this.field(collection, field);
    return what === '' ? label : this.#host.t('edit.fieldOf', { what, field: label });
  }

  /** A value as JSON, as a person reads it; an empty string where there is none. `longest`: characters of a text. */
  value(collection: string, field: string, json: string | undefined, longest = LONGEST): string {
    if (json === undefined) return '';
    const { t, locale } = this.#host;
    const value = editValue(json);
    const at = `${collection}.${field}`;
    const choice = typeof value === 'string' ? CHOICES[at]?.[value] : undefined;
    if (choice !== undefined) return t(choice);
    if (at === 'allocation.plan') return planWords(value, locale) ?? '';
    if (at === 'evidence.original') return t(value === true ? 'evidence.isOriginal' : 'evidence.isCopy');
    if (typeof value === 'number') return field.endsWith('Fen') ? formatFen(value) : String(value);
    if (typeof value === 'boolean') return t(value ? 'common.yes' : 'common.no');
    // A long list that was cut is a piece of JSON, which says nothing to a reader.
    if (typeof value !== 'string' || !json.startsWith('"')) return '';
    // Whoever needs it in full asks for it where it stands, and that is logged.
    if (field === 'idNumber') return maskIdentity(value);
    const text = formatDate(locale, value);
    return text.length > longest ? `${[...text].slice(0, longest - 1).join('')}…` : text;
  }

  #nameOf(collection: string, id: string): string {
    const { model, room } = this.#host;
    const open = room();
    const definition = open === undefined ? undefined : model?.room(open.ref.room)?.record(collection);
    if (open === undefined || definition === undefined || definition.singletonId !== undefined) return '';
    const read = open.records.get(definition, id);
    if (read === undefined) return '';
    const value: Readonly<Record<string, unknown>> = read.ok ? read.value : read.raw;
    const name = value['name'] ?? value['title'] ?? value['from'];
    return typeof name === 'string' ? name : '';
  }
}

/** Names of a room's records and fields for an element that speaks. */
export const recordNames = (
  { locale, contributions, session }: Pick<Desk, 'locale' | 'contributions' | 'session'>,
  t: RecordNamesHost['t'],
  room: () => OpenRoom | undefined,
): RecordNames => new RecordNames({ t, locale, contributions, model: session?.model, room });

/** An allocation in a line: total and shares. Undefined for one that was cut. */
function planWords(value: unknown, locale: Locale): string | undefined {
  if (typeof value !== 'object' || value === null || !('totalFen' in value) || !('shares' in value)) return undefined;
  const { totalFen, shares } = value;
  if (typeof totalFen !== 'number' || !Array.isArray(shares)) return undefined;
  const parts = shares.flatMap((share: unknown) =>
    typeof share === 'object' && share !== null && 'key' in share && 'basisPoints' in share && typeof share.basisPoints === 'number'
      ? [`${String(share.key)} ${percent(share.basisPoints)}`]
      : [],
  );
  return `${formatFen(totalFen)} (${formatList(locale, parts)})`;
}

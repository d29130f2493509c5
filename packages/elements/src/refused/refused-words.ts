import { formatFen, isOfValues, maskIdentity, type OfferedChange, parseKey, parseTextName } from '@onedoor/core';
import { percent } from '../internal/money.js';
import type { MessageKey, Params } from '../locales/locale.js';
import { actWords } from '../timeline/act-words.js';
import { RECORD_KINDS } from '../timeline/record-names.js';
import '../locales/case-texts.js';

interface Speaker {
  t(key: MessageKey, params?: Params): string;
  nameOf(person: string): string;
  departmentOf(department: string): string;
}

const COMMANDS: Readonly<Record<string, MessageKey>> = {
  'allocation.set': 'allocation.title',
  'evidence.add': 'evidence.add',
  'evidence.edit': 'refused.evidenceEdit',
  'evidence.remove': 'evidence.remove',
  'facts.edit': 'facts.title',
  'issue.add': 'issues.new',
  'issue.edit': 'refused.issueEdit',
  'issue.remove': 'issues.remove',
  'party.add': 'parties.add',
  'party.addPerson': 'people.add',
  'party.editPerson': 'people.title',
  'party.removePerson': 'people.remove',
  'party.edit': 'refused.partyEdit',
  'party.members': 'refused.partyEdit',
  'party.remove': 'parties.remove',
  'proposal.add': 'proposals.add',
  'proposal.answer': 'proposals.answer',
  'text.edit': 'refused.textEdit',
};

const FIELDS: Readonly<Record<string, MessageKey>> = {
  add: 'refused.inserted',
  address: 'party.field.address',
  amountFen: 'facts.amountFen',
  answer: 'proposals.answer',
  basisPoints: 'allocation.share',
  from: 'evidence.from',
  group: 'party.field.group',
  happenedOn: 'facts.happenedOn',
  idNumber: 'party.field.idNumber',
  inserted: 'refused.inserted',
  key: 'allocation.group',
  kind: 'party.field.kind',
  members: 'party.members',
  name: 'party.field.name',
  note: 'party.field.note',
  original: 'evidence.original',
  pages: 'evidence.pages',
  phone: 'party.field.phone',
  place: 'facts.place',
  purpose: 'evidence.purpose',
  reason: 'refused.reason',
  receivedOn: 'evidence.receivedOn',
  remove: 'refused.removed',
  removed: 'refused.removed',
  representative: 'party.field.representative',
  sex: 'party.field.sex',
  terms: 'proposals.terms',
  title: 'case.title',
  totalFen: 'allocation.total',
};

/** Parts of an argument that say where and not what. */
const PLACES = new Set(['id', 'at', 'before', 'after']);

/** What somebody wanted to do, in words; the name of a command that is not known here. */
export function changeWords({ command, args }: OfferedChange, speaker: Speaker): string {
  if (isOfValues(command)) return speaker.t('refused.putBack', { what: speaker.t(kindOf(args)) });
  const key = COMMANDS[command];
  if (key !== undefined) return speaker.t(key);
  return /^(?:case|task|identity|conflict)\./.test(command) ? actWords({ command, args }, speaker) : command;
}

/** The records that values were written to; a reversal is of one command, and so mostly of one kind. */
function kindOf(args: OfferedChange['args']): MessageKey {
  const [map, text] = [listOf(args['maps'])[0], listOf(args['texts'])[0]];
  const collection = map?.['collection'] ?? parseTextName(String(text?.['name']))?.collection;
  return KINDS[String(collection)] ?? 'offers.edit';
}

const KINDS: Readonly<Record<string, MessageKey>> = {
  ...RECORD_KINDS,
  allocation: 'allocation.title',
  facts: 'facts.title',
};

const listOf = (value: unknown): Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) ? value.filter((each): each is Record<string, unknown> => typeof each === 'object' && each !== null) : [];

/** A reversal as it would read if a command had said it: fields with their values, texts with what was typed. */
function reversed(args: OfferedChange['args']): Readonly<Record<string, unknown>> {
  const fields = listOf(args['maps']).flatMap(({ key, value }): [string, unknown][] => {
    const parsed = parseKey(String(key));
    if (parsed?.kind === 'register') return [[parsed.field, value]];
    return parsed?.kind === 'part' ? [[parsed.field, value === true ? parsed.part : value]] : [];
  });
  return { fields: fields.map(([field, value]) => ({ [field]: value })), texts: listOf(args['texts']).map(({ edits }) => ({ edits })) };
}

/** The values of a change line by line, as a person would copy them. */
export function changeValues({ command, args }: OfferedChange, { t }: Speaker): string[] {
  const lineOf = (name: string, value: string): string => {
    const key = FIELDS[name];
    return `${key === undefined ? name : t(key)}: ${value}`;
  };
  const wordOf = (name: string, value: unknown): string => {
    if (typeof value === 'number' && name.endsWith('Fen')) return formatFen(value);
    if (typeof value === 'number' && name === 'basisPoints') return percent(value);
    if (name === 'idNumber') return maskIdentity(String(value));
    if (name === 'original') return t(value === true ? 'evidence.isOriginal' : 'evidence.isCopy');
    return String(value);
  };
  const linesOf = (name: string, value: unknown): string[] => {
    if (value === undefined || value === '' || PLACES.has(name)) return [];
    if (Array.isArray(value)) {
      const words = value.every((item) => typeof item === 'string');
      return words ? [lineOf(name, value.join(t('common.comma')))] : value.flatMap((item) => linesOf(name, item));
    }
    if (typeof value === 'object' && value !== null) return Object.entries(value).flatMap(([inner, item]) => linesOf(inner, item));
    return [lineOf(name, wordOf(name, value))];
  };
  // A text's own name is an address, what was typed stands in its edits.
  const { name, ...others } = isOfValues(command) ? reversed(args) : args;
  return Object.entries(command === 'text.edit' ? others : { name, ...others }).flatMap(([key, value]) => linesOf(key, value));
}

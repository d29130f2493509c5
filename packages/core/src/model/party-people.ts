import { defineSlice } from '../acts/slice.js';
import { defineCommand } from '../commands/content-command.js';
import { refuse } from '../errors.js';
import { ADULT_AGE, ageOn, MOST_REPRESENTATIVES, readIdentity } from '../rules/identity.js';
import { defineRecord, legalDate, type RecordValue, register } from '../schema/index.js';
import * as z from '../z.js';

const id = z.string().check(z.minLength(1), z.maxLength(64));
const line = (max: number) => z.string().check(z.maxLength(max));

/** What somebody is for a party: of its household, chosen by several parties to speak, acting by proxy, or a guardian. */
export const PARTY_ROLES = ['member', 'representative', 'proxy', 'guardian'] as const;

/** A person who belongs to a party or acts for it (家庭成员、代表人、代理人、监护人). */
export const PartyPerson = defineRecord('party/person', {
  /** Id of the party. */
  party: register(id),
  role: register(z.enum(PARTY_ROLES)),
  name: register(z.string().check(z.minLength(1), z.maxLength(100))),
  /** To the party, or of a guardian to the minor: 妻, 长子, 姑母. */
  relation: z.optional(register(line(40))),
  sex: z.optional(register(z.enum(['male', 'female']))),
  /** Where no identity number says it. */
  bornOn: z.optional(register(legalDate())),
  idNumber: z.optional(register(line(18))),
  phone: z.optional(register(line(40))),
  /** For whom a proxy or guardian acts, by name; empty: for the party as a whole. */
  actsFor: z.optional(register(line(100))),
  /** 一般代理 or 特别授权: a general proxy concedes, waives and settles nothing. */
  powers: z.optional(register(z.enum(['general', 'special']))),
  /** What a special proxy may do, as the letter says. */
  matters: z.optional(register(line(500))),
  /** The letter of authority (授权委托书) holds until then. */
  until: z.optional(register(legalDate())),
});

const fields = z.object({
  name: PartyPerson.shape.name,
  relation: PartyPerson.shape.relation,
  sex: PartyPerson.shape.sex,
  bornOn: PartyPerson.shape.bornOn,
  idNumber: PartyPerson.shape.idNumber,
  phone: PartyPerson.shape.phone,
  actsFor: PartyPerson.shape.actsFor,
  powers: PartyPerson.shape.powers,
  matters: PartyPerson.shape.matters,
  until: PartyPerson.shape.until,
});

/** Adds somebody; a sixth representative is refused (信访工作条例 art. 20). Two who add one each while apart may still be one too many: see `peopleFaults`. */
export const addPartyPerson = defineCommand({
  name: 'party.addPerson',
  args: z.extend(fields, { id, party: id, role: PartyPerson.shape.role }),
  run(tx, { id: person, ...given }) {
    const others = tx.list(PartyPerson).filter((each) => each.role === 'representative' && each.id !== person);
    if (given.role === 'representative' && others.length >= MOST_REPRESENTATIVES)
      return refuse('TOO_MANY_REPRESENTATIVES', {
        seen: `${others.length} representatives`,
        expected: `at most ${MOST_REPRESENTATIVES}`,
        todo: 'Let the parties choose among them.',
        at: 'role',
      });
    return tx.create(PartyPerson, person, given);
  },
});
export const editPartyPerson = defineCommand({
  name: 'party.editPerson',
  args: z.object({ id, patch: z.partial(fields) }),
  run: (tx, { id: person, patch }) => tx.update(PartyPerson, person, patch),
});
export const removePartyPerson = defineCommand({
  name: 'party.removePerson',
  args: z.object({ id }),
  run: (tx, { id: person }) => tx.remove(PartyPerson, person),
});

export const partyPeopleCommands = [addPartyPerson, editPartyPerson, removePartyPerson] as const;

type Person = RecordValue<typeof PartyPerson>;

/** What is missing or too much among the people of a case's parties; `person` names who it is about. */
export interface PeopleFault {
  readonly kind: 'representatives' | 'guardian' | 'powers' | 'expired';
  readonly person: Person;
}

/** When somebody was born, by their number or by what was entered. */
export const bornOnOf = ({ idNumber, bornOn }: Pick<Person, 'idNumber' | 'bornOn'>, today: string): string | undefined =>
  (idNumber === undefined ? undefined : readIdentity(idNumber, today)?.bornOn) ?? bornOn;

/** Whether somebody is under age on a day; undefined where no birthday is known. */
export function isMinor(person: Pick<Person, 'idNumber' | 'bornOn'>, today: string): boolean | undefined {
  const bornOn = bornOnOf(person, today);
  return bornOn === undefined ? undefined : ageOn(today, bornOn) < ADULT_AGE;
}

/**
 * What a mediator has to put right: a sixth representative, a minor without a guardian, a proxy without stated powers or
 * with a letter that has run out.
 */
export function peopleFaults(people: readonly Person[], today: string): PeopleFault[] {
  const sixth = people.filter(({ role }) => role === 'representative').slice(MOST_REPRESENTATIVES);
  const guarded = (minor: Person) =>
    people.some(
      ({ role, party, actsFor }) => role === 'guardian' && party === minor.party && (actsFor === minor.name || (actsFor ?? '') === ''),
    );
  return [
    ...sixth.map((person): PeopleFault => ({ kind: 'representatives', person })),
    ...people.flatMap((person): PeopleFault[] => {
      if (person.role === 'member') return isMinor(person, today) === true && !guarded(person) ? [{ kind: 'guardian', person }] : [];
      if (person.role !== 'proxy') return [];
      const noPowers = person.powers === undefined || (person.powers === 'special' && (person.matters ?? '').trim() === '');
      return [
        ...(noPowers ? [{ kind: 'powers', person } as const] : []),
        ...(person.until !== undefined && person.until < today ? [{ kind: 'expired', person } as const] : []),
      ];
    }),
  ];
}

/** One look at an identity number in full. */
export interface IdentityView {
  readonly person: string;
  readonly at: number;
  /** Id of the party, or of the person of a party. */
  readonly of: string;
  readonly name: string;
  readonly purpose: string;
}

/**
 * Who had an identity number shown in full, when and for what: an entry of the case's log, as views of sealed rooms are.
 * A guard against looking without need, not a wall: the number stands in a room that the team reads.
 */
export const identitySlice = defineSlice<{ readonly views: readonly IdentityView[] }>('identity', { views: [] })
  // Conflicts with nothing: two people who look at once both have looked.
  .act('show', {
    args: z.object({
      of: id,
      name: z.string().check(z.minLength(1), z.maxLength(100)),
      purpose: z.string().check(z.trim(), z.minLength(2), z.maxLength(200)),
    }),
    apply: (state, args, { person, at }) => ({ views: [...state.views, { person, at, ...args }] }),
  });

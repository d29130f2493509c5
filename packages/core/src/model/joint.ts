import { defineCommand } from '../commands/content-command.js';
import { defineRecord, fen, legalDate, register, set, shareVector, text } from '../schema/index.js';
import * as z from '../z.js';
import { PartyPerson, partyPeopleCommands } from './party-people.js';

/** Facts of a case (案情): one per case. */
export const Facts = defineRecord(
  'facts',
  {
    place: z.optional(register(z.string().check(z.maxLength(200)))),
    happenedOn: z.optional(register(legalDate())),
    amountFen: z.optional(register(fen())),
    summary: text(),
  },
  { singleton: true },
);

/** A party (当事人): a household with its members, a person, or an organisation. */
export const Party = defineRecord('party', {
  kind: register(z.enum(['household', 'person', 'organisation'])),
  name: register(z.string().check(z.minLength(1), z.maxLength(100))),
  group: z.optional(register(z.string().check(z.maxLength(40)))),
  sex: z.optional(register(z.enum(['male', 'female']))),
  idNumber: z.optional(register(z.string().check(z.maxLength(18)))),
  phone: z.optional(register(z.string().check(z.maxLength(40)))),
  address: z.optional(register(z.string().check(z.maxLength(200)))),
  representative: z.optional(register(z.string().check(z.maxLength(100)))),
  /** Certificates and other papers, in words. */
  note: z.optional(register(z.string().check(z.maxLength(500)))),
  members: set(z.string()),
  statement: text(),
});

/** A disputed issue (争议焦点). */
export const Issue = defineRecord('issue', { title: register(z.string().check(z.minLength(1), z.maxLength(300))), views: text() });

/** An item of the evidence list (证据目录). */
export const Evidence = defineRecord('evidence', {
  name: register(z.string().check(z.minLength(1), z.maxLength(200))),
  from: register(z.string().check(z.maxLength(100))),
  original: register(z.boolean()),
  pages: register(z.int().check(z.minimum(0), z.maximum(100_000))),
  purpose: z.optional(register(z.string().check(z.maxLength(500)))),
  receivedOn: z.optional(register(legalDate())),
});

/** A proposal (调解方案) and the other side's answer. */
export const Proposal = defineRecord('proposal', {
  from: register(z.string().check(z.maxLength(100))),
  terms: text(),
  answer: z._default(register(z.enum(['open', 'accepted', 'refused', 'countered'])), 'open'),
});

/** An amount, the shares of groups, and where somebody inside a group counts more than once, the weights by id of the party. */
const plan = () =>
  z.object({
    totalFen: fen(),
    shares: shareVector(),
    weights: z.optional(z.record(z.string().check(z.minLength(1)), z.int().check(z.minimum(1), z.maximum(1_000_000)))),
  });

/** The division of an amount (分配方案): total, shares and weights are one value, so that two people never mix theirs. */
export const Allocation = defineRecord(
  'allocation',
  {
    plan: z.optional(register(plan())),
    note: text(),
  },
  { singleton: true },
);

export const jointRecords = [Facts, Party, PartyPerson, Issue, Evidence, Proposal, Allocation] as const;

const id = z.string().check(z.minLength(1), z.maxLength(64));
const partyPatch = z.partial(
  z.object({
    kind: Party.shape.kind,
    name: Party.shape.name,
    group: Party.shape.group,
    sex: Party.shape.sex,
    idNumber: Party.shape.idNumber,
    phone: Party.shape.phone,
    address: Party.shape.address,
    representative: Party.shape.representative,
    note: Party.shape.note,
  }),
);

const evidenceFields = z.object({
  name: Evidence.shape.name,
  from: Evidence.shape.from,
  original: Evidence.shape.original,
  pages: Evidence.shape.pages,
  purpose: Evidence.shape.purpose,
  receivedOn: Evidence.shape.receivedOn,
});

export const addParty = defineCommand({
  name: 'party.add',
  args: z.object({
    id,
    party: z.required(partyPatch, { kind: true, name: true }),
    members: z._default(z.array(z.string().check(z.minLength(1))).check(z.maxLength(50)), []),
  }),
  run: (tx, { id: party, party: fields, members }) => tx.create(Party, party, { ...fields, members }),
});
export const editParty = defineCommand({
  name: 'party.edit',
  args: z.object({ id, patch: partyPatch }),
  run: (tx, { id: party, patch }) => tx.update(Party, party, patch),
});
/** Members of a household come and go one by one, so that two people may add one each. */
export const editMembers = defineCommand({
  name: 'party.members',
  args: z.object({
    id,
    add: z._default(z.array(z.string().check(z.minLength(1), z.maxLength(100))).check(z.maxLength(50)), []),
    remove: z._default(z.array(z.string()).check(z.maxLength(50)), []),
  }),
  run(tx, { id: party, add, remove }) {
    for (const member of remove) tx.delete(Party, party, 'members', member);
    for (const member of add) tx.add(Party, party, 'members', member);
  },
});
export const removeParty = defineCommand({
  name: 'party.remove',
  args: z.object({ id }),
  run: (tx, { id: party }) => tx.remove(Party, party),
});
export const editFacts = defineCommand({
  name: 'facts.edit',
  args: z.object({
    patch: z.partial(z.object({ place: Facts.shape.place, happenedOn: Facts.shape.happenedOn, amountFen: Facts.shape.amountFen })),
  }),
  run: (tx, { patch }) => tx.update(Facts, Facts.name, patch),
});
export const addIssue = defineCommand({
  name: 'issue.add',
  args: z.object({ id, title: Issue.shape.title }),
  run: (tx, { id: issue, title }) => tx.create(Issue, issue, { title }),
});
export const editIssue = defineCommand({
  name: 'issue.edit',
  args: z.object({ id, title: Issue.shape.title }),
  run: (tx, { id: issue, title }) => tx.update(Issue, issue, { title }),
});
export const removeIssue = defineCommand({
  name: 'issue.remove',
  args: z.object({ id }),
  run: (tx, { id: issue }) => tx.remove(Issue, issue),
});
export const addEvidence = defineCommand({
  name: 'evidence.add',
  args: z.object({ id, evidence: evidenceFields }),
  run: (tx, { id: item, evidence }) => tx.create(Evidence, item, evidence),
});
export const editEvidence = defineCommand({
  name: 'evidence.edit',
  args: z.object({ id, patch: z.partial(evidenceFields) }),
  run: (tx, { id: item, patch }) => tx.update(Evidence, item, patch),
});
export const removeEvidence = defineCommand({
  name: 'evidence.remove',
  args: z.object({ id }),
  run: (tx, { id: item }) => tx.remove(Evidence, item),
});
export const addProposal = defineCommand({
  name: 'proposal.add',
  args: z.object({ id, from: Proposal.shape.from, terms: z.string().check(z.maxLength(10_000)) }),
  run: (tx, { id: proposal, from, terms }) => tx.create(Proposal, proposal, { from, terms }),
});
export const answerProposal = defineCommand({
  name: 'proposal.answer',
  args: z.object({ id, answer: Proposal.shape.answer }),
  run: (tx, { id: proposal, answer }) => tx.update(Proposal, proposal, { answer }),
});
export const setAllocation = defineCommand({
  name: 'allocation.set',
  args: plan(),
  run: (tx, given) => tx.update(Allocation, Allocation.name, { plan: given }),
});

export const jointCommands = [
  addParty,
  editParty,
  editMembers,
  removeParty,
  ...partyPeopleCommands,
  editFacts,
  addIssue,
  editIssue,
  removeIssue,
  addEvidence,
  editEvidence,
  removeEvidence,
  addProposal,
  answerProposal,
  setAllocation,
] as const;

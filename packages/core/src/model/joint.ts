import '../no-eval.js';
import * as z from 'zod';
import { defineCommand } from '../commands/content-command.js';
import { defineRecord, fen, legalDate, register, set, shareVector, text } from '../schema/index.js';

/** Facts of a case (案情): one per case. */
export const Facts = defineRecord(
  'facts',
  {
    place: register(z.string().max(200)).optional(),
    happenedOn: register(legalDate()).optional(),
    amountFen: register(fen()).optional(),
    summary: text(),
  },
  { singleton: true },
);

/** A party (当事人): a household with its members, a person, or an organisation. */
export const Party = defineRecord('party', {
  kind: register(z.enum(['household', 'person', 'organisation'])),
  name: register(z.string().min(1).max(100)),
  group: register(z.string().max(40)).optional(),
  sex: register(z.enum(['male', 'female'])).optional(),
  idNumber: register(z.string().max(18)).optional(),
  phone: register(z.string().max(40)).optional(),
  address: register(z.string().max(200)).optional(),
  representative: register(z.string().max(100)).optional(),
  /** Certificates and other papers, in words. */
  note: register(z.string().max(500)).optional(),
  members: set(z.string()),
  statement: text(),
});

/** A disputed issue (争议焦点). */
export const Issue = defineRecord('issue', { title: register(z.string().min(1).max(300)), views: text() });

/** An item of the evidence list (证据目录). */
export const Evidence = defineRecord('evidence', {
  name: register(z.string().min(1).max(200)),
  from: register(z.string().max(100)),
  original: register(z.boolean()),
  pages: register(z.int().min(0).max(100_000)),
  purpose: register(z.string().max(500)).optional(),
  receivedOn: register(legalDate()).optional(),
});

/** A proposal (调解方案) and the other side's answer. */
export const Proposal = defineRecord('proposal', {
  from: register(z.string().max(100)),
  terms: text(),
  answer: register(z.enum(['open', 'accepted', 'refused', 'countered'])).default('open'),
});

/** The division of an amount (分配方案): total and shares are one value, so that two people never mix theirs. */
export const Allocation = defineRecord(
  'allocation',
  {
    plan: register(z.object({ totalFen: fen(), shares: shareVector() })).optional(),
    note: text(),
  },
  { singleton: true },
);

export const jointRecords = [Facts, Party, Issue, Evidence, Proposal, Allocation] as const;

const id = z.string().min(1).max(64);
const partyPatch = z
  .object({
    kind: Party.shape.kind,
    name: Party.shape.name,
    group: Party.shape.group,
    sex: Party.shape.sex,
    idNumber: Party.shape.idNumber,
    phone: Party.shape.phone,
    address: Party.shape.address,
    representative: Party.shape.representative,
    note: Party.shape.note,
  })
  .partial();

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
  args: z.object({ id, party: partyPatch.required({ kind: true, name: true }), members: z.array(z.string().min(1)).max(50).default([]) }),
  run: (tx, { id: party, party: fields, members }) => tx.create(Party, party, { ...fields, members }),
});
export const editParty = defineCommand({
  name: 'party.edit',
  args: z.object({ id, patch: partyPatch }),
  run: (tx, { id: party, patch }) => tx.update(Party, party, patch),
});
export const removeParty = defineCommand({
  name: 'party.remove',
  args: z.object({ id }),
  run: (tx, { id: party }) => tx.remove(Party, party),
});
export const editFacts = defineCommand({
  name: 'facts.edit',
  args: z.object({
    patch: z.object({ place: Facts.shape.place, happenedOn: Facts.shape.happenedOn, amountFen: Facts.shape.amountFen }).partial(),
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
  args: z.object({ id, patch: evidenceFields.partial() }),
  run: (tx, { id: item, patch }) => tx.update(Evidence, item, patch),
});
export const removeEvidence = defineCommand({
  name: 'evidence.remove',
  args: z.object({ id }),
  run: (tx, { id: item }) => tx.remove(Evidence, item),
});
export const addProposal = defineCommand({
  name: 'proposal.add',
  args: z.object({ id, from: Proposal.shape.from, terms: z.string().max(10_000) }),
  run: (tx, { id: proposal, from, terms }) => tx.create(Proposal, proposal, { from, terms }),
});
export const answerProposal = defineCommand({
  name: 'proposal.answer',
  args: z.object({ id, answer: Proposal.shape.answer }),
  run: (tx, { id: proposal, answer }) => tx.update(Proposal, proposal, { answer }),
});
export const setAllocation = defineCommand({
  name: 'allocation.set',
  args: z.object({ totalFen: fen(), shares: shareVector() }),
  run: (tx, plan) => tx.update(Allocation, Allocation.name, { plan }),
});

export const jointCommands = [
  addParty,
  editParty,
  removeParty,
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

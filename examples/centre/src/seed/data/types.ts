import type { Category } from '@onedoor/core';

/**
 * The shape of the example centre's sample data. The data is plain: of the packages it knows the dispute types alone, no times but
 * wall clock in Asia/Shanghai, references by readable keys. The loader beside this folder turns it into rooms,
 * content and acts. Codes stand here once, as lists; their types are derived from them.
 */

/** A text in the two languages of the example. */
export interface SeedText {
  readonly zh: string;
  readonly en: string;
}

/** The way of a case: 预防排查, 分级化解, 部门联调, 包案调处, 督办代办, then closed. */
export const seedStages = ['screening', 'graded', 'joint', 'leader', 'supervised', 'closed'] as const;
export type SeedStage = (typeof seedStages)[number];

/** A code of core's dispute types. */
export type SeedCategory = Category;

/** How a case came to the centre. */
export const seedSources = ['walk-in', 'phone', 'hotline', 'letter', 'grid', 'police', 'court', 'own'] as const;
export type SeedSource = (typeof seedSources)[number];

/** How a case ended. Only `settled` is a settlement; the other four are closed and not settled. */
export const seedOutcomes = ['settled', 'failed', 'refused', 'terminated', 'transferred'] as const;
export type SeedOutcome = (typeof seedOutcomes)[number];

export const seedDepartmentIds = [
  'police',
  'judicial',
  'petition',
  'hotline',
  'grid',
  'mediation',
  'leadership',
  'legal',
  'counselling',
] as const;
export type SeedDepartmentId = (typeof seedDepartmentIds)[number];

export interface SeedDepartment {
  readonly id: SeedDepartmentId;
  readonly name: SeedText;
}

/** Rights in the whole centre. What somebody may do in a case follows from membership in it. */
export type SeedRight =
  | 'case.create'
  | 'case.assign'
  | 'directory.manage'
  | 'hotline.work'
  | 'centre.manage'
  | 'centre.settings'
  | 'grid.manage'
  | 'grid.all'
  | `grid.work.${string}`;

export interface SeedPerson {
  readonly id: string;
  readonly name: string;
  readonly department: SeedDepartmentId;
  readonly post: string;
  readonly postEn: string;
  readonly rights: readonly SeedRight[];
  /** Offered on the example's sign-in page. */
  readonly demo?: boolean;
  /** One sentence for the sign-in page and the directory. */
  readonly intro: SeedText;
}

export interface SeedVillage {
  /** The official code of twelve digits (nine for the town), or a slug where the place has no code. */
  readonly key: string;
  readonly name: string;
  readonly kind: 'town' | 'committee' | 'natural';
  /** The key of the place above; the town has none here. */
  readonly parent?: string;
}

export interface SeedHouseholdMember {
  readonly name: string;
  readonly relation: string;
}

/** Somebody who acts for a party by a letter of authority. */
export interface SeedProxy {
  readonly name: string;
  readonly relation: string;
  readonly powers: 'general' | 'special';
  readonly matters?: string;
}

export interface SeedParty {
  /** Unique over all cases. */
  readonly key: string;
  readonly kind: 'household' | 'person' | 'organisation';
  /** The person, the head of the household, or the organisation. Not unique, not even within a case. */
  readonly name: string;
  readonly sex?: 'male' | 'female';
  readonly phone?: string;
  /** Invented. The check digit is right; the order number, from 990 on, is hardly ever reached. */
  readonly idNumber?: string;
  readonly address: string;
  readonly members?: readonly SeedHouseholdMember[];
  /** Who acts for the household or the organisation. */
  readonly representative?: string;
  readonly proxy?: SeedProxy;
  /** Number of an old forest-right certificate. */
  readonly certificate?: string;
  readonly note?: string;
}

/** One group of an allocation. Its share is divided equally among its parties, spare fen in this order. */
export interface SeedAllocationGroup {
  readonly name: string;
  readonly basisPoints: number;
  readonly parties: readonly string[];
}

interface SeedStepBase {
  /** Wall clock in Asia/Shanghai, `YYYY-MM-DDTHH:mm`. */
  readonly at: string;
  /** The id of the person who does it. */
  readonly by: string;
}

/** Always the first step. Whoever creates a case leads it. */
export interface SeedCreate extends SeedStepBase {
  readonly do: 'create';
  readonly title: string;
  readonly category: SeedCategory;
  readonly source: SeedSource;
  /** The key of a village. */
  readonly village: string;
  /** Where it happened, in words. Never coordinates. */
  readonly place?: string;
  readonly summary: string;
}

export interface SeedAddMember extends SeedStepBase {
  readonly do: 'addMember';
  readonly person: string;
  /** A helper is invited from outside (五老) and leaves when the case closes; the note has the consent. */
  readonly role: 'member' | 'leader' | 'observer' | 'helper';
  readonly note?: string;
}

export interface SeedAddParty extends SeedStepBase {
  readonly do: 'addParty';
  /** Keys of parties of this case. */
  readonly parties: readonly string[];
}

/** Sets the facts; a later one replaces an earlier. Paragraphs are separated by a newline. */
export interface SeedSetFacts extends SeedStepBase {
  readonly do: 'setFacts';
  readonly text: string;
}

export interface SeedAddIssue extends SeedStepBase {
  readonly do: 'addIssue';
  readonly text: string;
}

export interface SeedAddEvidence extends SeedStepBase {
  readonly do: 'addEvidence';
  readonly name: string;
  /** The key of a party of this case, or the name of whoever else gave it. */
  readonly from: string;
  readonly original: boolean;
  readonly pages: number;
  readonly purpose: string;
}

export interface SeedProposal extends SeedStepBase {
  readonly do: 'proposal';
  /** The key of the party that proposes. */
  readonly from: string;
  readonly text: string;
  readonly answer?: string;
}

export interface SeedAllocation extends SeedStepBase {
  readonly do: 'allocation';
  readonly totalFen: number;
  /** Basis points of all groups sum to 10 000. */
  readonly groups: readonly SeedAllocationGroup[];
}

/** Goes to a later stage; the reason also covers stages that are skipped. Closing has its own step. */
export interface SeedMove extends SeedStepBase {
  readonly do: 'move';
  readonly to: Exclude<SeedStage, 'closed'>;
  readonly reason: string;
}

/** Always the last step. */
export interface SeedClose extends SeedStepBase {
  readonly do: 'close';
  readonly outcome: SeedOutcome;
  readonly reason: string;
}

/** Asks a person or a department for something. */
export interface SeedAskTask extends SeedStepBase {
  readonly do: 'ask';
  /** Unique in its case. */
  readonly id: string;
  readonly for: { readonly person: string } | { readonly department: SeedDepartmentId };
  readonly what: string;
}

export interface SeedAnswerTask extends SeedStepBase {
  readonly do: 'answer';
  readonly id: string;
  readonly note: string;
}

export type SeedStep =
  | SeedAskTask
  | SeedAnswerTask
  | SeedCreate
  | SeedAddMember
  | SeedAddParty
  | SeedSetFacts
  | SeedAddIssue
  | SeedAddEvidence
  | SeedProposal
  | SeedAllocation
  | SeedMove
  | SeedClose;

export interface SeedCase {
  readonly key: string;
  readonly parties: readonly SeedParty[];
  /** In time order. */
  readonly steps: readonly SeedStep[];
}

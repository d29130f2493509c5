import type { LegalDate, Stage } from '@onedoor/core';

/** Words that a centre writes itself; where it has none in English, the Chinese ones stand. */
export interface Words {
  readonly zh: string;
  readonly en?: string | undefined;
}

/** One step of the method: what has to be so before it, what before the next, and who decides on going on. */
export interface MethodStep {
  readonly stage: Exclude<Stage, 'closed'>;
  readonly title: Words;
  /** What has to be so before it begins. */
  readonly entry: readonly Words[];
  /** What has to be so before it is left. */
  readonly exit: readonly Words[];
  /** Who decides on leaving it: whoever leads the case, or the town's leader who took it. */
  readonly decides: 'lead' | 'leader';
  readonly skippable: boolean;
  /** Reasons for skipping it that are offered; others may be written. */
  readonly skipReasons: readonly Words[];
  /** It needs a leader who took the case (包案领导), a joint task group (工作专班). */
  readonly needsLeader: boolean;
  readonly needsGroup: boolean;
}

/** A level of graded settlement (分级化解): village, town, county. */
export interface MethodLevel {
  readonly id: string;
  readonly title: Words;
}

/** The method by which a centre takes a case on (五步工作法), as a setting: a case keeps the version that it began with. */
export interface Method {
  readonly steps: readonly MethodStep[];
  readonly levels: readonly MethodLevel[];
  readonly supervision: {
    /** Working days until a letter of supervision is answered. */
    readonly replyDays: number;
    /** Natural days after which the leader who took the case writes how it stands. */
    readonly noteDays: number;
  };
}

/** Full name of the setting. */
export const METHOD = 'mediation.method';

export type ConditionKind = 'entry' | 'exit';
/** Key of a condition within a case. */
export const conditionKey = (stage: string, kind: ConditionKind, at: number): string => `${stage}/${kind}/${at}`;

/** Conditions that stand between where a case is and a later step. */
export function conditionsTo({ steps }: Method, from: string, to: string): { readonly key: string; readonly words: Words }[] {
  const of = (stage: string, kind: ConditionKind) =>
    (steps.find((step) => step.stage === stage)?.[kind] ?? []).map((words, at) => ({ key: conditionKey(stage, kind, at), words }));
  return [...of(from, 'exit'), ...of(to, 'entry')];
}

/** A supervision letter that nobody has answered. */
export interface OpenLetter {
  readonly id: string;
  readonly on: LegalDate;
}

import type { CaseRole, Rule } from '@onedoor/core';
import type { MessageKey, Params } from '../locales/locale.js';
import type { MoveDecision } from './board-model.js';

interface Speaker {
  t(key: MessageKey, params?: Params): string;
  departmentOf(department: string): string;
}

/** Why a case cannot be moved, in words; what a person has to be is read from the rule itself. */
export function whyNot(why: Extract<MoveDecision, { readonly allowed: false }>['why'], speaker: Speaker): string {
  if (why === 'same') return speaker.t('board.why.same');
  if (why === 'signed-out') return speaker.t('board.why.signedOut');
  const { rule, role } = why;
  if (role === undefined) return speaker.t('board.why.notTeam');
  if ('team' in rule && rule.except?.includes(role) === true) return speaker.t('board.why.part', { role: speaker.t(`role.${role}`) });
  return speaker.t('board.why.needs', { who: needed(rule, speaker) });
}

function needed(rule: Rule, speaker: Speaker): string {
  const all = (parts: readonly string[]) => parts.filter((part) => part !== '').join(speaker.t('common.comma'));
  if ('role' in rule) return all(rule.role.map((role: CaseRole) => speaker.t(`role.${role}`)));
  if ('department' in rule) return speaker.departmentOf(rule.department);
  if ('any' in rule) return all(rule.any.map((part) => needed(part, speaker)));
  if ('all' in rule) return all(rule.all.map((part) => needed(part, speaker)));
  return 'right' in rule ? rule.right : '';
}

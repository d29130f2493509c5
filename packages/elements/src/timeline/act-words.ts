import { caseRole, type Intent, outcomeSchema, SETTLE, stageSchema } from '@onedoor/core';
import type { MessageKey, Params } from '../locales/locale.js';

interface Speaker {
  t(key: MessageKey, params?: Params): string;
  nameOf(person: string): string;
  departmentOf(department: string): string;
}

/** Whom something is asked of. */
export function whom(value: unknown, { nameOf, departmentOf }: Pick<Speaker, 'nameOf' | 'departmentOf'>): string {
  if (typeof value !== 'object' || value === null) return '';
  if ('person' in value) return nameOf(String(value.person));
  return 'department' in value ? departmentOf(String(value.department)) : '';
}

/** What an act does, in a sentence. An act of a plugin that is not known here is named by its command. */
export function actWords({ command, args }: Pick<Intent, 'command' | 'args'>, { t, nameOf, departmentOf }: Speaker): string {
  const person = nameOf(String(args['person'] ?? ''));
  const stage = stageSchema.safeParse(args['to']).data;
  const outcome = outcomeSchema.safeParse(args['outcome']).data;
  const role = caseRole.safeParse(args['role']).data;
  if (command === 'case.create') return t('act.create', { title: String(args['title'] ?? '') });
  if (command === 'case.move' && stage !== undefined) return t('act.move', { stage: t(`stage.${stage}`) });
  if (command === 'case.close' && outcome !== undefined) return t('act.close', { outcome: t(`outcome.${outcome}`) });
  if (command === 'case.addMember' && role !== undefined) return t('act.addMember', { person, role: t(`role.${role}`) });
  if (command === 'case.removeMember') return t('act.removeMember', { person });
  if (command === 'case.handOver') return t('act.handOver', { person });
  if (command === 'task.ask')
    return t('act.taskAsk', { what: String(args['what'] ?? ''), whom: whom(args['for'], { nameOf, departmentOf }) });
  if (command === 'task.answer') return t('act.taskAnswer', { note: String(args['note'] ?? '') });
  if (command === 'task.withdraw') return t('act.taskWithdraw');
  if (command === 'identity.show')
    return t('act.identityShow', { name: String(args['name'] ?? ''), purpose: String(args['purpose'] ?? '') });
  if (command === SETTLE) return t(args['choice'] === 'apply' ? 'act.settleApply' : 'act.settleDismiss');
  return t('act.other', { command });
}

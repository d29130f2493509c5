import type { RoomRule, Rule } from './policy.js';

/** Last part of a member's name: what stands for `*`. */
const MEMBER = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/;

/**
 * Whether a room's name is that of a family: `visits.*` is one, with a member `visits.g7` for each part that somebody's right
 * or a stored room names.
 */
export const isFamily = (room: string): boolean => room.endsWith('.*');

/** The family that a room's name may belong to; undefined where it can be no member. `visits.g7` gives `visits.*`. */
export function familyOf(room: string): { readonly family: string; readonly part: string } | undefined {
  const dot = room.lastIndexOf('.');
  const part = room.slice(dot + 1);
  return dot > 0 && MEMBER.test(part) ? { family: `${room.slice(0, dot)}.*`, part } : undefined;
}

/** Name of a family's member. */
export const memberOf = (family: string, part: string): string => `${family.slice(0, -1)}${part}`;

/** The rule of one member: its part stands where `*` stood in rights and departments. */
export const ruleOfMember = ({ read, write, acts, ...rest }: RoomRule, part: string): RoomRule => ({
  ...rest,
  read: filled(read, part),
  write: filled(write, part),
  acts: Object.fromEntries(Object.entries(acts).map(([command, rule]) => [command, filled(rule, part)])),
});

function filled(rule: Rule, part: string): Rule {
  if ('right' in rule) return { right: rule.right.replace('*', part) };
  if ('department' in rule) return { department: rule.department.replace('*', part) };
  if ('any' in rule) return { any: rule.any.map((each) => filled(each, part)) };
  if ('all' in rule) return { all: rule.all.map((each) => filled(each, part)) };
  return rule;
}

/** Members of a family that somebody's rights name: they are theirs before anybody has written there. */
export function membersByRight(family: string, { read }: RoomRule, rights: readonly string[]): string[] {
  const prefixes = rightsOf(read).flatMap((right) => (right.endsWith('.*') ? [right.slice(0, -1)] : []));
  const parts = rights.flatMap((right) => prefixes.flatMap((prefix) => (right.startsWith(prefix) ? [right.slice(prefix.length)] : [])));
  return [...new Set(parts)].filter((part) => MEMBER.test(part)).map((part) => memberOf(family, part));
}

function rightsOf(rule: Rule): readonly string[] {
  if ('right' in rule) return [rule.right];
  if ('any' in rule) return rule.any.flatMap(rightsOf);
  return 'all' in rule ? rule.all.flatMap(rightsOf) : [];
}

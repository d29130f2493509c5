import { OnedoorError, type Refusal } from '../errors.js';
import * as z from '../z.js';

/** A part that a member of a case is given; the lead is handed over. */
export const givenRole = z.enum(['leader', 'member', 'observer', 'helper']);
/** A person's part in a case. */
export const caseRole = z.enum(['lead', ...givenRole.options]);
/**
 * - `lead`: answers for the case (主办人). - `leader`: the town's leader who takes it (包案领导).
 * - `member`: works on it. - `observer`: reads. - `helper`: an invited person such as one of the 五老, until it closes.
 */
export type CaseRole = z.infer<typeof caseRole>;

/** Who a rule lets through. */
export type Rule =
  | { readonly anyone: true }
  | { readonly nobody: true }
  | { readonly team: true; readonly except?: readonly CaseRole[] | undefined }
  | { readonly role: readonly CaseRole[] }
  /** Members of the team whose names stand in the sealed room itself. A room is sealed when this alone lets people read it. */
  | { readonly named: true }
  | { readonly department: string }
  | { readonly right: string }
  | { readonly any: readonly Rule[] }
  | { readonly all: readonly Rule[] };

export const ruleSchema: z.ZodType<Rule, Rule> = z.lazy(() =>
  z.union([
    z.strictObject({ anyone: z.literal(true) }),
    z.strictObject({ nobody: z.literal(true) }),
    z.strictObject({ team: z.literal(true), except: z.optional(z.array(caseRole)) }),
    z.strictObject({ named: z.literal(true) }),
    z.strictObject({ role: z.array(caseRole).check(z.minLength(1)) }),
    z.strictObject({ department: z.string().check(z.minLength(1)) }),
    z.strictObject({ right: z.string().check(z.minLength(1)) }),
    z.strictObject({ any: z.array(ruleSchema).check(z.minLength(1)) }),
    z.strictObject({ all: z.array(ruleSchema).check(z.minLength(1)) }),
  ]),
);

/** Who may read a room, write its content, and do each act in it. A secret or a right is always a room. */
export interface RoomRule {
  readonly read: Rule;
  readonly write: Rule;
  /** Per command; a command that is not named may be done by nobody. */
  readonly acts: Readonly<Record<string, Rule>>;
  /** The act whose doers may put files although nobody writes content; absent: whoever writes puts them. */
  readonly files?: string;
}

/** A person as the directory knows them; never as they say themselves. */
export interface Actor {
  readonly person: string;
  readonly name: string;
  readonly department: string;
  readonly rights: readonly string[];
}

/** Person and role of those who work a case, folded from its `case` room. */
export interface Team {
  roleOf(person: string): CaseRole | undefined;
  /** Whether the room that is asked about names this person; absent for rooms that name nobody. */
  isNamed?(person: string): boolean;
  /** The room that is asked about is sealed, and of those whom it names nobody can read it any more. */
  readonly isOrphaned?: boolean;
}

export type Ask = { readonly to: 'read' } | { readonly to: 'write' } | { readonly to: 'act'; readonly command: string };

export interface Decision {
  readonly allowed: boolean;
  /** Why not, in the terms of the rule. */
  readonly reason?: string;
}

const YES: Decision = { allowed: true };
const no = (reason: string): Decision => ({ allowed: false, reason });

function test(rule: Rule, actor: Actor, team: Team | undefined): Decision {
  if ('anyone' in rule) return YES;
  if ('nobody' in rule) return no('nobody writes here; it changes by acts');
  if ('right' in rule) return actor.rights.includes(rule.right) ? YES : no(`needs the right ${rule.right}`);
  if ('department' in rule) return actor.department === rule.department ? YES : no(`needs the department ${rule.department}`);
  if ('any' in rule) {
    const tried = rule.any.map((part) => test(part, actor, team));
    return tried.some((part) => part.allowed) ? YES : no(tried.map((part) => part.reason).join(' or '));
  }
  if ('all' in rule) return rule.all.map((part) => test(part, actor, team)).find((part) => !part.allowed) ?? YES;
  const role = team?.roleOf(actor.person);
  if (role === undefined) return no('needs to be of the team');
  if ('named' in rule) return team?.isNamed?.(actor.person) === true ? YES : no('needs to be named in the room');
  if ('role' in rule) return rule.role.includes(role) ? YES : no(`needs the part ${rule.role.join(' or ')}, has ${role}`);
  return rule.except?.includes(role) === true ? no(`not for the part ${role}`) : YES;
}

/** Whether an actor may do something in a room, and if not, why: for the client, which shows it. Writing and acting need reading. */
export function explain(rule: RoomRule, ask: Ask, actor: Actor, team: Team | undefined): Decision {
  if (opensSealed(rule, ask, actor, team)) return YES;
  const read = test(rule.read, actor, team);
  if (ask.to === 'read' || !read.allowed) return read;
  if (ask.to === 'write') return test(rule.write, actor, team);
  // Whoever is named and leads the case besides must not put the others out by it.
  if (ask.command === SUCCEED_SEALED && isSealed(rule)) return no('needs a room that nobody can read any more');
  const act = rule.acts[ask.command];
  return act === undefined ? no(`nobody may do ${ask.command} here`) : test(act, actor, team);
}

/** The same decision on the server: FORBIDDEN, without a reason, to whom the room is closed; else NOT_PERMITTED. */
export function refusalOf(rule: RoomRule, ask: Ask, actor: Actor, team: Team | undefined): Refusal | undefined {
  if (!test(rule.read, actor, team).allowed && !opensByActing(rule, ask, actor, team)) return FORBIDDEN;
  const decision = opensByActing(rule, ask, actor, team) ? YES : explain(rule, ask, actor, team);
  if (decision.allowed) return undefined;
  const what = ask.to === 'act' ? ask.command : ask.to;
  return {
    code: ask.to === 'write' ? 'NOT_WRITABLE' : 'NOT_PERMITTED',
    seen: `${what} by ${actor.person}`,
    expected: decision.reason ?? 'the right',
    todo: 'Ask the lead of the case.',
  };
}

/** The act that opens a sealed room: whoever its rule lets do it need not be named, because nobody is yet. */
export const OPEN_SEALED = 'named.open';

/** The act that names a successor in a sealed room whose named persons are all gone. Whoever does it reads nothing for it. */
export const SUCCEED_SEALED = 'named.succeed';

/** Whether somebody may be named the successor in a sealed room: only whoever might have opened such a room themselves. */
export const maySucceed = (rule: RoomRule, person: Actor, team: Team | undefined): boolean =>
  explain(rule, { to: 'act', command: OPEN_SEALED }, person, team).allowed;

function opensSealed(rule: RoomRule, ask: Ask, actor: Actor, team: Team | undefined): boolean {
  if (ask.to !== 'act' || !isSealed(rule) || (ask.command !== OPEN_SEALED && ask.command !== SUCCEED_SEALED)) return false;
  if (ask.command === SUCCEED_SEALED && team?.isOrphaned !== true) return false;
  const opener = rule.acts[ask.command];
  return team !== undefined && opener !== undefined && test(opener, actor, team).allowed;
}

/** Whether a room is for named persons alone, who state a purpose before anything of it is sent to them. */
export const isSealed = ({ read }: Pick<RoomRule, 'read'>): boolean => 'named' in read;

/** An act that makes the case has no team yet to belong to: its rule alone decides, where that rule is a centre right. */
function opensByActing(rule: RoomRule, ask: Ask, actor: Actor, team: Team | undefined): boolean {
  if (opensSealed(rule, ask, actor, team)) return true;
  if (ask.to !== 'act' || team !== undefined) return false;
  const act = rule.acts[ask.command];
  return act !== undefined && 'right' in act && test(act, actor, team).allowed;
}

/** Denied, unknown and past are answered with this one value, word for word. */
export const FORBIDDEN: Refusal = {
  code: 'FORBIDDEN',
  seen: 'a room that is closed to you or not there',
  expected: 'a room of your list',
  todo: 'Reload the list of cases.',
};

/** Throws what `refusalOf` finds. */
export function enforce(rule: RoomRule, ask: Ask, actor: Actor, team: Team | undefined): void {
  const refusal = refusalOf(rule, ask, actor, team);
  if (refusal !== undefined) throw OnedoorError.of(refusal);
}

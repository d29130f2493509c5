import { OnedoorError } from '../errors.js';
import { isFamily } from '../policy/family.js';
import { isSealed, OPEN_SEALED, type Rule, ruleSchema } from '../policy/policy.js';
import { misfitOf, parse } from '../schema/parse.js';
import * as z from '../z.js';

/** Version of the plugin API. A plugin names the major version that it was written for. */
export const PLUGIN_API = 1;

const name = z.string().check(z.regex(/^[a-z][a-z0-9-]{1,30}$/, 'lower-case letters, digits and hyphens'));
const label = z.strictObject({ zh: z.string().check(z.minLength(1)), en: z.string().check(z.minLength(1)) });

const grant = z.enum(['case', 'cases', 'parties', 'facts', 'allocation', 'people', 'rights', 'plugins', 'statistics']);

const contributes = z.strictObject({
  /**
   * A tab of the case page, shown to whoever may read its room. With `into` it has no button of its own: it stands below what
   * another tab shows, a built-in one (`evidence`) or a plugin's (`<plugin>-<tab>`), for whoever sees that one; where there is
   * no such tab, it is one itself.
   */
  caseTabs: z._default(
    z.array(
      z.strictObject({
        id: name,
        label,
        room: z.string(),
        view: z.string().check(z.minLength(1)),
        into: z.optional(z.string().check(z.minLength(1))),
      }),
    ),
    [],
  ),
  /**
   * A page of the centre in the desk's navigation, shown to whoever may read `room`, a room of the centre, and has `right`,
   * where these are given.
   */
  pages: z._default(
    z.array(
      z.strictObject({
        id: name,
        label,
        view: z.string().check(z.minLength(1)),
        room: z.optional(z.string()),
        right: z.optional(z.string()),
      }),
    ),
    [],
  ),
  /** A small mark on a card of the board. */
  cardBadges: z._default(z.array(z.strictObject({ id: name, label })), []),
  /** A column that people may add to the table of cases. `money` is in fen, `date` is `YYYY-MM-DD`. */
  ledgerColumns: z._default(z.array(z.strictObject({ id: name, label, kind: z.enum(['text', 'number', 'date', 'money']) })), []),
  /** A deadline of its cases: shown on card and page, filtered by. */
  deadlineRules: z._default(z.array(z.strictObject({ id: name, label })), []),
  /** A line of the timeline; `id` is the act's command, `label` stands where no function says more. */
  timelineEntries: z._default(z.array(z.strictObject({ id: z.string().check(z.minLength(1)), label })), []),
  /** Figures beside those of cases, for whoever may read `room`, a room of the centre, where it is given. */
  statistics: z._default(z.array(z.strictObject({ id: name, label, room: z.optional(z.string()) })), []),
});

/** `onedoor.plugin.json`: all that host and server know of a plugin without running it. */
export const manifestSchema = z.strictObject({
  $schema: z.optional(z.string()),
  /** A plugin to copy: built and tested, never loaded. */
  template: z.optional(z.literal(true)),
  name,
  version: z.string().check(z.regex(/^\d+\.\d+\.\d+$/)),
  api: z.int(),
  label,
  /**
   * Rooms of its own: `<name>` and `<name>.<suffix>`, one in each case, or with `scope` `centre` one of the centre. There a
   * name that ends in `.*` is a family: `*` stands for the last part of each member's name, in the rights of its rules too,
   * so that `visits.*` read by `{ "right": "visits.*" }` gives whoever has the right `visits.g7` the room `visits.g7`.
   */
  rooms: z._default(
    z.array(
      z.strictObject({
        name: z.string(),
        scope: z._default(z.enum(['case', 'centre']), 'case'),
        read: ruleSchema,
        write: ruleSchema,
        acts: z._default(z.record(z.string(), ruleSchema), {}),
      }),
    ),
    [],
  ),
  /** Built-in rooms into which it puts records of its own, named `<plugin>/<record>`. */
  extends: z._default(z.array(z.enum(['joint'])), []),
  /** Fields of the shared case that its views may read through `ctx.core`. */
  grants: z._default(z.array(grant), []),
  /** Contributions, declared so that menus show without running its code. */
  contributes: z._default(contributes, {
    caseTabs: [],
    pages: [],
    cardBadges: [],
    ledgerColumns: [],
    deadlineRules: [],
    timelineEntries: [],
    statistics: [],
  }),
});
export type PluginGrant = z.infer<typeof grant>;
export type PluginManifest = z.infer<typeof manifestSchema>;
/** A manifest as it is written: what has a default may be left out. */
export type PluginManifestSource = z.input<typeof manifestSchema>;

/**
 * Checks a manifest.
 *
 * @throws MANIFEST_INVALID with the field; PLUGIN_API_RANGE for another major version of the API
 */
export function readManifest(source: unknown, file = 'onedoor.plugin.json'): PluginManifest {
  const parsed = parse(manifestSchema, source);
  if (!parsed.success) {
    const { at, message } = misfitOf(parsed.error);
    throw new OnedoorError('MANIFEST_INVALID', {
      seen: `${file}: ${message}`,
      expected: 'a manifest that fits its schema',
      todo: 'Correct the field.',
      at,
    });
  }
  const manifest = parsed.data;
  if (manifest.api !== PLUGIN_API) {
    throw new OnedoorError('PLUGIN_API_RANGE', {
      seen: `${manifest.name} ${manifest.version} for plugin API ${manifest.api}`,
      expected: `plugin API ${PLUGIN_API}`,
      todo: 'Install a version of the plugin for this API.',
      at: 'api',
    });
  }
  for (const room of manifest.rooms) {
    const seal = sealFault(room);
    if (seal !== undefined)
      throw new OnedoorError('MANIFEST_INVALID', {
        seen: `room "${room.name}": ${seal}`,
        expected: `a sealed room with read { named: true }, writing { named: true } or nobody, and who may do "${OPEN_SEALED}"`,
        todo: 'Correct the rule.',
        at: 'rooms',
      });
    const scope = scopeFault(room);
    if (scope !== undefined)
      throw new OnedoorError('MANIFEST_INVALID', {
        seen: `room "${room.name}": ${scope}`,
        expected: 'rules by rights and departments in a room of the centre; a name that ends in ".*" there alone',
        todo: 'Correct the room.',
        at: 'rooms',
      });
    if (room.name === manifest.name || room.name.startsWith(`${manifest.name}.`)) continue;
    throw new OnedoorError('MANIFEST_INVALID', {
      seen: `room "${room.name}" of plugin "${manifest.name}"`,
      expected: `"${manifest.name}" or "${manifest.name}.…"`,
      todo: 'Rename the room.',
      at: 'rooms',
    });
  }
  for (const kind of ['pages', 'statistics'] as const)
    for (const { id, room } of manifest.contributes[kind]) {
      if (room === undefined || manifest.rooms.some((own) => own.name === room && own.scope === 'centre' && !isFamily(room))) continue;
      throw new OnedoorError('MANIFEST_INVALID', {
        seen: `"${id}" of the room "${room}"`,
        expected: 'a room of the manifest with scope "centre", no family',
        todo: 'Correct the room, or leave it out.',
        at: `contributes.${kind}`,
      });
    }
  return manifest;
}

/** What does not go together with where a room is: a room of the centre has no team, and a case has no families. */
function scopeFault({ name: room, scope, read, write, acts }: PluginManifest['rooms'][number]): string | undefined {
  const rules = [read, write, ...Object.values(acts)];
  const family = isFamily(room);
  if (scope === 'case' && family) return 'a family in a case';
  if (scope === 'centre' && rules.some(asksForTeam)) return 'a rule that asks for the team of a case';
  if (family ? !FAMILY.test(room) : room.includes('*')) return 'a * elsewhere than at the end';
  return !family && rules.some((rule) => JSON.stringify(rule).includes('*')) ? 'a * in a rule without one in its name' : undefined;
}

const FAMILY = /^[a-z][a-z0-9.-]*\.\*$/;

const asksForTeam = (rule: Rule): boolean =>
  'team' in rule ||
  'role' in rule ||
  'named' in rule ||
  ('any' in rule && rule.any.some(asksForTeam)) ||
  ('all' in rule && rule.all.some(asksForTeam));

const mentionsNamed = (rule: Rule): boolean =>
  'named' in rule || ('any' in rule && rule.any.some(mentionsNamed)) || ('all' in rule && rule.all.some(mentionsNamed));

/** What is wrong with the seal of a room: half a seal would let somebody in who states no purpose. */
function sealFault({ read, write, acts }: PluginManifest['rooms'][number]): string | undefined {
  if (!isSealed({ read }))
    return mentionsNamed(read) || mentionsNamed(write) || Object.values(acts).some(mentionsNamed)
      ? 'named persons in a room that is not sealed'
      : undefined;
  if (!('named' in write) && !('nobody' in write)) return 'writing by others than the named';
  if (acts[OPEN_SEALED] === undefined) return 'nobody who may open it';
  const own = Object.keys(acts).find((command) => command.startsWith('named.') && command !== OPEN_SEALED);
  return own === undefined ? undefined : `a right to "${own}", which is the named persons' own`;
}

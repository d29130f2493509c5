import { defineSlice } from '../acts/slice.js';
import type { Actor } from '../policy/policy.js';
import * as z from '../z.js';

/** A person of the centre: staff of a department, with a post and the centre's rights. */
export interface DirectoryPerson extends Actor {
  readonly post: string;
  /** The post in English, for pages in that language. */
  readonly postEn?: string | undefined;
  readonly active: boolean;
}

/** A department of the centre (部门). */
export interface Department {
  readonly id: string;
  readonly name: string;
  /** The name in English, for pages in that language. */
  readonly nameEn?: string | undefined;
}

/** State of the centre's `directory` room: people, departments, roles. */
export interface DirectoryState {
  readonly people: Readonly<Record<string, DirectoryPerson>>;
  readonly departments: Readonly<Record<string, Department>>;
  /** Plugins that are switched off for the whole centre, by name: who did it, when and why. Absent where none ever was. */
  readonly off?: Readonly<Record<string, SwitchedOff>>;
}

/** Hidden from everybody's pages; its rooms, rights and data stay as they are. */
export interface SwitchedOff {
  readonly by: string;
  /** Epoch milliseconds by the server's clock. */
  readonly at: number;
  readonly reason: string;
}

/** Who may make cases; who may put people on any team; who may change the directory, and every setting. */
export const CENTRE_RIGHTS = ['case.create', 'case.assign', 'directory.manage', 'centre.settings'] as const;

const reason = z.string().check(z.minLength(1), z.maxLength(500));
const id = z.string().check(z.minLength(1), z.maxLength(64));

export const directorySlice = defineSlice<DirectoryState>('directory', { people: {}, departments: {} })
  .act('department', {
    args: z.object({ id, name: z.string().check(z.minLength(1), z.maxLength(60)), nameEn: z.optional(z.string().check(z.maxLength(60))) }),
    keys: ({ id: department }) => [`department:${department}`],
    apply: (state, department) => ({ ...state, departments: { ...state.departments, [department.id]: department } }),
  })
  .act('enrol', {
    args: z.object({
      person: id,
      name: z.string().check(z.minLength(1), z.maxLength(60)),
      department: id,
      post: z.string().check(z.maxLength(60)),
      postEn: z.optional(z.string().check(z.maxLength(60))),
      rights: z.array(z.string().check(z.maxLength(60))).check(z.maxLength(50)),
    }),
    keys: ({ person }) => [`person:${person}`],
    check: (state, { department }) =>
      state.departments[department] === undefined
        ? {
            seen: `department "${department}"`,
            expected: 'a department of the directory',
            todo: 'Add the department first.',
            at: 'department',
          }
        : undefined,
    apply: (state, person) => ({ ...state, people: { ...state.people, [person.person]: { ...person, active: true } } }),
  })
  .act('suspend', {
    args: z.object({ person: id, reason }),
    keys: ({ person }) => [`person:${person}`],
    check: (state, { person }) =>
      state.people[person]?.active === true
        ? undefined
        : { seen: person, expected: 'an active person', todo: 'Nothing needs doing.', at: 'person' },
    apply(state, { person }) {
      const known = state.people[person];
      return known === undefined ? state : { ...state, people: { ...state.people, [person]: { ...known, active: false } } };
    },
  })
  .act('plugin', {
    args: z.object({ plugin: id, on: z.boolean(), reason }),
    keys: ({ plugin }) => [`plugin:${plugin}`],
    apply(state, { plugin, on, reason: why }, { person: by, at }) {
      const { [plugin]: _, ...off } = state.off ?? {};
      return { ...state, off: on ? off : { ...off, [plugin]: { by, at, reason: why } } };
    },
  });

import type { ActRequest } from '../acts/slice.js';
import type { ContentRequest } from '../commands/content-command.js';
import type { RecordDefinition } from '../schema/record.js';

/** Who does a step of a sample, and when. */
interface SampleStepBase {
  /** Wall clock in Asia/Shanghai, `YYYY-MM-DDTHH:mm`. */
  readonly at: string;
  /** Id of the person who does it; a member of the case by then. */
  readonly by: string;
  /** Room of the case: one of the plugin's own, or one that it extends; of the centre also `directory`, for staff with their rights. */
  readonly room: string;
}

/** One thing that somebody did: an act, a content command, or words typed at the end of a text. */
export type SampleStep = SampleStepBase &
  (
    | { readonly act: ActRequest }
    | { readonly run: ContentRequest }
    | { readonly type: { readonly record: RecordDefinition; readonly id: string; readonly field: string; readonly text: string } }
  );

/** What a sample may use of the case that it is for. */
export interface SampleCase {
  /** The case's name among the samples, such as `mujianggou`: stable, unlike its id. `-` stands for the rooms of the centre, `years` for the same where two whole years are planted. */
  readonly key: string;
  /** A new id of a record made at that wall clock; the same each time the sample is planted. */
  id(at: string): string;
}

/**
 * What a plugin adds to sample cases, for demonstrations and tests: the default export of its `./sample` entry. Whoever
 * plants sample cases asks it for each; a case that it does not know gets nothing. Each step goes the way of real work,
 * through the centre's rights and checks.
 *
 * @returns steps in order of time
 * @example
 * const sample: PluginSample = ({ key, id }) =>
 *   key === 'mujianggou' ? [{ at: '2024-03-21T09:00', by: 'p-sun', room: 'joint', run: openSession.request({ id: id('2024-03-21T09:00') }) }] : [];
 * export default sample;
 */
export type PluginSample = (sample: SampleCase) => readonly SampleStep[];

/**
 * Steps of one person in one room, for samples with many of them.
 *
 * @example
 * const sun = sampleAuthor('p-sun', 'joint');
 * const steps = [sun.run('2024-03-21T09:00', openSession.request({ id: id('2024-03-21T09:00') }))];
 */
export const sampleAuthor = (by: string, room: string) => ({
  act: (at: string, act: ActRequest): SampleStep => ({ at, by, room, act }),
  run: (at: string, run: ContentRequest): SampleStep => ({ at, by, room, run }),
  type: (at: string, record: RecordDefinition, id: string, field: string, text: string): SampleStep => ({
    at,
    by,
    room,
    type: { record, id, field, text },
  }),
});

/**
 * Numbers from a seed, at least 0 and below 1, the same on every machine (mulberry32): for samples that are generated.
 *
 * @example
 * const next = sampleNumbers(2024);
 * const village = villages[Math.floor(next() * villages.length)];
 */
export function sampleNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

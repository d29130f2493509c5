import { CATEGORIES, defineCommand, defineRecord, fileRef, legalDate, register, text } from '@onedoor/core';
import * as z from '@onedoor/core/z';

const id = z.string().check(z.minLength(1), z.maxLength(64));
const line = (max: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(max));
const words = z.string().check(z.maxLength(10_000));

/** What a visit is: to a household (入户走访), a round through the grid (巡查), or leaflets handed out (宣传). */
export const VISIT_KINDS = ['household', 'round', 'leaflets'] as const;
export type VisitKind = (typeof VISIT_KINDS)[number];
/** How it went on with a matter: still open, settled on the spot (当场化解), reported up (上报). */
export const RESULTS = ['open', 'settled', 'reported'] as const;
export type MatterResult = (typeof RESULTS)[number];

/**
 * A household visit or a round (走访). Where it was is said in words, as people call the place; no device is asked.
 */
export const Visit = defineRecord('grid/visit', {
  day: register(legalDate()),
  kind: register(z.enum(VISIT_KINDS)),
  /** Person who went, by id. */
  by: register(id),
  /** Natural village, by its name. */
  village: register(z.string().check(z.maxLength(40))),
  /** Name of the household or number of the house, as it is called there; none on a round. */
  household: z.optional(register(line(60))),
  /** Leaflets that were handed out. */
  leaflets: z.optional(register(z.int().check(z.minimum(1), z.maximum(10_000)))),
  /** Whether it is still being written: true while nobody has said that it is done. A draft is counted nowhere. */
  draft: z.optional(register(z.boolean())),
  /** What was found and said. */
  words: text(),
});

/** A matter that was found on a visit (发现事项). */
export const Matter = defineRecord('grid/matter', {
  /** Id of the visit. */
  visit: register(id),
  foundOn: register(legalDate()),
  /** The matter in one line. */
  title: register(line(200)),
  category: register(z.enum(CATEGORIES)),
  /** In words. */
  place: z.optional(register(line(200))),
  /** Who it is between, by name. */
  people: z.optional(register(line(200))),
  /** What was done; where it was settled, how. */
  done: z.optional(register(line(2000))),
  result: register(z.enum(RESULTS)),
  /** Day on which it was settled or reported. */
  endedOn: z.optional(register(legalDate())),
  /** Id of the case that was made of it. */
  case: z.optional(register(id)),
});

/** A photograph of a visit. */
export const Photo = defineRecord('grid/photo', {
  /** Id of the visit. */
  visit: register(id),
  file: register(fileRef),
});

export const addVisit = defineCommand({
  name: 'grid.addVisit',
  args: z.object({
    id,
    day: Visit.shape.day,
    kind: Visit.shape.kind,
    by: Visit.shape.by,
    village: Visit.shape.village,
    household: Visit.shape.household,
    leaflets: Visit.shape.leaflets,
    draft: Visit.shape.draft,
    words,
  }),
  run(tx, { id: visit, words: said, ...fields }) {
    const isNew = tx.get(Visit, visit) === undefined;
    tx.create(Visit, visit, fields);
    // Once: a second run, as after a rejoin, must not write it twice.
    if (isNew && said !== '') tx.edit(Visit, visit, 'words', [{ insert: said }]);
  },
});
export const correctVisit = defineCommand({
  name: 'grid.correctVisit',
  args: z.object({
    id,
    patch: z.partial(
      z.object({
        day: Visit.shape.day,
        kind: Visit.shape.kind,
        village: Visit.shape.village,
        household: Visit.shape.household,
        leaflets: Visit.shape.leaflets,
        draft: Visit.shape.draft,
      }),
    ),
  }),
  run: (tx, { id: visit, patch }) => tx.update(Visit, visit, patch),
});
export const removeVisit = defineCommand({
  name: 'grid.removeVisit',
  args: z.object({ id }),
  run: (tx, { id: visit }) => tx.remove(Visit, visit),
});
export const restoreVisit = defineCommand({
  name: 'grid.restoreVisit',
  args: z.object({ id }),
  run: (tx, { id: visit }) => tx.restore(Visit, visit),
});

export const addMatter = defineCommand({
  name: 'grid.addMatter',
  args: z.object({
    id,
    visit: Matter.shape.visit,
    foundOn: Matter.shape.foundOn,
    title: Matter.shape.title,
    category: Matter.shape.category,
    place: Matter.shape.place,
    people: Matter.shape.people,
    done: Matter.shape.done,
    result: Matter.shape.result,
    endedOn: Matter.shape.endedOn,
  }),
  run: (tx, { id: matter, ...fields }) => tx.create(Matter, matter, fields),
});
/** Settles a matter that was open, or says which case it has become. */
export const endMatter = defineCommand({
  name: 'grid.endMatter',
  args: z.object({
    id,
    result: Matter.shape.result,
    endedOn: Matter.shape.endedOn,
    done: Matter.shape.done,
    case: Matter.shape.case,
  }),
  run: (tx, { id: matter, ...patch }) => tx.update(Matter, matter, patch),
});

export const attachPhoto = defineCommand({
  name: 'grid.attachPhoto',
  args: z.object({ id, visit: Photo.shape.visit, file: fileRef }),
  run: (tx, { id: photo, visit, file }) => tx.create(Photo, photo, { visit, file }),
});
export const detachPhoto = defineCommand({
  name: 'grid.detachPhoto',
  args: z.object({ id }),
  run: (tx, { id: photo }) => tx.remove(Photo, photo),
});

export const visitRecords = [Visit, Matter, Photo] as const;
export const visitCommands = [addVisit, correctVisit, removeVisit, restoreVisit, addMatter, endMatter, attachPhoto, detachPhoto] as const;

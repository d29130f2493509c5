import { OnedoorError } from '@onedoor/core';
import { VERSION } from '../version.js';

/** Classes by tag. */
export type Tags = Readonly<Record<string, CustomElementConstructor>>;

/**
 * Registers tags, or says who has them already.
 *
 * @throws DUPLICATE_ONEDOOR naming the tags that a class of another copy holds; none of the others is registered then
 */
export function registerTags(tags: Tags, registry: Pick<CustomElementRegistry, 'get' | 'define'> = customElements): void {
  const taken = Object.keys(tags).filter((tag) => ![undefined, tags[tag]].includes(registry.get(tag)));
  if (taken.length > 0) {
    throw new OnedoorError('DUPLICATE_ONEDOOR', {
      seen: `${taken.map((tag) => `<${tag}>`).join(', ')} registered by another script`,
      expected: `the classes of Onedoor ${VERSION}`,
      todo: 'Load Onedoor once in a page: as one script, or through one bundle of the portal.',
    });
  }
  for (const [tag, element] of Object.entries(tags)) if (registry.get(tag) === undefined) registry.define(tag, element);
}

/** Loads tags. Each module registers nothing by itself but gives its classes, except the one that has all. */
type Load = () => Promise<Tags>;

/** What a board opens: forms and conflicts. */
const BESIDE: Load = async () => (await import('./beside-tags.js')).BESIDE_TAGS;
/** What a board of cases needs first; what it opens follows by itself, everything else comes with the case page. */
const LISTS: Load = async () => {
  const { LIST_TAGS } = await import('./list-tags.js');
  setTimeout(() => void begin(BESIDE).catch(() => {}), BESIDE_MS);
  return LIST_TAGS;
};
const ALL: Load = async () => (await import('@onedoor/elements/define')).ELEMENTS;

const LOCKS: Load = async () => (await import('./lock-tags.js')).LOCK_TAGS;

/** Pages of plugins, the way to them, and the search. */
const PAGES: Load = async () => (await import('./page-tags.js')).PAGE_TAGS;
const PAGE_NAMES: readonly string[] = ['onedoor-pages', 'onedoor-plugin-page', 'onedoor-search'];

const LIST_NAMES: readonly string[] = ['onedoor-board'];
const BESIDE_NAMES: readonly string[] = ['onedoor-case-form', 'onedoor-conflicts'];
/** The first cards are drawn in this time. */
const BESIDE_MS = 500;
const LOCK_NAMES: readonly string[] = ['onedoor-safety', 'onedoor-sign-out', 'onedoor-unlock'];

/** The loads that have begun; one each. */
const begun = new Map<Load, Promise<void>>();

/** Fetches and registers what a tag needs. Rejects as `registerTags` throws, and without network. */
export function loadTag(tag: string): Promise<void> {
  if (LIST_NAMES.includes(tag)) return begin(LISTS);
  if (BESIDE_NAMES.includes(tag)) return begin(BESIDE);
  if (PAGE_NAMES.includes(tag)) return begin(PAGES);
  return begin(LOCK_NAMES.includes(tag) ? LOCKS : ALL);
}

/** Fetches and registers all tags at once: for a page that puts elements where a desk does not see them. */
export const loadAllTags = (): Promise<void> => begin(ALL);

function begin(load: Load): Promise<void> {
  const known = begun.get(load);
  if (known !== undefined) return known;
  const loading = load().then((tags) => registerTags(tags));
  begun.set(load, loading);
  // What failed for want of network may be tried again.
  loading.catch(() => begun.delete(load));
  return loading;
}

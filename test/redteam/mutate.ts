import type { Random } from '@onedoor/core/testing';

/** Numbers that lie at the edge of something, as varints. */
const EDGES = [
  [0],
  [0x7f],
  [0x80, 0x01],
  [0xff, 0xff, 0x03],
  [0xff, 0xff, 0xff, 0xff, 0x0f],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
];

const concat = (...parts: readonly ArrayLike<number>[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => Array.from(part)));

/** Changes bytes in a few of the ways in which they go wrong, or are made to. */
export function mutate(random: Random, bytes: Uint8Array, other: Uint8Array): Uint8Array {
  let changed: Uint8Array = Uint8Array.from(bytes);
  for (let count = random.chance(0.6) ? 1 : 1 + random.below(3); count > 0; count--) {
    const at = random.below(changed.length + 1);
    switch (random.below(8)) {
      case 0:
      case 1:
      case 2:
        if (at < changed.length) changed[at] = (changed[at] ?? 0) ^ (1 << random.below(8));
        break;
      case 3:
        if (at < changed.length) changed[at] = random.below(256);
        break;
      case 4:
        changed = concat(changed.slice(0, at), random.pick(EDGES), changed.slice(at + random.below(3)));
        break;
      case 5:
        if (random.chance(0.3)) changed = changed.slice(0, at);
        break;
      case 6: {
        const from = random.below(changed.length + 1);
        changed = concat(changed.slice(0, at), changed.slice(from, from + random.below(20)), changed.slice(at));
        break;
      }
      default:
        changed = concat(changed.slice(0, at), other.slice(random.below(other.length + 1)));
    }
  }
  return changed;
}

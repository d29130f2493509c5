import { World } from './world.js';

/** The value of a result, or its refusal as an error. */
export function must<T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
}

/** A test's body in a world of its own, which is taken down after it. */
export async function withWorld(run: (world: World) => Promise<void>): Promise<void> {
  const world = new World();
  try {
    await run(world);
  } finally {
    await world.close();
  }
}

/** Fails with both values unless they are equal as JSON. */
export function equal(actual: unknown, expected: unknown, what = 'value'): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: ${a} instead of ${b}`);
}

/** Waits until a condition holds, for at most fifteen seconds: a machine may do much else. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  for (const end = performance.now() + 15_000; performance.now() < end; ) {
    if (condition()) return;
    await new Promise((resume) => setTimeout(resume, 20));
  }
  throw new Error(`waited in vain for ${what}`);
}

/** Keeps the last result for as long as each argument is the same value. */
export function memo<A extends readonly unknown[], R>(make: (...args: A) => R): (...args: A) => R {
  let known: { readonly args: A; readonly result: R } | undefined;
  return (...args) => {
    if (known === undefined || args.some((arg, at) => arg !== known?.args[at])) known = { args, result: make(...args) };
    return known.result;
  };
}

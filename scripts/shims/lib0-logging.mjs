// In the place of lib0/logging in bundles for browsers: Yjs warns a developer through it, in colours drawn by DOM and
// schema modules that are larger than some of our elements. The words stay, the colours go.
const isWord = (value) => typeof value !== 'symbol';

export const [BOLD, UNBOLD, ORANGE, RED] = ['bold', 'unbold', 'orange', 'red'].map((name) => Symbol(name));
export const print = (...args) => console.log(...args.filter(isWord));
export const warn = (...args) => console.warn(...args.filter(isWord));

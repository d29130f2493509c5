// The one list of test suites. A suite without a file fails, unless it is named in MAY_BE_EMPTY; a test file that no suite
// claims fails in test/architecture.

/** Node suites, in order. `each` gives every file a process of its own, for tests that start servers or kill them. */
export const NODE_SUITES = [
  { name: 'core', dir: 'packages/core/src', limitSeconds: 120 },
  { name: 'client', dir: 'packages/client/src', limitSeconds: 120 },
  { name: 'elements', dir: 'packages/elements/src', limitSeconds: 120 },
  { name: 'server', dir: 'packages/server/src', limitSeconds: 180 },
  { name: 'mediation', dir: 'plugins/mediation/src', limitSeconds: 60 },
  { name: 'centre', dir: 'examples/centre/src', limitSeconds: 120 },
  { name: 'headless-node', dir: 'examples/headless-node/src', limitSeconds: 60 },
  { name: 'architecture', dir: 'test/architecture', limitSeconds: 120 },
  { name: 'interop', dir: 'test/interop', limitSeconds: 120, each: true },
  { name: 'simulation', dir: 'test/simulation', limitSeconds: 480, each: true },
  { name: 'kill', dir: 'test/kill', limitSeconds: 180, each: true },
];

/** Files that run in a browser, beside their source. */
export const WEB_SUITE = {
  name: 'web',
  globs: ['packages/*/src/**/*.web.test.ts', 'plugins/*/src/**/*.web.test.ts', 'examples/*/src/**/*.web.test.ts'],
  limitSeconds: 300,
};

/** Whole pages against a real server; a file at a time. The limit is for one file. */
export const E2E_SUITE = { name: 'e2e', dir: 'test/e2e', limitSeconds: 240, each: true };

/** Suites whose first test is not written yet. Remove a name with its first test. */
export const MAY_BE_EMPTY = [];

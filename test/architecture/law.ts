import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { type Import, importsOf, scan, type Token } from './scan.js';

/** Where the tree breaks a rule. Whole-file findings stand at line 1. */
export interface Violation {
  rule: Rule;
  file: string;
  line: number;
  message: string;
}

/** Every rule, with the reason that a reader of its violation needs. */
export const RULES = {
  'core-imports': 'core runs anywhere: no DOM, no IO, no other package',
  siblings: 'client, elements and server know core alone and never one another',
  'embed-imports': 'embed is where client and elements meet in a page: core, client, elements, lit and the plugins found',
  environment: 'client and elements run in a browser, server in Node',
  'plugin-imports': 'a plugin is built with the public API alone: core, lit and the names that elements exports',
  'public-names': 'a package is entered through its exports alone',
  'leaves-package': 'a relative import stays inside its own package',
  undeclared: 'a package lists what it imports',
  'zod-namespace': "a named z bundles every locale of zod: write import * as z from 'zod'",
  'zod-mini': "a page holds zod/mini alone: write import * as z from '@onedoor/core/z', in core from its z.ts",
  'department-names': 'departments are plugins; no package knows one',
  'export-all': 'an index names what it exports',
  'style-attribute': "portals' policies refuse style attributes: put styled({ … }) of elements into the tag",
  'test-runs': 'uvu counts nothing for a file that never calls run()',
  'one-yjs': 'two copies of yjs in one page break documents',
  'long-file': 'a file above 600 lines states its reason in its first lines: // Long because: …',
} as const;
export type Rule = keyof typeof RULES;

const CORE_MAY_IMPORT = ['yjs', 'lib0', 'y-protocols', 'zod', 'fractional-indexing'];
/** The only file before the server that knows zod. */
const SCHEMA_BUILDER = 'packages/core/src/z.ts';
const BROWSER_ONLY = ['lit', '@lit/context', '@codemirror/state', '@codemirror/view', '@codemirror/commands', 'dexie'];
const PLUGIN_MAY_IMPORT = ['@onedoor/core', '@onedoor/core/z', '@onedoor/elements', '@onedoor/elements/docx', '@onedoor/elements/tables'];
const EMBED_MAY_IMPORT = ['@onedoor/core', '@onedoor/client', '@onedoor/elements', 'lit', 'onedoor:plugins'];
/** What tests may use beside what their sources may. */
const TEST_TOOLS = [
  'uvu',
  'fast-check',
  'fake-indexeddb',
  'axe-core',
  '@web/test-runner-commands',
  '@onedoor/core/testing',
  '@onedoor/elements/define',
  '@onedoor/elements/testing',
  'onedoor-test',
  'playwright-core',
];
const DEPARTMENTS = ['police', 'petition', 'judicial', 'mediation'];
const MAX_LINES = 600;

const IGNORED_FOLDERS = new Set(['node_modules', 'dist', 'fixtures', 'coverage', '.git']);

interface Manifest {
  name: string;
  exports?: Record<string, unknown>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

interface SourceFile {
  /** From the root, with forward slashes. */
  path: string;
  text: string;
  tokens: Token[];
  imports: Import[];
  isTest: boolean;
  /** Folder of the workspace's member that holds it, such as `packages/core`; empty for scripts. */
  member: string;
}

interface Tree {
  root: string;
  files: SourceFile[];
  manifests: Map<string, Manifest>;
}

type Report = (line: number, message: string) => void;

/** Checks the tree below a root against every rule. */
export function checkLaw(root: string): Violation[] {
  const tree = readTree(root);
  const found: Violation[] = [];
  for (const file of tree.files) {
    for (const [rule, check] of Object.entries(FILE_CHECKS)) {
      check(file, (line, message) => found.push({ rule: rule as Rule, file: file.path, line, message }), tree);
    }
  }
  const lockfile = join(root, 'pnpm-lock.yaml');
  if (existsSync(lockfile)) {
    checkLockfile(readFileSync(lockfile, 'utf8'), (line, message) =>
      found.push({ rule: 'one-yjs', file: 'pnpm-lock.yaml', line, message }),
    );
  }
  return found;
}

function readTree(root: string): Tree {
  const files: SourceFile[] = [];
  const manifests = new Map<string, Manifest>();
  const walk = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const absolute = join(folder, entry.name);
      const path = relative(root, absolute).split(sep).join('/');
      if (entry.isDirectory()) {
        if (!IGNORED_FOLDERS.has(entry.name)) walk(absolute);
      } else if (entry.name === 'package.json') {
        manifests.set(dirname(path), JSON.parse(readFileSync(absolute, 'utf8')) as Manifest);
      } else if (/\.(ts|mjs)$/.test(entry.name)) {
        const text = readFileSync(absolute, 'utf8');
        const tokens = scan(text);
        const member = /^(?:(?:packages|plugins|examples)\/[^/]+|test)(?=\/)/.exec(path)?.[0] ?? '';
        files.push({
          path,
          text,
          tokens,
          imports: importsOf(tokens),
          isTest: /\.test\.ts$/.test(path) || member === 'test' || /^(plugins|examples)\/[^/]+\/e2e\//.test(path),
          member,
        });
      }
    }
  };
  walk(root);
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { root, files, manifests };
}

/** Folder of the manifest that a file stands under. */
function nearest(manifests: Tree['manifests'], path: string): string {
  let folder = dirname(path);
  while (folder !== '.' && !manifests.has(folder)) folder = dirname(folder);
  return folder;
}

const isRelative = (specifier: string) => specifier.startsWith('.');
/** `@lit/context` of `@lit/context/x.js`, `lib0` of `lib0/encoding`. */
const packageOf = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
const isPlugin = (file: SourceFile) => file.member.startsWith('plugins/');
const isTesting = (file: SourceFile) => file.path.includes('/src/testing/');
const isTestTool = (file: SourceFile, { specifier }: Import) =>
  file.isTest && (specifier.startsWith('node:') || TEST_TOOLS.includes(specifier) || TEST_TOOLS.includes(packageOf(specifier)));

/** A check of one import; it returns what is wrong, if anything. */
const eachImport =
  (judge: (found: Import, file: SourceFile, tree: Tree) => string | false | undefined) =>
  (file: SourceFile, report: Report, tree: Tree) => {
    for (const found of file.imports) {
      const message = judge(found, file, tree);
      if (message) report(found.line, message);
    }
  };

const FILE_CHECKS: Record<Exclude<Rule, 'one-yjs'>, (file: SourceFile, report: Report, tree: Tree) => void> = {
  'core-imports': eachImport((found, file) => {
    if (file.member !== 'packages/core' || isRelative(found.specifier) || isTestTool(file, found)) return;
    if (file.isTest && packageOf(found.specifier) === '@onedoor/core') return;
    return !CORE_MAY_IMPORT.includes(packageOf(found.specifier)) && `core imports "${found.specifier}"`;
  }),

  siblings: eachImport(({ specifier }, file) => {
    const own = /^packages\/(client|elements|server)$/.exec(file.member)?.[1];
    if (!own || !specifier.startsWith('@onedoor/')) return;
    return !['@onedoor/core', `@onedoor/${own}`].includes(packageOf(specifier)) && `${own} imports "${specifier}"`;
  }),

  'embed-imports': eachImport(({ specifier }, file) => {
    if (file.member !== 'packages/embed' || file.isTest || isRelative(specifier)) return;
    return !EMBED_MAY_IMPORT.includes(packageOf(specifier)) && `embed imports "${specifier}"`;
  }),

  environment: eachImport(({ specifier }, file) => {
    if (file.isTest) return;
    if (['packages/client', 'packages/elements'].includes(file.member)) {
      return specifier.startsWith('node:') && `${file.member} imports "${specifier}", which no browser has`;
    }
    return file.member === 'packages/server' && BROWSER_ONLY.includes(packageOf(specifier)) && `server imports "${specifier}"`;
  }),

  'plugin-imports': eachImport((found, file) => {
    const { specifier } = found;
    if (!isPlugin(file) || isRelative(specifier) || isTestTool(file, found)) return;
    return !PLUGIN_MAY_IMPORT.includes(specifier) && packageOf(specifier) !== 'lit' && `${file.member} imports "${specifier}"`;
  }),

  'public-names': eachImport(({ specifier }, file, { manifests }) => {
    const name = packageOf(specifier);
    const target = [...manifests.values()].find((manifest) => manifest.name === name);
    // Plugins have a stricter rule of their own.
    if (!target?.exports || isPlugin(file)) return;
    const path = `.${specifier.slice(name.length)}`;
    return !Object.hasOwn(target.exports, path) && `"${specifier}" is not among the exports of ${name}`;
  }),

  'leaves-package': eachImport(({ specifier }, file, { root }) => {
    if (file.member === '' || file.member === 'test' || !isRelative(specifier)) return;
    const inside = join(root, file.member) + sep;
    return !resolve(root, dirname(file.path), specifier).startsWith(inside) && `"${specifier}" leads out of ${file.member}`;
  }),

  undeclared: eachImport(({ specifier }, file, { manifests }) => {
    if (file.member === '' || isRelative(specifier) || /^(node:|onedoor:|\/)/.test(specifier)) return;
    const folder = nearest(manifests, file.path);
    const own = manifests.get(folder);
    const name = packageOf(specifier);
    if (!own || own.name === name) return;
    // Tests may use the tools of the whole workspace, such as uvu.
    const known = {
      ...own.dependencies,
      // What lies under testing/ of a package that does not export it is for its own tests.
      ...(file.isTest || (isTesting(file) && own.exports?.['./testing'] === undefined)
        ? { ...own.devDependencies, ...manifests.get('.')?.devDependencies }
        : {}),
    };
    return !Object.hasOwn(known, name) && `${folder}/package.json does not list "${name}"`;
  }),

  'zod-namespace': eachImport(({ specifier, names }) => {
    return (
      packageOf(specifier) === 'zod' && names.some((name) => name === 'z' || name === 'default') && `z imported by name from "${specifier}"`
    );
  }),

  'zod-mini': eachImport(({ specifier }, file) => {
    if (packageOf(specifier) !== 'zod') return;
    if (file.path === SCHEMA_BUILDER) return specifier !== 'zod/mini' && `the schema builder imports "${specifier}"`;
    // Plugins have a stricter rule of their own.
    const inPage = /^(packages\/(core|client|elements)|examples\/[^/]+\/src\/page)\//.test(file.path);
    return inPage && `${file.member} imports "${specifier}"`;
  }),

  'department-names'(file, report) {
    if (!file.member.startsWith('packages/') || file.isTest) return;
    const name = (text: string) =>
      text.split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/).find((word) => DEPARTMENTS.includes(word.toLowerCase().replace(/s$/, '')));
    const inPath = name(file.path);
    if (inPath) report(1, `the path names "${inPath}"`);
    for (const { kind, text, line } of file.tokens) {
      const found = kind !== 'mark' && name(text);
      if (found) report(line, `names "${found}"`);
    }
  },

  'export-all'(file, report) {
    if (!/(^|\/)index\.ts$/.test(file.path)) return;
    for (const { exportsAll, specifier, line } of file.imports) if (exportsAll) report(line, `export * from "${specifier}"`);
  },

  'style-attribute'(file, report) {
    if (!/^(packages|plugins)\//.test(file.path) || file.isTest) return;
    for (const { kind, text, line } of file.tokens) {
      const at = kind === 'string' ? text.search(/<[^>]*\sstyle=|^[^<>]*\sstyle=$/) : -1;
      if (at >= 0) report(line + text.slice(0, at).split('\n').length - 1, 'a style attribute in a template');
    }
    for (const { specifier, line } of file.imports)
      if (/^lit\/directives\/style-map/.test(specifier)) report(line, `imports "${specifier}"`);
  },

  'test-runs'(file, report) {
    if (!/\.test\.ts$/.test(file.path) || /\.web\.test\.ts$/.test(file.path)) return;
    const { tokens } = file;
    const runs = tokens.some(({ text }, i) => text === 'run' && tokens[i - 1]?.text === '.' && tokens[i + 1]?.text === '(');
    if (!runs) report(1, 'no suite is run');
  },

  'long-file'(file, report) {
    const lines = file.text.trimEnd().split('\n');
    if (lines.length <= MAX_LINES || lines.slice(0, 5).some((line) => /^\/\/ Long because: \S/.test(line))) return;
    report(1, `${lines.length} lines`);
  },
};

function checkLockfile(text: string, report: Report) {
  const lines = text.split('\n');
  const entries = lines.flatMap((line, index) => {
    const version = /^ {2}'?yjs@([^:'(]+)/.exec(line)?.[1];
    return version ? [{ version, line: index + 1 }] : [];
  });
  const first = entries[0];
  if (!first) report(1, 'yjs is not in the lockfile');
  for (const { version, line } of entries) {
    if (version !== first?.version) report(line, `yjs ${version} beside ${first?.version}`);
  }
}

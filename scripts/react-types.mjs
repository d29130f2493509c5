// Types of all tags for React 19, made of the Custom Elements Manifests: packages/embed/dist/react.d.ts, entered as
// `import type {} from '@onedoor/embed/react'`. React needs nothing else: it sets properties, attributes and listeners.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EMBED_MANIFEST, MANIFEST } from './elements-manifest.mjs';
import { StepError } from './process.mjs';

const OUT = 'packages/embed/dist/react.d.ts';
/** Where a type that an event names may come from, in this order; each index names what it exports. */
const PLACES = [
  ['@onedoor/core', 'packages/core/src/index.ts'],
  ['@onedoor/elements', 'packages/elements/src/index.ts'],
  ['@onedoor/embed', 'packages/embed/src/index.ts'],
];
const GLOBALS = new Set([
  'CustomEvent',
  'Event',
  'Readonly',
  'ReadonlyArray',
  'Record',
  'Partial',
  'Promise',
  'Map',
  'Set',
  'ReadonlyMap',
  'ReadonlySet',
]);

const declarationsOf = (file) => JSON.parse(readFileSync(file, 'utf8')).modules.flatMap((module) => module.declarations);

/** Collects type names, and says from where each is imported. */
class Imports {
  #found = new Map();
  #indexes = PLACES.map(([name, file]) => [name, readFileSync(file, 'utf8')]);

  /** A type's text, with what it names imported. */
  type(text, where) {
    // Names of properties and string literals are no types.
    for (const name of text.replace(/'[^']*'|\w+\??:/g, '').match(/\b[A-Z]\w*/g) ?? []) if (!GLOBALS.has(name)) this.#find(name, where);
    return text;
  }

  class(name) {
    this.#find(name, name);
    return name;
  }

  #find(name, where) {
    if (this.#found.has(name)) return;
    const place = this.#indexes.find(([, text]) => new RegExp(`\\b${name}\\b`).test(text))?.[0];
    if (place === undefined)
      throw new StepError(
        `${where}: the type "${name}" is exported by none of ${PLACES.map(([each]) => each).join(', ')}; export it, or write it out.`,
      );
    this.#found.set(name, place);
  }

  lines() {
    return PLACES.flatMap(([place]) => {
      const names = [...this.#found].filter(([, from]) => from === place).map(([name]) => name);
      return names.length === 0 ? [] : [`import type { ${names.sort().join(', ')} } from '${place}';`];
    });
  }
}

const comment = (text, indent) => (text ? [`${indent}/** ${text.replace(/\s+/g, ' ').replaceAll('*/', '* /')} */`] : []);
const quoted = (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`);

const camelCase = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

/** The properties that one tag takes in JSX. */
function propertiesOf({ name, tagName, attributes, members, events }, imports) {
  const own = imports.class(name);
  const properties = [
    ...attributes.map((each) => [each.name, `${own}['${each.fieldName ?? camelCase(each.name)}']`, each.description]),
    // What has an attribute is set by it; the rest are objects and functions, which React sets as properties.
    ...members.filter((each) => each.attribute === undefined).map((each) => [each.name, `${own}['${each.name}']`, each.description]),
    ...events.map((each) => [
      `on${each.name}`,
      `((event: ${imports.type(each.type?.text ?? 'CustomEvent<undefined>', tagName)}) => void)`,
      each.description,
    ]),
  ];
  const keys = properties.map(([key]) => `'${key}'`).join(' | ') || 'never';
  return [
    `interface ${own}Props extends OnedoorProps<${own}, ${keys}> {`,
    ...properties.flatMap(([key, type, text]) => [...comment(text, '  '), `  ${quoted(key)}?: ${type} | undefined;`]),
    '}',
  ];
}

/** The whole file. */
export function reactTypes() {
  const imports = new Imports();
  const elements = [...declarationsOf(MANIFEST), ...declarationsOf(EMBED_MANIFEST)].sort((a, b) => (a.tagName < b.tagName ? -1 : 1));
  const interfaces = elements.flatMap((element) => [...propertiesOf(element, imports), '']);
  return [
    "// Made by scripts/react-types.mjs of the Custom Elements Manifests. React 19 listens to `onod-…` under the event's own name.",
    "import type { ClassAttributes, HTMLAttributes } from 'react';",
    ...imports.lines(),
    '',
    '/** What every tag takes: key, ref, children, and the attributes of HTML but those that the element has itself. */',
    'type OnedoorProps<E, Own extends string> = ClassAttributes<E> & Omit<HTMLAttributes<E>, Own>;',
    '',
    ...interfaces,
    "declare module 'react' {",
    '  namespace JSX {',
    '    interface IntrinsicElements {',
    ...elements.map(({ name, tagName }) => `      '${tagName}': ${name}Props;`),
    '    }',
    '  }',
    '}',
    '',
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    mkdirSync(dirname(OUT), { recursive: true });
    writeFileSync(OUT, reactTypes());
  } catch (error) {
    console.error(error instanceof StepError ? error.message : error);
    process.exitCode = 1;
  }
}

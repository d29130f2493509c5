// The Custom Elements Manifests of packages/elements and packages/embed, from the classes' own comments, in their
// dist/custom-elements.json. Editors,
// React's types and the documentation are made of it. A gap in a comment fails the build, naming class and member.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { create, ts } from '@custom-elements-manifest/analyzer';
import { litPlugin } from '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js';
import { StepError } from './process.mjs';

const SOURCE = 'packages/elements/src';
export const MANIFEST = 'packages/elements/dist/custom-elements.json';
const EMBED_SOURCE = 'packages/embed/src';
export const EMBED_MANIFEST = 'packages/embed/dist/custom-elements.json';
/** What the embedding package has of its own; what else it registers is the elements'. */
const EMBED_TAGS = new Map([['OnedoorDesk', 'onedoor-desk']]);

/** The tags and their classes, as define.ts registers them. */
function tags() {
  const text = readFileSync(join(SOURCE, 'define.ts'), 'utf8');
  const pairs = [...text.matchAll(/^ {2}'(onedoor-[a-z-]+)': (\w+),$/gm)].map(([, tag, name]) => [name, tag]);
  if (pairs.length === 0) throw new StepError(`${SOURCE}/define.ts: no tag found; expected lines such as 'onedoor-case': OnedoorCase,`);
  return new Map(pairs);
}

/** Sources of elements: tests, their kit, and dictionaries are no part of the public surface. */
function sources(source) {
  return readdirSync(source, { recursive: true })
    .map((file) => String(file).replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|^(?:testing|locales)\//.test(file))
    .sort()
    .map((file) => ts.createSourceFile(file, readFileSync(join(source, file), 'utf8'), ts.ScriptTarget.ES2022, true));
}

const isPublic = (member) =>
  member.kind === 'field' && (member.privacy ?? 'public') === 'public' && member.static !== true && !member.name.startsWith('#');

/** What a person who embeds an element may use; state, lifecycle and helpers are left out. */
function publicSide(declaration, tag) {
  const attributes = declaration.attributes ?? [];
  const byField = new Map(attributes.map((attribute) => [attribute.fieldName ?? attribute.name, attribute]));
  const members = (declaration.members ?? []).filter(
    (member) => isPublic(member) && (byField.has(member.name) || member.attribute !== undefined || member.description !== undefined),
  );
  const { name, description, summary, superclass, events, slots, cssParts, cssProperties, cssStates } = declaration;
  return {
    kind: 'class',
    customElement: true,
    name,
    tagName: tag,
    ...(summary === undefined ? {} : { summary }),
    description,
    superclass,
    attributes: attributes.map(({ resolveInitializer: _, ...attribute }) => attribute),
    members: members.map(({ resolveInitializer: _, ...member }) => member),
    // The base class sends what its caller names: the analyser takes the parameter for a name.
    events: (events ?? []).filter((event) => event.name.startsWith('od-')),
    slots: slots ?? [],
    cssParts: cssParts ?? [],
    cssProperties: cssProperties ?? [],
    ...(cssStates === undefined ? {} : { cssStates }),
  };
}

/** What is missing in the comments of one class. */
function gaps(source, element, file) {
  const where = `${source}/${file}: ${element.name}`;
  const text = readFileSync(join(source, file), 'utf8');
  const sent = new Set([...text.matchAll(/\bemit\(\s*'(od-[a-z-]+)'/g)].map(([, type]) => type));
  const told = new Set(element.events.map((event) => event.name));
  return [
    !element.description && `${where} has no description`,
    ...element.attributes.filter((each) => !each.description).map((each) => `${where}: attribute "${each.name}" has no @attr line`),
    ...element.events.filter((each) => !each.description || !each.name).map((each) => `${where}: event "${each.name}" has no description`),
    ...[...sent].filter((type) => !told.has(type)).map((type) => `${where} sends "${type}" and has no @fires line for it`),
  ].filter(Boolean);
}

/** Makes the manifest of all registered elements, or of those of another package by class. */
export function elementsManifest(source = SOURCE, classes = tags()) {
  const made = create({ modules: sources(source), plugins: litPlugin(), context: { dev: false } });
  const found = new Map();
  const modules = [];
  for (const module of made.modules) {
    const own = module.declarations.filter((declaration) => classes.has(declaration.name) && declaration.kind === 'class');
    if (own.length === 0) continue;
    const declarations = own.map((declaration) => publicSide(declaration, classes.get(declaration.name)));
    for (const declaration of declarations) found.set(declaration.name, { declaration, file: module.path });
    const path = `dist/${module.path.replace(/\.ts$/, '.js')}`;
    modules.push({
      kind: 'javascript-module',
      path,
      declarations,
      exports: declarations.flatMap(({ name, tagName }) => [
        { kind: 'js', name, declaration: { name, module: path } },
        { kind: 'custom-element-definition', name: tagName, declaration: { name, module: path } },
      ]),
    });
  }
  const missing = [...classes.keys()]
    .filter((name) => !found.has(name))
    .map((name) => `${name} is registered and was not found below ${source}`);
  const faults = [...missing, ...[...found.values()].flatMap(({ declaration, file }) => gaps(source, declaration, file))];
  if (faults.length > 0) throw new StepError(`The manifest of the elements has gaps:\n  ${faults.join('\n  ')}`);
  return { schemaVersion: '1.0.0', readme: '', modules };
}

/** Writes the manifests beside the compiled elements. */
export function writeElementsManifest() {
  const pairs = [
    [MANIFEST, elementsManifest()],
    [EMBED_MANIFEST, elementsManifest(EMBED_SOURCE, EMBED_TAGS)],
  ];
  for (const [file, manifest] of pairs) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    writeElementsManifest();
  } catch (error) {
    console.error(error instanceof StepError ? error.message : error);
    process.exitCode = 1;
  }
}

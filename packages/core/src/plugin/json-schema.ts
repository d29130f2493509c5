import * as z from '../z.js';
import { manifestSchema } from './manifest.js';

/** The part of a JSON Schema that is walked here. */
interface Node {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  description?: string;
}

/** Fields of the manifest by path, such as `contributes.caseTabs[].view`, each with its node. */
function fieldsOf(node: Node, path = ''): (readonly [string, Node])[] {
  const own = Object.entries(node.properties ?? {}).flatMap(([key, child]) => {
    const at = path === '' ? key : `${path}.${key}`;
    return [[at, child] as const, ...fieldsOf(child, at)];
  });
  return node.items === undefined ? own : [...fieldsOf(node.items, `${path}[]`), ...own];
}

const jsonSchema = (): Node & Record<string, unknown> => ({ ...z.toJSONSchema(manifestSchema, { io: 'input' }) }) as never;

/** Paths of all fields that a manifest may have. */
export const manifestFields = (): string[] => fieldsOf(jsonSchema()).map(([path]) => path);

/** Headings of one chapter of the reference that are code, each with the paragraph below it. */
export function chapterOf(reference: string, title: string): Map<string, string> {
  const chapter = `${reference}\n## `.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? '';
  const parts = chapter.split('\n### `').slice(1);
  return new Map(
    parts.map((part) => {
      const [, name = '', rest = ''] = /^([^`]+)`[^\n]*\n+([\s\S]*)$/.exec(part) ?? [];
      const words = (rest.split('\n\n')[0] ?? '').replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1').replaceAll(/\s+/g, ' ');
      return [name, words.trim()] as const;
    }),
  );
}

/**
 * JSON Schema of `onedoor.plugin.json`, for editors: made of the schema that `readManifest` uses, with the reference's words
 * on each field. `npm run plugin-schema` writes it.
 *
 * @param reference text of docs/reference/plugin-api.md
 */
export function manifestJsonSchema(reference: string): string {
  const schema = jsonSchema();
  const words = chapterOf(reference, 'Manifest');
  for (const [path, node] of fieldsOf(schema)) {
    const description = words.get(path);
    if (description !== undefined) node.description = description;
  }
  return `${JSON.stringify({ title: 'Manifest of a Onedoor plugin', ...schema }, null, 2)}\n`;
}

import { type Node, Schema } from 'prosemirror-model';

/**
 * What the editor can show, no more than what is stored (`rich.ts` of the core): blocks that each hold one line of
 * characters, and tables whose cells do. Items of lists are lines with a depth, not lists in lists: so each block is one
 * line of the stored text, and a place here is a place there. No images, no links, nothing that is fetched.
 */
export const schema = new Schema({
  nodes: {
    doc: { content: 'block+' },
    paragraph: { group: 'block', content: 'inline*', parseDOM: [{ tag: 'p' }], toDOM: () => ['p', 0] },
    heading: {
      group: 'block',
      content: 'inline*',
      attrs: { level: { default: 1, validate: 'number' } },
      defining: true,
      parseDOM: [
        { tag: 'h1', attrs: { level: 1 } },
        { tag: 'h2', attrs: { level: 1 } },
        ...['h3', 'h4', 'h5', 'h6'].map((tag) => ({ tag, attrs: { level: 2 } })),
      ],
      toDOM: (node) => [node.attrs['level'] === 1 ? 'h2' : 'h3', 0],
    },
    item: {
      group: 'block',
      content: 'inline*',
      attrs: { kind: { default: 'ul', validate: 'string' }, depth: { default: 0, validate: 'number' } },
      parseDOM: [
        {
          tag: 'p[data-list]',
          priority: 60,
          getAttrs: (dom) => ({ kind: dom.dataset['list'] === 'ol' ? 'ol' : 'ul', depth: Number(dom.dataset['depth']) || 0 }),
        },
      ],
      toDOM: (node) => ['p', { 'data-list': String(node.attrs['kind']), 'data-depth': String(node.attrs['depth']) }, 0],
    },
    table: {
      group: 'block',
      content: 'row+',
      isolating: true,
      parseDOM: [{ tag: 'table' }],
      toDOM: () => ['div', { class: 'sheet' }, ['table', ['tbody', 0]]],
    },
    // A row's id is its own: never copied, given anew where it is missing.
    row: { content: 'cell+', attrs: { id: { default: null } }, parseDOM: [{ tag: 'tr' }], toDOM: () => ['tr', 0] },
    cell: { content: 'inline*', isolating: true, parseDOM: [{ tag: 'td' }, { tag: 'th' }], toDOM: () => ['td', 0] },
    break: {
      group: 'inline',
      inline: true,
      selectable: false,
      linebreakReplacement: true,
      leafText: () => '\n',
      parseDOM: [{ tag: 'br' }],
      toDOM: () => ['br'],
    },
    text: { group: 'inline' },
  },
  marks: {
    bold: { parseDOM: [{ tag: 'strong' }, { tag: 'b' }, { style: 'font-weight=bold' }], toDOM: () => ['strong', 0] },
    italic: { parseDOM: [{ tag: 'em' }, { tag: 'i' }, { style: 'font-style=italic' }], toDOM: () => ['em', 0] },
    underline: { parseDOM: [{ tag: 'u' }, { style: 'text-decoration=underline' }], toDOM: () => ['u', 0] },
  },
});

export const { doc, paragraph, heading, item, table, row, cell, break: lineBreak } = schema.nodes;

export const isTable = (node: Node | null | undefined): node is Node => node?.type === table;

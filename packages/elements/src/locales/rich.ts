import { fill, type Locale, type Params } from './locale.js';

/** Words of the editor of structured text: apart, because they come with it. What ends in `Sign` stands on the button. */
const zh = {
  'rich.addColumn': '右侧加一列',
  'rich.addColumnSign': '+列',
  'rich.addRow': '下方加一行',
  'rich.addRowSign': '+行',
  'rich.bold': '加粗（Ctrl+B）',
  'rich.boldSign': '粗',
  'rich.deleteColumn': '删除这一列',
  'rich.deleteColumnSign': '−列',
  'rich.deleteRow': '删除这一行',
  'rich.deleteRowSign': '−行',
  'rich.h1': '大标题（Ctrl+Alt+1）',
  'rich.h1Sign': '大标题',
  'rich.h2': '小标题（Ctrl+Alt+2）',
  'rich.h2Sign': '小标题',
  'rich.indent': '下一级（Ctrl+]）',
  'rich.indentSign': '→',
  'rich.italic': '斜体（Ctrl+I）',
  'rich.italicSign': '斜',
  'rich.keys': '在表格中，Tab 到下一格，Shift+Tab 到上一格；在最后一格和表格之外，Tab 离开正文。',
  'rich.ol': '编号列表（Ctrl+Alt+7）',
  'rich.olSign': '1.',
  'rich.outdent': '上一级（Ctrl+[）',
  'rich.outdentSign': '←',
  'rich.table': '插入表格',
  'rich.tableSign': '表格',
  'rich.tools': '“{label}”的格式',
  'rich.ul': '项目列表（Ctrl+Alt+8）',
  'rich.ulSign': '•',
  'rich.underline': '下划线（Ctrl+U）',
  'rich.underlineSign': '线',
} as const satisfies Record<string, string>;

export type RichText = keyof typeof zh;

const en: Readonly<Record<RichText, string>> = {
  'rich.addColumn': 'Add a column to the right',
  'rich.addColumnSign': '+ column',
  'rich.addRow': 'Add a row below',
  'rich.addRowSign': '+ row',
  'rich.bold': 'Bold (Ctrl+B)',
  'rich.boldSign': 'B',
  'rich.deleteColumn': 'Delete this column',
  'rich.deleteColumnSign': '− column',
  'rich.deleteRow': 'Delete this row',
  'rich.deleteRowSign': '− row',
  'rich.h1': 'Heading (Ctrl+Alt+1)',
  'rich.h1Sign': 'H1',
  'rich.h2': 'Small heading (Ctrl+Alt+2)',
  'rich.h2Sign': 'H2',
  'rich.indent': 'One level in (Ctrl+])',
  'rich.indentSign': '→',
  'rich.italic': 'Italic (Ctrl+I)',
  'rich.italicSign': 'I',
  'rich.keys':
    'In a table, Tab goes to the next cell and Shift+Tab to the one before; from the last cell, and outside tables, Tab leaves the text.',
  'rich.ol': 'Numbered list (Ctrl+Alt+7)',
  'rich.olSign': '1.',
  'rich.outdent': 'One level out (Ctrl+[)',
  'rich.outdentSign': '←',
  'rich.table': 'Insert a table',
  'rich.tableSign': 'Table',
  'rich.tools': 'Format of “{label}”',
  'rich.ul': 'List (Ctrl+Alt+8)',
  'rich.ulSign': '•',
  'rich.underline': 'Underline (Ctrl+U)',
  'rich.underlineSign': 'U',
};

const dictionaries: Readonly<Record<Locale, Readonly<Record<RichText, string>>>> = { zh, en };

export const richText = (locale: Locale, key: RichText, params?: Params): string => fill(dictionaries[locale][key], params);

import { html } from 'lit';
import { equal } from '../testing/expect.js';
import { openPaper } from './print-paper.js';

describe('openPaper', () => {
  const content = html`<h1>人民调解协议书</h1><p>赵𠮷祥与 <王䶮></p>`;

  it('has its own document, language, page box and mark, untouched by the page', () => {
    const style = document.createElement('style');
    style.textContent = 'p { color: red !important; }';
    document.head.append(style);
    const paper = openPaper({ title: '协议书', lang: 'zh-CN', content, mark: '草稿' });
    const inside = paper.document;
    equal([inside.title, inside.documentElement.lang], ['协议书', 'zh-CN']);
    equal(inside.querySelector('.mark')?.textContent, '草稿');
    const text = inside.querySelector('p');
    if (text === null) throw new Error('no text');
    const shown = inside.defaultView?.getComputedStyle(text);
    equal([shown?.color, shown?.fontFamily.startsWith('FangSong'), shown?.textIndent], ['rgb(0, 0, 0)', true, '42.6667px']);
    paper.remove();
    style.remove();
    equal(document.querySelector('iframe[title="协议书"]'), null, 'the frame');
  });

  it('has no mark on what is final', () => {
    const paper = openPaper({ title: '协议书', lang: 'zh-CN', content });
    equal(paper.document.querySelector('.mark'), null);
    paper.remove();
  });
});

import type { TextField } from '@onedoor/core';
import '../define.js';
import { equal, until } from '../testing/expect.js';
import { OnedoorText } from './onedoor-text.js';
import { textOfHtml } from './paste.js';
import { textBlocks } from './text-blocks.js';

// Written after the shapes that Word 2016 and WPS Office put on the clipboard; the words are invented.
const WORD_HEAD = `<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"><head>
<meta name=Generator content="Microsoft Word 15"><title>协议</title>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {mso-style-name:正文; margin:0cm;} @list l0:level1 {mso-level-text:"%1、";} --></style>
<script>window.pasted = 'ran'</script></head><body lang=ZH-CN><!--StartFragment-->`;
const item = (number: string, words: string) =>
  `<p class=MsoListParagraph style='margin-left:21.0pt;text-indent:-21.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span lang=EN-US style='mso-fareast-font-family:宋体'><span style='mso-list:Ignore'>${number}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]><span style='font-family:宋体'>${words}<o:p></o:p></span></p>`;
const WORD_LIST = `${WORD_HEAD}<p class=MsoNormal><b>双方
约定如下：</b><o:p>&nbsp;</o:p></p>${item('一、', '总额 2,386,417.53 元。')}${item('二、', '九月十五日前支付。')}<!--EndFragment--></body></html>`;
const WORD_TABLE = `${WORD_HEAD}<table class=MsoTableGrid border=1 style='border-collapse:collapse;mso-yfti-tbllook:1184'>
<tr style='mso-yfti-irow:0'><td width=120 colspan=2><p class=MsoNormal align=center>甲组<o:p></o:p></p></td><td><p class=MsoNormal>金额<o:p></o:p></p></td></tr>
<tr><td rowspan=2><p class=MsoNormal>持证</p></td><td><p class=MsoNormal>赵𠮷祥</p></td><td><p class=MsoNormal>293,927.09</p></td></tr>
<tr><td><p class=MsoNormal>欧阳·春燕</p><p class=MsoNormal>（代）</p></td><td><p class=MsoNormal>293,927.09|元</p></td></tr>
</table><p class=MsoNormal>以上。</p></body></html>`;
const WPS = `<html><head><meta name="Generator" content="WPS Office"><style>@font-face{font-family:"仿宋"}</style></head><body><!--StartFragment-->
<p class="MsoNormal" style="text-indent:32.0000pt;mso-list:l0 level1 lfo1;"><!--[if !supportLists]--><span style="font-family:仿宋;"><span style="mso-list:Ignore;">（一）<span>&nbsp;</span></span></span><!--[endif]--><span style="font-family:仿宋;"><font face="仿宋">各户自愿</font></span><span><o:p></o:p></span></p>
<p class="MsoNormal"><span style="display:none;mso-hide:all;">隐藏的批注</span><img src="https://tracker.example/p.gif" onerror="window.pasted='ran'"><img src="file:///C:/Users/x/AppData/image001.png"><span>不收费用。</span></p><!--EndFragment--></body></html>`;

class Field implements TextField {
  readonly label = '笔录';
  readonly writable = true;
  text = '';
  value = () => this.text;
  edit(delta: readonly { readonly retain?: number; readonly insert?: string; readonly delete?: number }[]): void {
    let [at, made] = [0, ''];
    for (const step of delta) {
      if (step.retain !== undefined) made += this.text.slice(at, (at += step.retain));
      else if (step.insert !== undefined) made += step.insert;
      else at += step.delete ?? 0;
    }
    this.text = made + this.text.slice(at);
  }
  watch = () => () => {};
  setCaret(): void {}
  carets = () => [];
  watchCarets = () => () => {};
  undo(): void {}
  redo(): void {}
}

/** A text on the page, its editor here. */
async function open(text = '') {
  const field = new Field();
  field.text = text;
  const element = document.createElement('onedoor-text') as OnedoorText;
  element.field = field;
  document.body.append(element);
  await OnedoorText.editor.load();
  await until(() => element.shadowRoot?.querySelector('.cm-content') !== null, 'the editor');
  const content = element.shadowRoot?.querySelector<HTMLElement>('.cm-content');
  if (content === null || content === undefined) throw new Error('no editor');
  const paste = (html: string, plain: string) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/html', html);
    clipboardData.setData('text/plain', plain);
    content.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true, composed: true }));
  };
  return { element, field, content, paste };
}

describe('what is pasted from Word and WPS', () => {
  it('keeps the numbers of Word’s lists', () => {
    equal(textOfHtml(WORD_LIST), '双方 约定如下：\n一、 总额 2,386,417.53 元。\n二、 九月十五日前支付。');
  });

  it('keeps a table row by row, with merged cells in their columns', () => {
    const text = textOfHtml(WORD_TABLE);
    equal(text.split('\n'), ['| 甲组 |  | 金额 |', '| 持证 | 赵𠮷祥 | 293,927.09 |', '|  | 欧阳·春燕 （代） | 293,927.09｜元 |', '以上。']);
    equal(textBlocks(text), [
      {
        kind: 'table',
        rows: [
          ['甲组', '', '金额'],
          ['持证', '赵𠮷祥', '293,927.09'],
          ['', '欧阳·春燕 （代）', '293,927.09｜元'],
        ],
      },
      { kind: 'line', text: '以上。' },
    ]);
  });

  it('keeps the numbers of WPS, and drops hidden words and images, near and far, unfetched', () => {
    const before = performance.getEntriesByType('resource').length;
    equal(textOfHtml(WPS), '（一） 各户自愿\n不收费用。');
    equal(performance.getEntriesByType('resource').length, before, 'nothing is fetched');
  });

  it('writes the numbers of lists that only HTML counts', () => {
    equal(
      textOfHtml(
        '<ol start=3><li>甲</li><li>乙<ul><li>细</li></ul></li></ol><ol type=A><li value=2>丙</li></ol><ol style="list-style-type: cjk-ideographic"><li value=12>丁</li></ol><ol type=i><li value=4>戊</li></ol>',
      ),
      '3. 甲\n4. 乙\n  · 细\nB. 丙\n十二、 丁\niv. 戊',
    );
  });

  it('runs no script and leaves no style', () => {
    const text = textOfHtml(`${WORD_LIST}${WPS}<svg onload="window.pasted='ran'"><text>图</text></svg><a href="javascript:x">链接</a>`);
    equal('pasted' in window, false);
    equal(/MsoNormal|font|window|https?:|javascript|@list|图/.test(text), false, text);
    equal(text.endsWith('链接'), true);
  });

  it('goes into the editor in the place of the selection, and undo is one step', async () => {
    const { element, field, paste } = await open();
    paste(WORD_TABLE, 'plain');
    await until(() => field.text.startsWith('| 甲组 |'), 'the table');
    paste('<p>只是<b>粗体</b></p>', '只是粗体');
    await until(() => field.text.includes('只是粗体'), 'what has no structure goes the browser’s way');
    element.remove();
  });

  it('a mark for a speaker is written at the end, with the caret behind it', async () => {
    const { element, field, content } = await open('第一行');
    element.appendText('\n赵𠮷祥：');
    equal(field.text, '第一行\n赵𠮷祥：');
    equal(element.shadowRoot?.activeElement === content, true, 'ready to type');
    equal(textBlocks(field.text, ['赵𠮷祥'])[1], { kind: 'line', speaker: '赵𠮷祥', text: '' });
    element.remove();
  });
});

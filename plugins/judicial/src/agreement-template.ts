import { paperDocx, paragraph, TEXT_WIDTH, table } from '@onedoor/elements/docx';

/**
 * The agreement (人民调解协议书) as a template, by the sample forms of the Ministry of Justice (2010). A centre may fill one of
 * its own instead: any .docx with these placeholders.
 */
export const agreementTemplate = () =>
  paperDocx(
    [
      paragraph('人民调解协议书', 'Title'),
      paragraph('编号：{number}', 'End'),
      paragraph('{#parties}'),
      paragraph('当事人{label}：{name}，{about}。'),
      paragraph('{/parties}'),
      paragraph('{#manyParties}'),
      paragraph('当事人共{partyCount}方，基本情况见下表。'),
      table('partyRows', [
        { head: '序号', cell: '{no}', width: 800, end: true },
        { head: '姓名（名称）', cell: '{name}', width: 2000 },
        { head: '基本情况', cell: '{about}', width: TEXT_WIDTH - 2800 },
      ]),
      paragraph('{/manyParties}'),
      paragraph('{#sections}'),
      paragraph('{no}、{heading}', 'Heading1'),
      paragraph('{#items}'),
      paragraph('{text}'),
      paragraph('{/items}'),
      paragraph('{/sections}'),
      paragraph('{#hasPayments}'),
      paragraph('付款明细', 'Heading1'),
      table(
        'payments',
        [
          { head: '序号', cell: '{no}', width: 760, end: true },
          { head: '收款人', cell: '{payee}', width: 1500 },
          { head: '金额（元）', cell: '{amount}', width: 1800, end: true },
          { head: '金额大写', cell: '{capital}', width: 2484 },
          { head: '付款期限', cell: '{due}', width: 2300 },
        ],
        ['', '合计', '{total}', '', ''],
      ),
      paragraph('合计人民币（大写）：{totalCapital}'),
      paragraph('付款人：{payer}　　付款方式：{manner}'),
      paragraph('{/hasPayments}'),
      paragraph(
        '本协议一式{copies}份，当事人各执一份，人民调解委员会留存一份；自各方当事人签名、盖章或者按指印，人民调解员签名并加盖人民调解委员会印章之日起生效。',
      ),
      paragraph('{#signs}'),
      paragraph('当事人（{name}）：', 'Plain'),
      paragraph('{/signs}'),
      paragraph('{#manyParties}'),
      table(
        'signRows',
        [
          { head: '当事人', cell: '{left}', width: 1800 },
          { head: '签名、盖章或者按指印', cell: '', width: 2622 },
          { head: '当事人', cell: '{right}', width: 1800 },
          { head: '签名、盖章或者按指印', cell: '{blank}', width: 2622 },
        ],
        undefined,
        640,
      ),
      paragraph('{/manyParties}'),
      paragraph('人民调解员：{mediator}', 'Plain'),
      paragraph('记录人：{recorder}', 'Plain'),
      paragraph('{committee}（印章）', 'End'),
      paragraph('{date}', 'End'),
    ].join(''),
  );

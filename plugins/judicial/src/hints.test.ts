import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { clauseHints, draftHints, type Hint, needsPaper } from './hints.js';

const test = suite('what to look at in a clause');

/** What the rule says of one clause that agrees something, between facts and nothing else. */
function hintsOf(text: string): Hint[] {
  const clause = { kind: 'performance', text } as const;
  return [...clauseHints(clause), ...draftHints([{ kind: 'facts', text: '双方因此发生纠纷。' }, clause])].sort();
}

/** Clauses that can be signed and taken to court as they stand. */
const GOOD: readonly string[] = [
  '村集体于 2024 年 10 月 15 日以前，将 1,763,562.55 元通过银行代发付至甲组 6 户各自确认的收款账户。',
  '李有田于 2024 年 9 月 30 日以前，以银行转账方式一次性付给赵𠮷祥 312 元。',
  '劳务队自签字之日起 10 日内，将所欠工资 87,600 元转账付至五名工人本人的工资账户。',
  '杜长青每月 5 日以前，以微信转账方式付给杜长明 600 元，自 2024 年 11 月 1 日起至 2025 年 1 月 31 日止。',
  '甲方当场以现金付给乙方医药费叁仟元整。',
  '甲方分期赔偿乙方 12,000 元：2025 年 1 月 10 日、2 月 10 日、3 月 10 日各付给乙方 4,000 元，转账至乙方农行账户。',
  '张建国在 30 日内自行拆除伸入通道的 1.2 米围墙，费用自理。',
  '王䶮负责在 2024 年 10 月 8 日以前上门修复漏水的屋面。',
  '供暖公司在 7 个工作日内更换损坏的阀门，并一次性补偿住户 500 元，打入住户的缴费账户。',
  '本协议只处理补偿款怎样分，不涉及林地、林木的权属；补偿款 100,000 元于 2024 年 12 月 1 日以前转账付至双方账户。',
  '对林地归谁所有，双方另行申请人民政府处理，本协议不确认权属；1,000 元由甲方于当日以现金付给乙方。',
  '邻居双方互相道歉，甲方当日以现金退还乙方押金 200 元，付给乙方本人。',
  '用人单位于 2024 年 11 月 20 日以前，以银行转账方式向孙磊支付经济补偿 2.4 万元。',
  '保险公司在十五日内将 36,000 元汇入韩飞的银行账户。',
  '双方同意，阿卜杜拉·买买提于三日内以现金返还定金 1,500 元，当面交给刘强。',
];

/** Clauses with what is wrong with each. */
const BAD: readonly (readonly [string, readonly Hint[]])[] = [
  ['北坡林地归甲组所有，甲方于当日以现金付给乙方 100 元。', ['hint.ownership']],
  ['争议的宅基地使用权归赵亮，赵亮于三日内转账付给赵明 5,000 元。', ['hint.ownership']],
  ['双方确认 78.6 亩林木属于村集体所有；补偿款 10,000 元于当日转账付至甲组账户。', ['hint.ownership']],
  ['该房屋所有权归女方，女方在 30 日内转账付给男方 80,000 元。', ['hint.ownership']],
  ['注册商标专用权归乙方享有，乙方当日以现金付给甲方 3,000 元。', ['hint.ownership']],
  ['双方自愿离婚，男方于当日以现金付给女方 20,000 元。', ['hint.personal']],
  ['双方解除收养关系，甲方在十日内转账付给乙方 30,000 元。', ['hint.personal']],
  ['父亲的遗产由长子继承，长子在 30 日内转账付给次子 50,000 元。', ['hint.personal']],
  ['李有田于 2024 年 9 月 30 日以前，以银行转账方式付给赵𠮷祥补偿款。', ['hint.amount']],
  ['甲方在 10 日内以现金赔偿 3,000 元。', ['hint.payee']],
  ['甲方以银行转账方式付给乙方 3,000 元。', ['hint.date']],
  ['甲方于 2024 年 12 月 1 日以前付给乙方 3,000 元。', ['hint.manner']],
  ['甲方尽快付给乙方 3,000 元。', ['hint.date', 'hint.manner']],
  ['甲方赔偿乙方的全部损失。', ['hint.amount', 'hint.date', 'hint.manner', 'hint.payee']],
  ['甲方以后注意影响，不再发生类似情况。', ['hint.date', 'hint.manner']],
];

test('thirty clauses, half of them good', () => {
  assert.equal([GOOD.length, BAD.length], [15, 15]);
});
for (const text of GOOD) test(`nothing to say of: ${text}`, () => assert.equal(hintsOf(text), []));
for (const [text, hints] of BAD) test(`${hints.join(', ')}: ${text}`, () => assert.equal(hintsOf(text), [...hints].sort()));

test('rows of a payment table say amount, payee, date and manner as words do', () => {
  const clauses = [
    { kind: 'facts', text: '双方因此发生纠纷。' },
    { kind: 'performance', text: '补偿款按付款明细支付。' },
  ] as const;
  const row = { payee: '赵𠮷祥', amountFen: 31_200, dueOn: '2024-10-15' };
  assert.equal(draftHints(clauses, { payer: '村集体', manner: '银行代发', rows: [row] }), []);
  assert.equal(draftHints(clauses, { payer: '村集体', manner: '', rows: [row] }), ['hint.manner']);
  assert.equal(draftHints(clauses, { payer: '村集体', manner: '银行代发', rows: [{ ...row, dueOn: undefined }] }), ['hint.date']);
});

test('marriage, adoption and inheritance are signed on paper (电子签名法 art. 3)', () => {
  assert.ok(needsPaper([{ kind: 'item', text: '双方自愿离婚。' }]));
  assert.not.ok(needsPaper([{ kind: 'facts', text: '双方离婚后为抚养费发生纠纷。' }]));
  assert.not.ok(needsPaper([{ kind: 'item', text: '甲方付给乙方 312 元。' }]));
});

test.run();

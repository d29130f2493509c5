import type { SeedCategory } from './types.js';

/** Words of the generated year. Everything in it is invented. */
export const SURNAMES =
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文';
export const GIVEN = '国强秀英建华桂兰志明玉梅海燕永胜春花德福丽娟占奎素珍俊杰晓红立新凤莲长根翠平万金爱莲存喜改花二旺三女来福巧云满仓';

/** What disputes are about, by type; how often each type comes up is the order of magnitude of a farming town. */
export const MATTERS: readonly (readonly [category: SeedCategory, share: number, titles: readonly string[]])[] = [
  ['02', 26, ['院墙滴水', '夜间噪声', '出路被占', '树枝遮光', '牲畜啃青苗']],
  ['01', 20, ['赡养费分担', '分家析产', '彩礼返还', '离婚后探望', '家务争吵']],
  ['07', 18, ['承包地界址', '草场越界放牧', '林地补偿分配', '机动地续包', '地埂侵占']],
  ['03', 9, ['宅基地边界', '房屋漏水', '租房押金', '翻建占道']],
  ['04', 8, ['买卖羊只欠款', '民间借款', '订金返还', '加工费结算']],
  ['05', 6, ['农资质量', '灌溉轮次', '收割机作业费', '合伙养殖分账']],
  ['08', 5, ['青苗补偿', '征地附着物清点', '拆迁过渡费']],
  ['10', 4, ['务工工资', '辞退补偿', '工伤误工费']],
  ['14', 3, ['三轮车剐蹭', '停运损失', '护理费']],
  ['06', 2, ['犬只咬伤', '摔伤赔偿']],
  ['12', 1, ['化肥退货', '家电维修']],
];

export const ENDINGS = {
  settled: ['双方握手言和，签字为凭。', '当场谈妥，各让一步。', '达成协议，约定履行日期。', '道歉并赔偿，双方认可。'],
  transferred: '双方各执一词，依当事人意愿引导到法院起诉，已移交材料。',
} as const;
export const REASONS = { graded: '村里先调过一次，没有谈成', joint: '需要几个部门一起核实', leader: '涉及面大，请领导包案' } as const;

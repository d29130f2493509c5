/** Words of the year's invented orders. */
export const yearWords: {
  readonly matters: readonly (readonly [content: string, unit: string])[];
  readonly places: readonly string[];
  readonly answers: readonly string[];
  /** The unit that a returned order went to first, and what it said. */
  readonly wrongUnit: string;
  readonly notOurs: string;
  readonly takesLonger: string;
  readonly notSolved: string;
} = {
  matters: [
    ['路灯不亮，晚上出门看不见。', '村镇建设办'],
    ['低保年审要带哪些材料？', '民政办'],
    ['渠口堵了，浇不上地。', '农牧水利办'],
    ['垃圾清运不及时。', '综合执法队'],
    ['秸秆焚烧，院里全是烟。', '生态环境站'],
    ['村道坑洼，三轮车不好走。', '交通站'],
    ['自来水时有时无。', '农牧水利办'],
    ['孩子转学怎么办手续？', '中心校'],
    ['快递点收费不合理。', '市场监管所'],
  ],
  places: ['土城村', '沙卜村', '丰乐夭村', '三义永村', '九龙湾村', '十八台村', '向阳村', '西边墙村', '红砂坝镇区'],
  answers: ['已到现场处理，来电人在场确认。', '已电话说明办理条件和所需材料。', '已安排本周完成，办完后回复。', '已协调双方，问题解决。'],
  wrongUnit: '派出所',
  notOurs: '不属于本单位职责，请转承办单位。',
  takesLonger: '需要等配件到货。',
  notSolved: '来电人说只看过没有修好。',
};

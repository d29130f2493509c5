// The server's half of `npm run bench -- search`: cases with texts in a data folder, asked as somebody of all of their teams.
import { setTimeout as sleep } from 'node:timers/promises';
import { Facts, Model, textName } from '@onedoor/core';
import { Random } from '@onedoor/core/testing';
import { type Centre, openCentre } from '@onedoor/server';
import { temporaryFolder } from '../e2e/support.js';
import { CENTRE, inventCases, plantCases, READER } from './cases.js';
import { percentile } from './statistics.js';

/** Characters of the facts of each case: with minutes and clauses some have ten times as many, most have fewer. */
const TEXT = 600;
const SENTENCES = 12;
const WORDS = [
  '补偿',
  '丈量',
  '界桩',
  '引水渠',
  '院墙',
  '赡养',
  '彩礼',
  '工钱',
  '田埂',
  '签字',
  '上门',
  '面谈',
  '核实',
  '分摊',
  '三户',
  '村委会',
];
const FILLER = [...'的了在是我有和就不人都一上也很到说要去你会着没看好自己这那里后前来天地方老因为所以但当时家中村组双方先再谈定'];

/** What the server's search takes. */
export interface ServerFigures {
  readonly rows: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** The first search of somebody: it is judged what they may read. */
  readonly firstMs: number;
  /** From a start until all texts are taken up. */
  readonly readMs: number;
}

/**
 * @param rows cases in the folder
 * @param queries how many searches are measured
 */
export async function measureServerSearch(rows: number, queries: number): Promise<ServerFigures> {
  const data = temporaryFolder('bench-search');
  const model = new Model();
  const random = new Random(9);
  const sentence = (): string => {
    let made = '';
    while (made.length < TEXT / SENTENCES) made += random.chance(1 / 12) ? random.pick(WORDS) : random.pick(FILLER);
    return made;
  };
  // Put together of sentences: a character at a time takes longer than the cases themselves.
  const sentences = Array.from({ length: 2_000 }, sentence);
  const text = (at: number): string => `${Array.from({ length: SENTENCES }, () => random.pick(sentences)).join('，')}。第${at}号卷宗`;
  await plantCases(data, model, rows, (at) => [[textName(Facts.name, Facts.name, 'summary'), text(at)]]);
  const { centre, close } = await openCentre({ centre: CENTRE, model, data, durability: 'normal' });
  const since = performance.now();
  while (!(await centre.search(READER, '没有这个词')).complete) await sleep(100);
  const readMs = performance.now() - since;
  close();
  const again = await openCentre({ centre: CENTRE, model, data, durability: 'normal' });
  while (!(await again.centre.search(READER, '没有这个词')).complete) await sleep(100);
  const fresh = await timed(again.centre, '没有这个词');
  const cases = [...inventCases(rows)];
  const asked = Array.from({ length: queries }, (_, at) => {
    const made = cases[random.below(cases.length)];
    const [one = '', other = ''] = made?.parties ?? [];
    const makers = [
      one,
      one.slice(0, 1),
      `${made?.village} 纠纷`,
      random.pick(WORDS),
      `${random.pick(WORDS)} ${other}`,
      `第${random.below(rows)}号卷宗`,
      'lgf',
      '没有这个人',
    ];
    return makers[at % makers.length] ?? '';
  });
  const times: number[] = [];
  for (const typed of asked) times.push(await timed(again.centre, typed));
  again.close();
  return { rows, p50Ms: percentile(times, 0.5), p95Ms: percentile(times, 0.95), firstMs: fresh, readMs };
}

async function timed(centre: Centre, typed: string): Promise<number> {
  const start = performance.now();
  await centre.search(READER, typed);
  return performance.now() - start;
}

import { type PluginSample, type SampleStep, sampleAuthor } from '@onedoor/core';
import { errandSlice } from '../errands.js';
import { roomOf, treeSlice } from '../tree.js';
import { addMatter, addVisit, type VisitKind } from '../visits.js';
import { sampleYear } from './year.js';

const WORKER = 'p-chen';
const GRID = 'mjg-1';
const BEGUN = '2024-01-08';

/** Committees, their grids and the natural villages in each. One worker has an account here; the other grids look for theirs. */
const GRIDS: readonly (readonly [committee: string, committeeName: string, code: string, name: string, villages: readonly string[]])[] = [
  ['mjg', '木匠沟村民委员会', GRID, '木匠沟第一网格', ['北坡', '沟口', '老井']],
  ['mjg', '木匠沟村民委员会', 'mjg-2', '木匠沟第二网格', ['西沟', '羊圈湾']],
  ['dt', '东滩村民委员会', 'dt-1', '东滩第一网格', ['东滩', '河沿']],
  ['nl', '南梁村民委员会', 'nl-1', '南梁第一网格', ['南梁', '石头沟']],
];

const VISITS: readonly (readonly [day: string, kind: VisitKind, village: string, household: string | undefined, words: string])[] = [
  ['2024-10-08', 'household', '北坡', '赵家老院', '老两口都在，说补偿款的事盼着早点有个准话。'],
  ['2024-10-09', 'round', '沟口', undefined, '水渠闸口有人看，路面冲沟已垫。'],
  ['2024-10-11', 'household', '老井', '武家', '独居老人，电褥子线老化，已请电工。'],
  ['2024-10-14', 'leaflets', '北坡', undefined, '发冬季防火和防煤气中毒单子。'],
  ['2024-10-16', 'household', '沟口', '乔家', '说邻居的柴垛占了出村的路。'],
];
const LEAFLETS = 40;

/** The tree of a few grids, and two weeks of one worker's visits with a matter settled on the spot and two errands. */
const sample: PluginSample = ({ key, id }) => {
  if (key === 'years') return sampleYear(id);
  if (key !== '-') return [];
  const [tree, worker] = [sampleAuthor('p-zhou', 'grid.tree'), sampleAuthor(WORKER, roomOf(GRID))];
  const rows = GRIDS.map(([committee, committeeName, code, name, villages], at) => ({
    line: at + 1,
    committee,
    committeeName,
    code,
    name,
    villages: [...villages],
    ...(code === GRID ? { worker: WORKER } : {}),
  }));
  const contact = (who: string, of: string, force: 'cadre' | 'warm', phone: string) =>
    treeSlice.request.setContact({ id: id(`${BEGUN}T09:30`), of, force, name: who, phone, note: '' });
  const steps: SampleStep[] = [
    tree.act(`${BEGUN}T09:00`, treeSlice.request.import({ rows, on: BEGUN })),
    tree.act(`${BEGUN}T09:30`, contact('牛占奎', 'mjg', 'cadre', '13800001301')),
    tree.act(`${BEGUN}T09:31`, contact('武秀英', GRID, 'warm', '13800001302')),
  ];
  const visits = VISITS.map(([day]) => id(`${day}T16:00`));
  for (const [index, [day, kind, village, household, words]] of VISITS.entries()) {
    const fields = { day, kind, by: WORKER, village, household, leaflets: kind === 'leaflets' ? LEAFLETS : undefined, words };
    steps.push(worker.run(`${day}T16:00`, addVisit.request({ id: visits[index] ?? '', ...fields })));
  }
  const found = '2024-10-16';
  steps.push(
    worker.run(
      `${found}T16:20`,
      addMatter.request({
        id: id(`${found}T16:20`),
        visit: visits.at(-1) ?? '',
        foundOn: found,
        title: '柴垛占路',
        category: '02',
        people: '乔二旺、郝俊',
        done: '当场说好，三天内挪到自家院墙里。',
        result: 'settled',
        endedOn: found,
      }),
    ),
  );
  const [taken, open] = [id('2024-10-11T16:30'), id('2024-10-16T16:40')];
  const errand = { village: '老井', documents: ['身份证复印件', '户口簿复印件'] };
  const { receive, handBack } = errandSlice.request;
  steps.push(
    worker.act('2024-10-11T16:30', receive({ id: taken, forWhom: '武月娥', what: '高龄津贴年审', receivedOn: '2024-10-11', ...errand })),
    worker.act('2024-10-15T17:00', handBack({ id: taken, on: '2024-10-15', to: '本人', note: '' })),
    worker.act('2024-10-16T16:40', receive({ id: open, forWhom: '乔二旺', what: '临时用地登记', receivedOn: '2024-10-16', ...errand })),
  );
  return steps.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
};
export default sample;

import { setTimeout as sleep } from 'node:timers/promises';
import {
  addParty,
  type CommandContext,
  ContentReader,
  type ContentRequest,
  caseSlice,
  createRoomDoc,
  createUlid,
  directorySlice,
  Facts,
  type Model,
  type Stage,
  textName,
} from '@onedoor/core';
import { Random } from '@onedoor/core/testing';
import { type Centre, openCentre } from '@onedoor/server';
import * as Y from 'yjs';

export const CENTRE = { id: 'bench', name: '测试镇综治中心' };
/** Whose board is measured, and who changes a case meanwhile. */
export const READER = 'p-reader';
export const MOVER = 'p-mover';
export const THIRD = 'p-third';

const DAY_MS = 86_400_000;
const FIRST_DAY_MS = Date.UTC(2024, 0, 2, 1);

const SURNAMES = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎'];
const GIVEN = [...'守建国桂秀玉春海明德永志文小红丽华军平英霞强涛敏静伟东梅兰芳勇杰刚生林田山川'];
const VILLAGES = ['木匠沟村', '东滩村', '土城村', '王家卜村', '十八台村', '沙卜村', '丰乐夭村', '三义永村', '九龙湾村', '向阳村'];
const MATTERS = [
  ['01', '宅基地相邻院墙纠纷'],
  ['02', '承包地边界纠纷'],
  ['03', '林地补偿款分配纠纷'],
  ['04', '拖欠工程劳务费纠纷'],
  ['05', '赡养费负担纠纷'],
  ['08', '灌溉用水先后纠纷'],
  ['10', '彩礼返还纠纷'],
] as const;
const SOURCES = ['walk-in', 'grid', 'hotline'] as const;
const STAGES: readonly Stage[] = ['screening', 'graded', 'joint', 'leader', 'supervised', 'closed'];

/** Cases that are planted side by side: their entries share commits, as those of many people do. */
const AT_ONCE = 50;

/** An invented case. */
interface Invented {
  readonly title: string;
  readonly category: string;
  readonly village: string;
  readonly source: (typeof SOURCES)[number];
  readonly stage: Stage;
  readonly parties: readonly string[];
  readonly atMs: number;
}

/** Cases of several years, the same ones each time. Each title ends with a number of its own, so that a search can narrow. */
export function* inventCases(count: number): Generator<Invented> {
  const random = new Random(20_240_102);
  const name = () => `${random.pick(SURNAMES)}${random.pick(GIVEN)}${random.chance(1 / 3) ? '' : random.pick(GIVEN)}`;
  for (let at = 0; at < count; at++) {
    const parties = Array.from({ length: 2 + random.below(5) }, name);
    const [category, matter] = random.pick(MATTERS);
    yield {
      title: `${parties[0]}与${parties[1]}${matter}（第${String(at + 1).padStart(5, '0')}件）`,
      category,
      village: random.pick(VILLAGES),
      source: random.pick(SOURCES),
      stage: random.pick(STAGES),
      parties,
      atMs: FIRST_DAY_MS + Math.floor((at * 700 * DAY_MS) / count),
    };
  }
}

/**
 * Fills a data folder with invented cases, the way that staff's work goes: acts as intents, content as commands. The
 * folder is opened with `durability: 'normal'`, which changes how fast it is filled and nothing of what is in it.
 *
 * @param texts of each case by its number: names of shared texts of the `joint` room, and what they say
 */
export async function plantCases(
  data: string,
  model: Model,
  count: number,
  texts: (at: number) => readonly (readonly [name: string, text: string])[] = () => [],
): Promise<void> {
  let now = FIRST_DAY_MS - DAY_MS;
  const { centre, close } = await openCentre({ centre: CENTRE, model, data, durability: 'normal', now: () => now });
  const random = new Random(7);
  const newId = () => createUlid(now, (length) => random.bytes(length));
  await enrol(centre, newId);
  const cases = [...inventCases(count)];
  for (let at = 0; at < cases.length; at += AT_ONCE) {
    const some = cases.slice(at, at + AT_ONCE);
    now = some[0]?.atMs ?? now;
    await Promise.all(some.map((made, of) => plantCase(centre, made, newId, texts(at + of))));
    // The server's own timers (rows, sweeps) get their turn.
    if (at % (AT_ONCE * 8) === 0) await sleep(1);
  }
  close();
}

async function enrol(centre: Centre, newId: () => string): Promise<void> {
  const requests = [
    directorySlice.request.department({ id: 'justice', name: '司法所' }),
    directorySlice.request.enrol({ person: READER, name: '周海峰', department: 'justice', post: '主任', rights: [] }),
    directorySlice.request.enrol({ person: MOVER, name: '王建军', department: 'justice', post: '调解员', rights: ['case.create'] }),
    directorySlice.request.enrol({ person: THIRD, name: '赵敏', department: 'justice', post: '书记员', rights: [] }),
  ];
  for (const request of requests) expectOk(await centre.act(centre.system, `${CENTRE.id}/-/directory`, intent(newId(), request)));
}

const intent = (id: string, request: { readonly command: string; readonly args: Readonly<Record<string, unknown>> }) => ({
  id,
  ...request,
  // Whoever plants knows all that was logged before: nothing is a conflict.
  base: Number.MAX_SAFE_INTEGER,
});

async function plantCase(
  centre: Centre,
  made: Invented,
  newId: () => string,
  texts: readonly (readonly [name: string, text: string])[],
): Promise<void> {
  const { title, category, village, source, stage, parties, atMs } = made;
  const id = newId();
  const who = { person: MOVER, device: 'planter' };
  const acts = [
    caseSlice.request.create({ title, category, source, village }),
    caseSlice.request.addMember({ person: READER, role: 'member' }),
    ...(stage === 'screening' || stage === 'closed' ? [] : [caseSlice.request.move({ to: stage, reason: '按程序办理' })]),
    ...(stage === 'closed' ? [caseSlice.request.close({ outcome: 'settled', reason: '双方签订协议' })] : []),
  ];
  for (const request of acts) expectOk(await centre.act(who, `${CENTRE.id}/${id}/case`, intent(newId(), request)));
  const doc = createRoomDoc();
  const content = new ContentReader(doc);
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const context: CommandContext = { person: MOVER, now: atMs, id: newId };
  const run = (request: ContentRequest) => {
    const command = centre.model.room('joint')?.command(request.command);
    if (command === undefined) throw new Error(`no command ${request.command}`);
    expectOk(command.run(content, request.args, context));
  };
  for (const name of parties) run(addParty.request({ id: newId(), party: { kind: 'person', name }, members: [] }));
  for (const [name, text] of texts) doc.getText(name).insert(0, text);
  expectOk(await centre.write(who, `${CENTRE.id}/${id}/joint@1`, [doc.clientID], Y.mergeUpdates(updates)));
}

/** Characters of one paragraph, and of one update. */
const [PARAGRAPH, PART] = [200, 20_000];

/** A text of so many characters, plain or with the formatting of minutes. */
export interface PlantedText {
  readonly length: number;
  readonly rich: boolean;
}

/** Plants cases of three people, each with a text. @returns ids of the cases, in order of the texts */
export async function plantTexts(data: string, model: Model, texts: readonly PlantedText[]): Promise<string[]> {
  const { centre, close } = await openCentre({ centre: CENTRE, model, data, durability: 'normal', now: () => FIRST_DAY_MS });
  const random = new Random(7);
  const newId = () => createUlid(FIRST_DAY_MS, (length) => random.bytes(length));
  await enrol(centre, newId);
  const who = { person: MOVER, device: 'planter' };
  const ids: string[] = [];
  for (const { length, rich } of texts) {
    const id = newId();
    ids.push(id);
    const acts = [
      caseSlice.request.create({ title: `${length} 字`, category: '03', source: 'walk-in', village: '木匠沟村' }),
      ...[READER, THIRD].map((person) => caseSlice.request.addMember({ person, role: 'member' })),
    ];
    for (const request of acts) expectOk(await centre.act(who, `${CENTRE.id}/${id}/case`, intent(newId(), request)));
    const doc = createRoomDoc();
    const updates: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => updates.push(update));
    const text = doc.getText(textName(Facts.name, 'facts', 'summary'));
    while (text.length < length) {
      let part = '';
      while (part.length < Math.min(PART, length - text.length))
        part += (text.length + part.length) % PARAGRAPH === PARAGRAPH - 1 ? '\n' : random.pick(GIVEN);
      text.insert(text.length, part);
    }
    if (rich) format(text);
    for (const update of updates) expectOk(await centre.write(who, `${CENTRE.id}/${id}/joint@1`, [doc.clientID], update));
  }
  close();
  return ids;
}

/** Structure of long minutes: a heading every 20 paragraphs, lists, a table of 3 by 3 in every 25, a bold word in every fifth. */
function format(text: Y.Text): void {
  const lines = text.toString().split('\n');
  let at = 0;
  for (const [index, { length }] of lines.entries()) {
    const block =
      index % 20 === 0
        ? 'h2'
        : index % 25 > 15
          ? `row:r${Math.floor(index / 25)}x${Math.floor((index % 25) / 3)}`
          : index % 20 > 14
            ? 'ol'
            : undefined;
    if (index % 5 === 0 && length > 10) text.format(at + 4, 6, { bold: true });
    if (block !== undefined && index < lines.length - 1) text.format(at + length, 1, { block });
    at += length + 1;
  }
}

function expectOk(result: { readonly ok: boolean; readonly refusal?: unknown }): void {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
}

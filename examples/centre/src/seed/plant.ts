import {
  type ActRequest,
  addEvidence,
  addIssue,
  addParty,
  addPartyPerson,
  addProposal,
  CENTRE_CASE,
  type CommandContext,
  ContentReader,
  type ContentRequest,
  ContentWriter,
  caseSlice,
  createRoomDoc,
  createUlid,
  defineCommand,
  directorySlice,
  editFacts,
  Facts,
  type PluginSample,
  type Result,
  roomKey,
  type SampleStep,
  setAllocation,
  shanghaiMoment,
  taskSlice,
  textName,
} from '@onedoor/core';
import * as z from '@onedoor/core/z';
import type { Centre } from '@onedoor/server';
import { cases } from './data/cases.js';
import { mujianggou } from './data/mujianggou.js';
import { departments, people } from './data/people.js';
import { tasks } from './data/tasks.js';
import type { SeedCase, SeedParty, SeedStep } from './data/types.js';
import { villages } from './data/villages.js';
import { seedYears } from './year.js';

/** Time and chance of the planting: it writes each step on its own day, and the same ids each time. */
export interface PlantingClock {
  set(nowMs: number): void;
  random(count: number): Uint8Array;
}

const DEVICE = 'seed';
/** What plugins are asked for in place of `-` where two whole years are planted. */
const YEARS_OF_CENTRE = 'years';

const replaceFacts = defineCommand({
  name: 'seed.replaceFacts',
  args: z.object({ text: z.string() }),
  run: (tx, { text }) =>
    tx.edit(Facts, Facts.name, 'summary', [{ delete: tx.get(Facts, Facts.name)?.summary.length ?? 0 }, { insert: text }]),
});

/** What is planted beside the cases of this folder, and who hears how far it is. */
export interface Planting {
  /** What plugins add to the cases. */
  readonly samples?: readonly PluginSample[];
  /** Plants two whole years of a town from this seed instead of the story and its cases. */
  readonly years?: number | undefined;
  /** Called after each case with the number done and the number of all. */
  readonly progress?: (done: number, all: number) => void;
}

/**
 * Fills an empty centre with the seed story and some thirty invented cases, or with two generated years. Everything goes the way that staff's work
 * goes: acts as intents, content as commands, each by its own author on its own day.
 *
 * @throws Error with the first step that the centre refuses
 */
export async function plant(
  centre: Centre,
  clock: PlantingClock,
  { samples = [], years, progress = () => {} }: Planting = {},
): Promise<void> {
  const all =
    years === undefined
      ? [mujianggou, ...cases].map((each) => ({ ...each, steps: [...each.steps, ...(tasks[each.key] ?? [])] }))
      : seedYears(years);
  const first = all.flatMap((each) => each.steps.map((step) => step.at)).sort()[0] ?? '2024-01-02T09:00';
  clock.set(shanghaiMoment(first) - 86_400_000);
  await plantDirectory(centre, clock);
  // What belongs to no case: nothing but what plugins add.
  const ofCentre: SeedCase = { key: years === undefined ? CENTRE_CASE : YEARS_OF_CENTRE, parties: [], steps: [] };
  const steps = [ofCentre, ...all].flatMap((each) => {
    const planter = new CasePlanter(centre, clock, each);
    const id = (at: string) => createUlid(shanghaiMoment(at), (count) => clock.random(count));
    const added = samples.flatMap((sample) => sample({ key: each.key, id }));
    planter.expect(each.steps.length + added.length);
    return [
      ...each.steps.map((step) => ({ at: step.at, planter, place: each.key, take: () => planter.take(step) })),
      // Of a case everything comes one after the other: what is done in one of its rooms may rest on another.
      ...added.map((step) => ({
        at: step.at,
        planter,
        place: each === ofCentre ? step.room : each.key,
        take: () => planter.takeSample(step),
      })),
    ];
  });
  // In the order of the days and not case by case: then numbers rise with time, as they would have.
  steps.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  let done = 0;
  for (const group of together(steps)) {
    clock.set(shanghaiMoment(group[0]?.at ?? first));
    // Steps begin in their order, so that ids are the same each time; the log takes up all of them in one transaction.
    await Promise.all(group.map(({ take }) => take()));
    for (const { planter } of group) if (planter.isCase && planter.done) progress(++done, all.length);
  }
}

/** Most steps that are taken at once. */
const MOST_TOGETHER = 100;

/** Steps of one moment in different places, which do not rest on one another. What changes people's rights stands alone. */
function together<T extends { readonly at: string; readonly place: string }>(steps: readonly T[]): T[][] {
  const groups: T[][] = [];
  for (const step of steps) {
    const last = groups.at(-1);
    const joins =
      last !== undefined &&
      last.length < MOST_TOGETHER &&
      last.every(({ at, place }) => at === step.at && place !== step.place && place !== 'directory' && step.place !== 'directory');
    if (joins) last.push(step);
    else groups.push([step]);
  }
  return groups;
}

async function plantDirectory(centre: Centre, clock: PlantingClock): Promise<void> {
  const room = roomKey({ centre: centre.id, case: '-', room: 'directory' });
  const requests = [
    ...departments.map(({ id, name }) => directorySlice.request.department({ id, name: name.zh, nameEn: name.en })),
    ...people.map(({ id, name, department, post, postEn, rights }) =>
      directorySlice.request.enrol({
        person: id,
        name,
        department,
        post,
        postEn,
        rights: [...rights],
      }),
    ),
  ];
  for (const request of requests) {
    const id = createUlid(0, (count) => clock.random(count));
    unwrap(await centre.act(centre.system, room, { id, ...request, base: Number.MAX_SAFE_INTEGER }));
  }
}

/** A room of a case as its writers have it. */
interface PlantedRoom {
  readonly content: ContentReader;
  /** Client id of each person. */
  readonly clients: Map<string, number>;
}

type Author = Pick<SeedStep, 'at' | 'by'>;

class CasePlanter {
  readonly #centre: Centre;
  readonly #clock: PlantingClock;
  readonly #case: SeedCase;
  readonly #id: string;
  readonly #parties: ReadonlyMap<string, SeedParty>;
  readonly #rooms = new Map<string, PlantedRoom>();
  #left = 0;
  #madeAt = 0;

  constructor(centre: Centre, clock: PlantingClock, seed: SeedCase) {
    this.#centre = centre;
    this.#clock = clock;
    this.#case = seed;
    this.#parties = new Map(seed.parties.map((party) => [party.key, party]));
    this.#id =
      seed.key === CENTRE_CASE || seed.key === YEARS_OF_CENTRE
        ? CENTRE_CASE
        : createUlid(shanghaiMoment(seed.steps[0]?.at ?? '2024-01-01T00:00'), (count) => clock.random(count));
  }

  /** How many steps will come. */
  expect(steps: number): void {
    this.#left = steps;
  }

  get isCase(): boolean {
    return this.#id !== CENTRE_CASE;
  }

  get done(): boolean {
    return this.#left === 0;
  }

  async takeSample(step: SampleStep): Promise<void> {
    this.#begin(step);
    if ('act' in step) return this.#act(step, step.act, step.room);
    if ('run' in step) return this.#write(step, step.run, step.room);
    const { record, id, field, text } = step.type;
    return this.#change(step, step.room, (content, { person, now }) => {
      const writer = new ContentWriter(content, now);
      const { length } = content.doc.getText(textName(record.name, id, field));
      // The field is the plugin's word: a name that is no text field fails in the record's own checks.
      writer.edit(record, id, field as never, [{ retain: length }, { insert: text }]);
      return writer.commit({ actor: person, command: 'seed.type' });
    });
  }

  async take(step: SeedStep): Promise<void> {
    this.#begin(step);
    switch (step.do) {
      case 'create': {
        const village = villages.find((each) => each.key === step.village)?.name ?? step.village;
        await this.#act(
          step,
          caseSlice.request.create({
            title: step.title,
            category: step.category,
            source: step.source === 'police' ? 'public-security' : step.source,
            village,
          }),
        );
        if (step.place !== undefined) await this.#write(step, editFacts.request({ patch: { place: step.place } }));
        return this.#write(step, replaceFacts.request({ text: step.summary }));
      }
      case 'ask': {
        const { id, what, for: whom } = step;
        return this.#act(step, taskSlice.request.ask({ id, what, for: whom }));
      }
      case 'answer':
        return this.#act(step, taskSlice.request.answer({ id: step.id, note: step.note }));
      case 'addMember':
        return this.#act(step, caseSlice.request.addMember({ person: step.person, role: step.role }));
      case 'move':
        return this.#act(step, caseSlice.request.move({ to: step.to, reason: step.reason }));
      case 'close':
        return this.#act(step, caseSlice.request.close({ outcome: step.outcome, reason: step.reason }));
      case 'addParty':
        for (const key of step.parties) await this.#addParty(step, key);
        return;
      case 'setFacts':
        return this.#write(step, replaceFacts.request({ text: step.text }));
      case 'addIssue':
        return this.#write(step, addIssue.request({ id: this.#newId(), title: step.text }));
      case 'addEvidence': {
        const { name, original, pages, purpose } = step;
        const from = this.#parties.get(step.from)?.name ?? step.from;
        return this.#write(
          step,
          addEvidence.request({ id: this.#newId(), evidence: { name, from, original, pages, purpose, receivedOn: step.at.slice(0, 10) } }),
        );
      }
      case 'proposal': {
        const terms = step.answer === undefined ? step.text : `${step.text}\n答复：${step.answer}`;
        return this.#write(step, addProposal.request({ id: this.#newId(), from: this.#parties.get(step.from)?.name ?? step.from, terms }));
      }
      case 'allocation':
        await this.#write(step, editFacts.request({ patch: { amountFen: step.totalFen } }));
        return this.#write(
          step,
          setAllocation.request({
            totalFen: step.totalFen,
            shares: step.groups.map(({ name, basisPoints }) => ({ key: name, basisPoints })),
          }),
        );
    }
  }

  async #addParty(step: SeedStep, key: string): Promise<void> {
    const party = this.#parties.get(key);
    if (party === undefined) throw new Error(`seed case ${this.#case.key}: no party ${key}`);
    const { kind, name, sex, idNumber, phone, address, representative, members = [], certificate, proxy } = party;
    const note = [certificate === undefined ? undefined : `林权证 ${certificate}`, party.note]
      .filter((part) => part !== undefined)
      .join('；');
    const group = this.#groupOf(key);
    const id = this.#newId();
    await this.#write(
      step,
      addParty.request({
        id,
        party: { kind, name, sex, idNumber, phone, address, representative, group, note: note === '' ? undefined : note },
        members: members.map((member) => `${member.name}（${member.relation}）`),
      }),
    );
    if (proxy !== undefined)
      await this.#write(step, addPartyPerson.request({ id: this.#newId(), party: id, role: 'proxy', actsFor: name, ...proxy }));
  }

  /** Group of a division to which the party will belong. */
  #groupOf(key: string): string | undefined {
    return this.#case.steps.flatMap((step) => (step.do === 'allocation' ? step.groups : [])).find((group) => group.parties.includes(key))
      ?.name;
  }

  #begin({ at }: Author): void {
    this.#left--;
    this.#madeAt = Math.max(this.#madeAt, shanghaiMoment(at));
  }

  /** Ids sort as they were made, as ids of a real day do. */
  #newId(): string {
    return createUlid(this.#madeAt++, (count) => this.#clock.random(count));
  }

  #roomKey(room: string): string {
    return roomKey({ centre: this.#centre.id, case: this.#id, room });
  }

  async #act(author: Author, request: ActRequest, room = 'case'): Promise<void> {
    // The seed's authors know all that was logged before: no act of theirs is a conflict.
    const intent = { id: this.#newId(), ...request, base: Number.MAX_SAFE_INTEGER };
    unwrap(await this.#centre.act({ person: author.by, device: DEVICE }, this.#roomKey(room), intent));
  }

  #write(author: Author, request: ContentRequest, room = 'joint'): Promise<void> {
    const command = request.command === replaceFacts.name ? replaceFacts : this.#centre.model.room(room)?.command(request.command);
    if (command === undefined) throw new Error(`no command ${request.command} in ${room}`);
    return this.#change(author, room, (content, context) => command.run(content, request.args, context));
  }

  async #change(author: Author, room: string, change: (content: ContentReader, context: CommandContext) => Result<void>): Promise<void> {
    const { content, clients } = this.#roomOf(room);
    const { doc } = content;
    doc.clientID = this.#clientOf(author.by, clients);
    const updates: Uint8Array[] = [];
    const collect = (update: Uint8Array) => updates.push(update);
    doc.on('update', collect);
    unwrap(change(content, { person: author.by, now: shanghaiMoment(author.at), id: () => this.#newId() }));
    doc.off('update', collect);
    const who = { person: author.by, device: DEVICE };
    for (const update of updates) unwrap(await this.#centre.write(who, `${this.#roomKey(room)}@1`, [doc.clientID], update));
  }

  #roomOf(name: string): PlantedRoom {
    const known = this.#rooms.get(name) ?? { content: new ContentReader(createRoomDoc()), clients: new Map() };
    this.#rooms.set(name, known);
    return known;
  }

  #clientOf(person: string, clients: Map<string, number>): number {
    const known = clients.get(person);
    if (known !== undefined) return known;
    const client = new DataView(this.#clock.random(4).buffer).getUint32(0);
    clients.set(person, client);
    return client;
  }
}

function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  const { code, seen, expected, at } = result.refusal;
  throw new Error(`seed refused: ${code} ${seen}, expected ${expected}${at === undefined ? '' : ` at ${at}`}`);
}

import {
  type ActRequest,
  addEvidence,
  addIssue,
  addParty,
  addProposal,
  CENTRE_RIGHTS,
  type CommandContext,
  ContentReader,
  type ContentRequest,
  caseSlice,
  createRoomDoc,
  createUlid,
  defineCommand,
  directorySlice,
  editFacts,
  Facts,
  type Result,
  roomKey,
  setAllocation,
  shanghaiMoment,
} from '@onedoor/core';
import * as z from '@onedoor/core/z';
import { Minutes, openSession } from '@onedoor/plugin-mediation/model';
import type { Centre } from '@onedoor/server';
import { cases } from './data/cases.js';
import { mujianggou } from './data/mujianggou.js';
import { departments, people } from './data/people.js';
import type { SeedCase, SeedParty, SeedStep } from './data/types.js';
import { villages } from './data/villages.js';

/** Time and chance of the planting: it writes each step on its own day, and the same ids each time. */
export interface PlantingClock {
  set(nowMs: number): void;
  random(count: number): Uint8Array;
}

const DEVICE = 'seed';

const appendText = defineCommand({
  name: 'seed.appendMinutes',
  args: z.object({ id: z.string(), text: z.string() }),
  run: (tx, { id, text }) => tx.edit(Minutes, id, 'text', [{ retain: tx.get(Minutes, id)?.text.length ?? 0 }, { insert: text }]),
});
const replaceFacts = defineCommand({
  name: 'seed.replaceFacts',
  args: z.object({ text: z.string() }),
  run: (tx, { text }) =>
    tx.edit(Facts, Facts.name, 'summary', [{ delete: tx.get(Facts, Facts.name)?.summary.length ?? 0 }, { insert: text }]),
});

/**
 * Fills an empty centre with the seed story and some thirty invented cases. Everything goes the way that staff's work
 * goes: acts as intents, content as commands, each by its own author on its own day.
 *
 * @param progress called after each case with the number done and the number of all
 * @throws OnedoorError of the first step that the centre refuses
 */
export async function plant(centre: Centre, clock: PlantingClock, progress: (done: number, all: number) => void = () => {}): Promise<void> {
  const all = [mujianggou, ...cases];
  const first = all.flatMap((each) => each.steps.map((step) => step.at)).sort()[0] ?? '2024-01-02T09:00';
  clock.set(shanghaiMoment(first) - 86_400_000);
  await plantDirectory(centre, clock);
  const steps = all.flatMap((each) => {
    const planter = new CasePlanter(centre, clock, each);
    return each.steps.map((step) => ({ step, planter }));
  });
  // In the order of the days and not case by case: then numbers rise with time, as they would have.
  steps.sort((a, b) => (a.step.at < b.step.at ? -1 : a.step.at > b.step.at ? 1 : 0));
  let done = 0;
  for (const { step, planter } of steps) {
    clock.set(shanghaiMoment(step.at));
    await planter.take(step);
    if (planter.done) progress(++done, all.length);
  }
}

async function plantDirectory(centre: Centre, clock: PlantingClock): Promise<void> {
  const room = roomKey({ centre: centre.id, case: '-', room: 'directory' });
  const requests = [
    ...departments.map(({ id, name }) => directorySlice.request.department({ id, name: name.zh, nameEn: name.en })),
    ...people.map(({ id, name, department, post, rights }) =>
      directorySlice.request.enrol({
        person: id,
        name,
        department,
        post,
        rights: rights.filter((right) => CENTRE_RIGHTS.some((known) => known === right)),
      }),
    ),
  ];
  for (const request of requests) {
    const id = createUlid(0, (count) => clock.random(count));
    unwrap(await centre.act(centre.system, room, { id, ...request, base: Number.MAX_SAFE_INTEGER }));
  }
}

class CasePlanter {
  readonly #centre: Centre;
  readonly #clock: PlantingClock;
  readonly #case: SeedCase;
  readonly #id: string;
  readonly #parties: ReadonlyMap<string, SeedParty>;
  readonly #content = new ContentReader(createRoomDoc());
  readonly #clients = new Map<string, number>();
  #left: number;
  #madeAt = 0;
  #minutes: { readonly id: string; readonly day: string } | undefined;

  constructor(centre: Centre, clock: PlantingClock, seed: SeedCase) {
    this.#centre = centre;
    this.#clock = clock;
    this.#case = seed;
    this.#left = seed.steps.length;
    this.#parties = new Map(seed.parties.map((party) => [party.key, party]));
    this.#id = createUlid(shanghaiMoment(seed.steps[0]?.at ?? '2024-01-01T00:00'), (count) => clock.random(count));
  }

  get done(): boolean {
    return this.#left === 0;
  }

  async take(step: SeedStep): Promise<void> {
    this.#left--;
    this.#madeAt = Math.max(this.#madeAt, shanghaiMoment(step.at));
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
      case 'typeMinutes':
        return this.#typeMinutes(step, step.text);
    }
  }

  async #addParty(step: SeedStep, key: string): Promise<void> {
    const party = this.#parties.get(key);
    if (party === undefined) throw new Error(`seed case ${this.#case.key}: no party ${key}`);
    const { kind, name, sex, idNumber, phone, address, representative, members = [], certificate } = party;
    const note = [certificate === undefined ? undefined : `林权证 ${certificate}`, party.note]
      .filter((part) => part !== undefined)
      .join('；');
    const group = this.#groupOf(key);
    await this.#write(
      step,
      addParty.request({
        id: this.#newId(),
        party: { kind, name, sex, idNumber, phone, address, representative, group, note: note === '' ? undefined : note },
        members: members.map((member) => `${member.name}（${member.relation}）`),
      }),
    );
  }

  /** Group of a division to which the party will belong. */
  #groupOf(key: string): string | undefined {
    return this.#case.steps.flatMap((step) => (step.do === 'allocation' ? step.groups : [])).find((group) => group.parties.includes(key))
      ?.name;
  }

  /** One record a session day, in which all of that day is written. */
  async #typeMinutes(step: SeedStep, text: string): Promise<void> {
    const day = step.at.slice(0, 10);
    if (this.#minutes?.day !== day) {
      this.#minutes = { id: this.#newId(), day };
      await this.#write(step, openSession.request({ id: this.#minutes.id, heldOn: day, place: '调解室' }));
    }
    await this.#write(step, appendText.request({ id: this.#minutes.id, text: `${text}\n` }));
  }

  /** Ids sort as they were made, as ids of a real day do. */
  #newId(): string {
    return createUlid(this.#madeAt++, (count) => this.#clock.random(count));
  }

  async #act(step: SeedStep, request: ActRequest): Promise<void> {
    const room = roomKey({ centre: this.#centre.id, case: this.#id, room: 'case' });
    // The seed's authors know all that was logged before: no act of theirs is a conflict.
    unwrap(
      await this.#centre.act({ person: step.by, device: DEVICE }, room, { id: this.#newId(), ...request, base: Number.MAX_SAFE_INTEGER }),
    );
  }

  async #write(step: SeedStep, request: ContentRequest): Promise<void> {
    const room = roomKey({ centre: this.#centre.id, case: this.#id, room: 'joint' });
    const { doc } = this.#content;
    doc.clientID = this.#clientOf(step.by);
    const updates: Uint8Array[] = [];
    const collect = (update: Uint8Array) => updates.push(update);
    doc.on('update', collect);
    const context: CommandContext = { person: step.by, now: shanghaiMoment(step.at), id: () => this.#newId() };
    const command =
      [appendText, replaceFacts].find((each) => each.name === request.command) ??
      this.#centre.model.room('joint')?.command(request.command);
    if (command === undefined) throw new Error(`no command ${request.command}`);
    unwrap(command.run(this.#content, request.args, context));
    doc.off('update', collect);
    for (const update of updates)
      unwrap(await this.#centre.write({ person: step.by, device: DEVICE }, `${room}@1`, [doc.clientID], update));
  }

  #clientOf(person: string): number {
    const known = this.#clients.get(person);
    if (known !== undefined) return known;
    const client = new DataView(this.#clock.random(4).buffer).getUint32(0);
    this.#clients.set(person, client);
    return client;
  }
}

function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  const { code, seen, expected, at } = result.refusal;
  throw new Error(`seed refused: ${code} ${seen}, expected ${expected}${at === undefined ? '' : ` at ${at}`}`);
}

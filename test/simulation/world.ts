import { type MemoryDisk, MemoryStore, openSession } from '@onedoor/client';
import {
  type ActRequest,
  caseSlice,
  createUlid,
  directorySlice,
  type Intent,
  Model,
  type OpenRoom,
  type Room,
  roomKey,
  type Session,
} from '@onedoor/core';
import type { Random } from '@onedoor/core/testing';
import { Audit } from './audit.js';
import { Browser, Page } from './browser.js';
import { deskPlugin } from './desk-plugin.js';
import { HOSTILE, Hostile } from './hostile.js';
import { Ledger } from './ledger.js';
import { LogReplica } from './log-replica.js';
import type { InFlight, Listener } from './network.js';
import { Secrecy } from './secrecy.js';
import { CENTRE_ID, SERVER_URL, ServerHost, tokenFor } from './server-host.js';
import { Stranger } from './stranger.js';
import { drain, VirtualTime } from './virtual-time.js';

const START = Date.UTC(2024, 2, 1);
const MAX_DELIVERIES = 50_000;

export interface Person {
  readonly id: string;
  readonly department: string;
  readonly rights: readonly string[];
  /** Part in the first case from the start. */
  readonly role?: 'lead' | 'member' | 'observer';
  readonly devices: number;
}

export const PEOPLE: readonly Person[] = [
  { id: 'li', department: 'judicial', rights: ['case.create'], role: 'lead', devices: 1 },
  { id: 'wang', department: 'police', rights: ['case.create'], role: 'member', devices: 2 },
  { id: 'zhao', department: 'judicial', rights: [], role: 'member', devices: 1 },
  { id: 'guan', department: 'petition', rights: [], role: 'observer', devices: 1 },
  { id: 'xin', department: 'petition', rights: ['case.create'], devices: 1 },
  { id: HOSTILE, department: 'police', rights: [], role: 'member', devices: 0 },
];

/** What a mutation check changes; nothing of it is in the packages. */
export interface Mutation {
  /** Changes the model that clients fold with. */
  readonly clientModel?: (model: Model) => void;
  /** Stands between a page and its store. */
  readonly store?: (disk: MemoryDisk) => MemoryStore;
  /** Stands between the server and a wire. */
  readonly world?: (world: World) => void;
}

export interface WorldOptions {
  readonly mutation?: Mutation;
  /** Browsers by person, instead of chance; their pages then show every room. */
  readonly cast?: Readonly<Record<string, number>>;
}

/** A page with a session in it. */
export interface Tab {
  readonly page: Page;
  readonly browser: Browser;
  readonly person: string;
  readonly session: Session;
  /** Rooms that the page shows, by room key. */
  readonly rooms: Map<string, OpenRoom>;
}

/** One centre, its people, their browsers and everything that is on its way between them. */
export class World {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly host: ServerHost;
  readonly log: LogReplica;
  readonly audit: Audit;
  readonly secrecy: Secrecy;
  /** Hears everything that goes over the network. */
  readonly listener: Listener;
  readonly ledger: Ledger;
  readonly stranger: Stranger;
  readonly hostile: Hostile;
  readonly mutation: Mutation;
  readonly browsers: Browser[] = [];
  readonly owners = new Map<Browser, string>();
  readonly tabs: Tab[] = [];
  /** Ids of the cases that anybody has made, logged or not. */
  readonly cases: string[] = [];
  /**
   * Rooms in which somebody has undone something. Yjs cannot tell a value that was taken back from one that lost
   * against another: whether it is shown as contested there depends on what a replica heard first.
   */
  readonly undone = new Set<string>();
  /** Errors that nothing should have thrown. */
  readonly faults: string[] = [];
  readonly clientModel: Model;
  readonly #showChance: number;
  readonly #exits = new Set(process.listeners('exit'));
  readonly #onFault = (error: unknown) => void this.faults.push(error instanceof Error ? (error.stack ?? error.message) : String(error));

  private constructor(random: Random, time: VirtualTime, host: ServerHost, clientModel: Model, { mutation = {}, cast }: WorldOptions) {
    this.random = random;
    this.time = time;
    this.host = host;
    this.clientModel = clientModel;
    this.mutation = mutation;
    this.#showChance = cast === undefined ? 0.7 : 1;
    this.log = new LogReplica(host);
    this.audit = new Audit(this.log);
    this.secrecy = new Secrecy(host);
    host.onLog = (line) => this.secrecy.logged(line);
    const { audit, secrecy } = this;
    this.listener = {
      arrived: (wire, bytes) => audit.arrived(wire, bytes),
      given(wire, bytes) {
        audit.given(wire, bytes);
        secrecy.given(wire, bytes);
      },
      answered(request, answer) {
        audit.answered(request, answer);
        secrecy.answered(request, answer);
      },
      posted: (browser, message) => secrecy.posted(browser, this.owners.get(browser) ?? '', message),
    };
    this.ledger = new Ledger(this.log, (word, room, browser) => secrecy.plant(word, room, this.owners.get(browser) ?? ''));
    this.stranger = new Stranger(time.random);
    this.hostile = new Hostile(time.random);
    process.on('uncaughtException', this.#onFault);
    process.on('unhandledRejection', this.#onFault);
  }

  /** @param fork a second source, so that how many ids are made does not change what happens next */
  static async create(random: Random, fork: Random, { mutation = {}, cast }: WorldOptions = {}): Promise<World> {
    const time = new VirtualTime(fork, START);
    time.install();
    const host = await ServerHost.create(time, new Model([deskPlugin]), cast === undefined && random.chance(0.05) ? 'sqlite' : 'memory');
    const clientModel = new Model([deskPlugin]);
    mutation.clientModel?.(clientModel);
    const world = new World(random, time, host, clientModel, { mutation, ...(cast === undefined ? {} : { cast }) });
    mutation.world?.(world);
    host.start();
    await world.#found();
    for (const person of PEOPLE) {
      const devices = cast !== undefined ? (cast[person.id] ?? 0) : person.role === 'lead' ? 1 : random.below(person.devices + 1);
      for (let device = 1; device <= devices; device++) {
        const browser = new Browser(`${person.id}${device}`, time, host, world.listener);
        world.browsers.push(browser);
        world.owners.set(browser, person.id);
        await world.openTab(browser);
      }
    }
    await world.deliverAll();
    return world;
  }

  async destroy(): Promise<void> {
    for (const tab of this.tabs) tab.page.die();
    await this.host.destroy();
    this.time.uninstall();
    process.off('uncaughtException', this.#onFault);
    process.off('unhandledRejection', this.#onFault);
    // Providers of pages that were killed still wait for the end of the process, and hold their whole world.
    for (const listener of process.listeners('exit')) if (!this.#exits.has(listener)) process.off('exit', listener);
  }

  key(caseId: string, room: string): string {
    return roomKey({ centre: CENTRE_ID, case: caseId, room });
  }

  newId(): string {
    return createUlid(this.time.now(), (count) => this.time.random.bytes(count));
  }

  roomKind(room: string): Room {
    const kind = this.host.model.room(room);
    if (kind === undefined) throw new Error(`no room ${room}`);
    return kind;
  }

  // pages

  async openTab(browser: Browser): Promise<Tab> {
    const person = this.owners.get(browser) ?? '';
    const page = new Page(browser);
    const store = this.mutation.store?.(browser.disk) ?? new MemoryStore(browser.disk);
    const session = await openSession({
      server: SERVER_URL,
      identity: { centre: CENTRE_ID, person },
      model: this.clientModel,
      platform: page.platform(),
      store,
      token: async () => tokenFor(person, this.time.now()),
    });
    const tab: Tab = { page, browser, person, session, rooms: new Map() };
    this.tabs.push(tab);
    await drain();
    const first = this.cases[0];
    if (first !== undefined)
      for (const room of ['case', 'joint', 'desk.private', 'desk.sealed'])
        if (this.random.chance(this.#showChance)) this.openRoom(tab, first, room);
    await drain();
    return tab;
  }

  openRoom(tab: Tab, caseId: string, room: string): OpenRoom {
    const key = this.key(caseId, room);
    const open = tab.rooms.get(key) ?? tab.session.open({ case: caseId, room });
    tab.rooms.set(key, open);
    return open;
  }

  killTab(tab: Tab): void {
    tab.page.die();
    this.tabs.splice(this.tabs.indexOf(tab), 1);
  }

  async closeTab(tab: Tab): Promise<void> {
    this.tabs.splice(this.tabs.indexOf(tab), 1);
    tab.page.hide();
    let closed = false;
    void tab.session.close().then(() => {
      closed = true;
    });
    for (let wait = 0; wait < 60 && !closed; wait++) {
      await this.deliverAll();
      if (!closed) await this.time.advance(1000);
    }
    if (!closed) this.faults.push(`${tab.browser.name}: a session does not close`);
    tab.page.die();
  }

  // what is on its way

  inFlight(): InFlight[] {
    const { host } = this;
    const turn: InFlight[] = host.turnDue ? [{ ready: true, deliver: () => host.turn() }] : [];
    const strangers = [...this.stranger.wires(), ...this.hostile.wires()]
      .flatMap((wire) => [wire.upward, wire.downward])
      .filter((lane) => lane.ready);
    return [...turn, ...strangers, ...this.hostile.exchanges(), ...this.browsers.flatMap((browser) => browser.inFlight())];
  }

  async deliver(random: Random, count: number): Promise<number> {
    await drain();
    for (let done = 0; done < count; done++) {
      const ready = this.inFlight();
      if (ready.length === 0) return done;
      random.pick(ready).deliver();
      await drain();
    }
    return count;
  }

  /** Until nothing moves any more without time passing. */
  async deliverAll(): Promise<void> {
    await drain();
    for (let done = 0; done < MAX_DELIVERIES; ) {
      const ready = this.inFlight();
      if (ready.length === 0) return;
      for (const each of ready) if (each.ready) each.deliver();
      done += ready.length;
      await drain();
    }
    throw new Error('the network never comes to rest');
  }

  async restart(how: 'close' | 'crash'): Promise<void> {
    await this.host.stop(how);
    if (how === 'close') return;
    for (const browser of this.browsers) browser.serverDied();
    for (const wire of [...this.stranger.wires(), ...this.hostile.wires()]) wire.cut();
  }

  // the first case, made by the centre itself

  async #found(): Promise<void> {
    const directory = this.key('-', 'directory');
    for (const id of new Set(PEOPLE.map((person) => person.department)))
      await this.#system(directory, directorySlice.request.department({ id, name: id }));
    for (const { id, department, rights } of PEOPLE) {
      await this.#system(directory, directorySlice.request.enrol({ person: id, name: id, department, post: '', rights: [...rights] }));
    }
    const caseId = this.newId();
    this.cases.push(caseId);
    const room = this.key(caseId, 'case');
    const lead = PEOPLE.find((person) => person.role === 'lead')?.id ?? '';
    await this.#logAct(lead, room, caseSlice.request.create({ title: '水渠纠纷', category: '01', source: 'walk-in', village: '红石坝' }));
    for (const { id, role } of PEOPLE) {
      if (role === 'member' || role === 'observer') await this.#logAct(lead, room, caseSlice.request.addMember({ person: id, role }));
    }
  }

  #system(room: string, request: ActRequest): Promise<void> {
    return this.#logAct(undefined, room, request);
  }

  async #logAct(person: string | undefined, room: string, { command, args }: ActRequest): Promise<void> {
    const { centre } = this.host;
    if (centre === undefined) throw new Error('no centre');
    const intent: Intent = { id: this.newId(), command, args: { ...args }, base: this.log.room(room).state.seq };
    const done = centre.act(person === undefined ? centre.system : { person, device: 'setup' }, room, intent);
    while (this.host.turnDue) this.host.turn();
    const result = await done;
    if (!result.ok) throw new Error(`setup: ${command} was refused: ${result.refusal.code}`);
  }
}

import { type LogStore, Model } from '@onedoor/core';
import { Centre } from '../centre.js';
import type { Limits } from '../limits.js';
import { Keyring } from '../log/keys.js';
import { MemoryLogStore } from '../log/memory-log-store.js';
import { Desk } from './desk.js';
import { device, enrolPeople, makeCase, type PersonId } from './small-centre.js';

/** Joint room of the case `k1`. */
const ROOM = 't/k1/joint';

/** A centre with one case and a clock that stands still, whose indexes are written when they are asked for. */
export class StillCentre {
  static readonly room = ROOM;
  readonly store: LogStore;
  readonly #limits: Partial<Limits>;
  readonly #model: Model;
  centre: Centre;
  /** Epoch milliseconds: 2024-03-11 09:00 in Shanghai. */
  now = Date.UTC(2024, 2, 11, 1);
  /** Ends of turns that were waited for. */
  turns = 0;
  #clients = 1;

  constructor(limits: Partial<Limits> = {}, store: LogStore = new MemoryLogStore(), model = new Model()) {
    this.store = store;
    this.#limits = limits;
    this.#model = model;
    this.centre = this.#open();
  }

  async plant(): Promise<this> {
    await enrolPeople(this.centre);
    await makeCase(this.centre, 'k1');
    return this;
  }

  /** As after the end of the process: nothing is written that was not. */
  crash(): void {
    this.centre = this.#open();
  }

  desk(person: PersonId): Desk {
    return new Desk(this.centre, device(person), ROOM, this.#clients++ * 1000);
  }

  roomId(): number {
    return this.store.room(ROOM)?.id ?? 0;
  }

  #open(): Centre {
    const keys = new Keyring(new Uint8Array(32), (count) => new Uint8Array(count).fill(3));
    return new Centre({
      id: 't',
      name: '测试',
      store: this.store,
      keys,
      model: this.#model,
      now: () => this.now,
      later: () => () => undefined,
      defer: (run) => {
        this.turns++;
        setImmediate(run);
      },
      limits: this.#limits,
    });
  }
}

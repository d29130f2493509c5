import type { ContentRequest, TextDelta } from '@onedoor/core';
import { Replica } from '@onedoor/core/testing';
import { encodeStateAsUpdate } from 'yjs';
import type { Who } from '../bindings.js';
import { type Centre, expectOk } from '../centre.js';

/** Somebody who writes in one room without a socket: commands run on a copy of their own, and the updates are logged. */
export class Desk {
  #centre: Centre;
  readonly #who: Who;
  readonly #room: string;
  readonly #client: number;
  readonly #replica: Replica;

  /** @param room room key, such as `t/k1/joint` */
  constructor(centre: Centre, who: Who, room: string, client: number) {
    this.#centre = centre;
    this.#who = who;
    this.#room = room;
    this.#client = client;
    this.#replica = new Replica(client);
  }

  /** Goes on at a centre that was opened again. */
  moveTo(centre: Centre): void {
    this.#centre = centre;
  }

  /** Takes over what the others have written. */
  pull(): void {
    this.#replica.receive([encodeStateAsUpdate(this.#centre.reader(this.#room).doc)]);
  }

  /** Runs a content command and logs it. */
  async run(request: ContentRequest): Promise<void> {
    const command = this.#centre.model.room(this.#room.split('/')[2] ?? '')?.command(request.command);
    if (command === undefined) throw new Error(`no command ${request.command}`);
    expectOk(command.run(this.#replica.reader, request.args, { person: this.#who.person, now: 0, id: () => 'x' }));
    await this.send();
  }

  /** Types into a text and logs it. */
  async type(text: string, delta: TextDelta): Promise<void> {
    this.#replica.doc.getText(text).applyDelta([...delta]);
    await this.send();
  }

  /** Logs what was written here since the last time. */
  async send(): Promise<void> {
    for (const update of this.#replica.take()) expectOk(await this.#centre.write(this.#who, this.#room, [this.#client], update));
  }
}

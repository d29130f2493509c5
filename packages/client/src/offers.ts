import { type ActRequest, CENTRE_CASE, foresee, type Intent, OFFER, ok, type Refusal, type Result, refuse, roomKey } from '@onedoor/core';
import type { RoomCopy } from './copy.js';
import { type Kernel, newId } from './kernel.js';
import { FIRST_COPY } from './storage/client-store.js';
import type { Tabs } from './tabs/tabs.js';

/** What a person does with their refused changes: asks for them, or puts them away. */
export class Offers {
  readonly #kernel: Kernel;
  readonly #tabs: Tabs;

  readonly #send: () => void;

  /** @param send called when there is something to be sent */
  constructor(kernel: Kernel, tabs: Tabs, send: () => void) {
    this.#kernel = kernel;
    this.#tabs = tabs;
    this.#send = send;
  }

  async offer(id: string): Promise<Result<void>> {
    const { outbox, queue, identity, platform } = this.#kernel;
    const refused = outbox.refused.get().find((each) => each.id === id);
    if (refused === undefined || refused.case === CENTRE_CASE)
      return refuse('UNKNOWN_RECORD', { seen: id, expected: 'a refused change of a case', todo: 'Reload the page.' });
    // Asked for in another tab, or twice: it goes once.
    if (refused.offer !== undefined && refused.offer.state !== 'failed') return ok(undefined);
    const now = platform.now();
    const room = roomKey({ centre: identity.centre, case: refused.case, room: refused.room });
    const change = { command: refused.command, args: refused.args };
    const args = { change, madeAt: Math.floor(refused.madeAt), code: refused.refusal.code };
    const intent: Intent = { id: newId(platform), command: OFFER, args, base: 0 };
    const row = outbox.place({ id: intent.id, room, kind: 'intent', command: OFFER, args, intent, madeAt: now }, now);
    const changes = outbox.offer(id, { id: intent.id, askedAt: now, state: 'waiting' });
    await queue.commit([{ table: 'outbox', put: row }, ...changes]).catch(() => {});
    // What was refused first: the tab that leads has to know what the intent is about before it sends it.
    this.#tabs.post({ kind: 'refused' });
    this.#tabs.post({ kind: 'local', room, copy: FIRST_COPY, rows: [row] });
    this.#send();
    return ok(undefined);
  }

  async dismiss(id: string): Promise<void> {
    const { outbox, queue } = this.#kernel;
    const offer = outbox.refused.get().find((each) => each.id === id)?.offer;
    await queue.commit(outbox.dismiss(id));
    this.#tabs.post({ kind: 'refused' });
    if (offer?.state === 'waiting') this.#tabs.post({ kind: 'settled', ids: [offer.id] });
  }

  /** Why an offered change of content that is about to be accepted does not fit what stands here; the server looks again. */
  unfit(copy: RoomCopy, wish: ActRequest): Refusal | undefined {
    const { identity, platform } = this.#kernel;
    const change = copy.room.acts.contentOf(copy.state, wish);
    if (change === undefined) return undefined;
    const foreseen = foresee(copy.doc, copy.room, change, { person: identity.person, now: platform.now(), id: () => newId(platform) });
    return foreseen.ok ? undefined : foreseen.refusal;
  }
}

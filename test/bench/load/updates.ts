import { createRoomDoc } from '@onedoor/core';

/** Begins a mark: the sender's place and the number of its update follow, in base 36. */
export const MARK = '~@';
const SENDER_DIGITS = 3;
const NUMBER_DIGITS = 5;
export const MARK_LENGTH = MARK.length + SENDER_DIGITS + NUMBER_DIGITS;

export const markOf = (sender: number, number: number): string =>
  MARK + sender.toString(36).padStart(SENDER_DIGITS, '0') + number.toString(36).padStart(NUMBER_DIGITS, '0');

/** Marks in a frame, however many updates were merged into it. */
export function readMarks(frame: Buffer, found: (sender: number, number: number) => void): void {
  for (let at = frame.indexOf(MARK); at >= 0; at = frame.indexOf(MARK, at + MARK_LENGTH)) {
    const sender = Number.parseInt(frame.toString('latin1', at + MARK.length, at + MARK.length + SENDER_DIGITS), 36);
    const number = Number.parseInt(frame.toString('latin1', at + MARK.length + SENDER_DIGITS, at + MARK_LENGTH), 36);
    found(sender, number);
  }
}

/** Updates of one writer, each a value of a map under a key of its own: about 45 bytes. */
export class Writer {
  readonly doc = createRoomDoc();
  readonly #sender: number;
  #next = 0;

  constructor(sender: number) {
    this.#sender = sender;
  }

  make(count: number): Uint8Array[] {
    const made: Uint8Array[] = [];
    const take = (update: Uint8Array) => void made.push(update);
    this.doc.on('update', take);
    const map = this.doc.getMap('m');
    for (let at = 0; at < count; at++) map.set(`k${this.#sender}`, markOf(this.#sender, this.#next++));
    this.doc.off('update', take);
    return made;
  }
}

import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * The line between a telephone and its server: it can be cut, be slow upwards, and drop every connection at an interval. Bytes
 * pass unread.
 */
export class WeakLine {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isOpen = true;
  #bytesPerSecond = Number.POSITIVE_INFINITY;
  #freeAt = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  /** How often all connections were dropped by interval, while there was one. */
  drops = 0;

  private constructor(toPort: number) {
    this.#server = createServer((near) => {
      if (!this.#isOpen) return void near.destroy();
      const far = connect(toPort, '127.0.0.1');
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(one);
        one.on('error', () => other.destroy());
        one.on('close', () => {
          this.#sockets.delete(one);
          other.destroy();
        });
      }
      far.pipe(near);
      near.on('data', (chunk) => this.#up(chunk, near, far));
      near.on('end', () => far.end());
    });
    this.#server.on('error', () => {});
  }

  static async to(port: number): Promise<WeakLine> {
    const line = new WeakLine(port);
    await new Promise<void>((done) => line.#server.listen(0, '127.0.0.1', done));
    return line;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the line is closed');
    return address.port;
  }

  /** Nothing gets through. */
  cut(): void {
    this.#isOpen = false;
    this.#dropAll();
  }

  /** @param line.dropEveryMs all connections are dropped at this interval */
  open(line: { readonly bytesPerSecond: number; readonly dropEveryMs: number }): void {
    this.#isOpen = true;
    this.#bytesPerSecond = line.bytesPerSecond;
    this.#timer = setInterval(() => {
      if (this.#sockets.size > 0) this.drops++;
      this.#dropAll();
    }, line.dropEveryMs);
  }

  /** Without haste and without drops from now on. */
  steady(): void {
    clearInterval(this.#timer);
    this.#bytesPerSecond = Number.POSITIVE_INFINITY;
  }

  close(): void {
    this.steady();
    this.#dropAll();
    this.#server.close();
  }

  #dropAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** All connections share one way up. */
  #up(chunk: Buffer, near: Socket, far: Socket): void {
    const now = Date.now();
    this.#freeAt = Math.max(now, this.#freeAt) + (1000 * chunk.length) / this.#bytesPerSecond;
    const wait = this.#freeAt - now;
    if (wait < 1) return void far.write(chunk);
    near.pause();
    setTimeout(() => {
      if (!far.destroyed) far.write(chunk);
      if (!near.destroyed) near.resume();
    }, wait);
  }
}

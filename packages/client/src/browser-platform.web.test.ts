import { browserPlatform } from './browser-platform.js';

const equal = (seen: unknown, expected: unknown): void => {
  if (JSON.stringify(seen) !== JSON.stringify(expected))
    throw new Error(`expected ${JSON.stringify(expected)}, saw ${JSON.stringify(seen)}`);
};

describe('long work in a page', () => {
  it('goes on in the next task, and after a key not before the frame that answers it', async () => {
    const { pause } = browserPlatform();
    const order: string[] = [];
    const work = async (name: string): Promise<void> => {
      await pause?.();
      order.push(name);
    };
    const frame = (): Promise<void> =>
      new Promise((done) =>
        requestAnimationFrame(() => {
          order.push('frame');
          done();
        }),
      );
    await frame();
    await Promise.all([work('no key'), frame()]);
    equal(order, ['frame', 'no key', 'frame']);
    dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }));
    await Promise.all([work('after the key'), frame()]);
    await work('and on');
    equal(order.slice(3, 4), ['frame']);
    equal(order.slice(4), ['after the key', 'and on']);
  });

  it('goes on where no frame comes: the key has taken the window away, or the frame is out of sight', async () => {
    const { pause } = browserPlatform();
    const draw = window.requestAnimationFrame;
    window.requestAnimationFrame = () => 0;
    dispatchEvent(new KeyboardEvent('keydown', { key: 'Alt' }));
    await pause?.();
    window.requestAnimationFrame = draw;
  });
});

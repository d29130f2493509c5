/** What the benchmark of texts does inside a page: one person with a session and one text. */
import { browserPlatform, openSession } from '@onedoor/client';
import { Facts, Model, type OpenRoom, type TextField } from '@onedoor/core';
import { OnedoorRich, OnedoorText } from '@onedoor/elements';

export interface TextBench {
  /** Opens a case and shows its text in an editor. */
  open(token: string, caseId: string, length: number, rich: boolean): Promise<void>;
  /** What the text holds. */
  length(): number;
  /** Milliseconds from each key to the frame that shows it, since the last call. */
  measured(): number[];
  /** Nothing typed here waits for the server. */
  isLogged(): boolean;
}

declare global {
  interface Window {
    textBench: TextBench;
  }
}

const rest = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
let room: OpenRoom;
let field: TextField;
let unsent = (): number => 0;
let measured: number[] = [];

/** The first task after the frame in which a key is shown. */
addEventListener(
  'keydown',
  (event) => {
    if (event.key.length !== 1 || event.ctrlKey) return;
    const { timeStamp } = event;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        measured.push(performance.now() - timeStamp);
        port1.close();
      };
      port2.postMessage(undefined);
    });
  },
  true,
);

window.textBench = {
  async open(token, caseId, length, rich) {
    const session = await openSession({
      server: location.origin,
      token: async () => token,
      model: new Model(),
      platform: browserPlatform(),
    });
    unsent = () => session.sync.get().unsent;
    while (!session.rows.get().some((row) => row.case === caseId)) await rest(20);
    room = session.open({ case: caseId, room: 'joint' });
    await room.ready;
    // A plain text is stored as a structured one of paragraphs, so the same field serves for both.
    field = rich ? room.rich(Facts, 'facts', 'summary' as never, '事实') : room.text(Facts, 'facts', 'summary', '事实');
    while (!room.status.get().writable || field.value().length < length) await rest(20);
    customElements.define('onedoor-text', OnedoorText);
    customElements.define('onedoor-rich', OnedoorRich);
    const element = Object.assign(rich ? new OnedoorRich() : new OnedoorText(), { field });
    document.body.append(element);
    while (element.shadowRoot?.querySelector(rich ? '.ProseMirror' : '.cm-content') === null) await rest(20);
    element.focus();
  },
  length: () => field.value().length,
  measured() {
    const taken = measured;
    measured = [];
    return taken;
  },
  isLogged: () => unsent() === 0,
};

import type { PluginView, PluginViewClass } from './plugin-view.js';

/** A view's render threw. Caught by the host, never seen by the page. */
export class PluginCrash extends Event {
  static readonly type = 'onedoor-plugin-crash';
  readonly error: unknown;

  constructor(error: unknown) {
    super(PluginCrash.type, { bubbles: false, composed: false });
    this.error = error;
  }
}

const guarded = new Map<PluginViewClass, PluginViewClass>();
let made = 0;

/** A view class with a tag made by the host, guarded so that an error in its life on the page stays inside. */
function guard(plugin: string, view: string, viewClass: PluginViewClass): PluginViewClass {
  const known = guarded.get(viewClass);
  if (known !== undefined) return known;
  class Guarded extends viewClass {
    override connectedCallback(): void {
      this.#guard(() => super.connectedCallback());
    }

    override disconnectedCallback(): void {
      this.#guard(() => super.disconnectedCallback());
    }

    protected override performUpdate(): void {
      this.#guard(() => super.performUpdate());
    }

    #guard(run: () => void): void {
      try {
        run();
      } catch (error) {
        this.dispatchEvent(new PluginCrash(error));
      }
    }
  }
  made += 1;
  customElements.define(`onedoor-plugin-${plugin}-${view}-${made}`.toLowerCase(), Guarded);
  guarded.set(viewClass, Guarded);
  return Guarded;
}

/** Makes an element of a view class. Called as a constructor and not by its tag: an error of it is then thrown to the host. */
export function createView(plugin: string, view: string, viewClass: PluginViewClass): PluginView {
  return new (guard(plugin, view, viewClass))();
}

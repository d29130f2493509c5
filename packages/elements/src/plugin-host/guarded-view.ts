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

const tags = new Map<PluginViewClass, string>();
let made = 0;

/** Tag of a view class: made by the host, guarded so that an error in a render stays inside. */
export function tagOf(plugin: string, view: string, viewClass: PluginViewClass): string {
  const known = tags.get(viewClass);
  if (known !== undefined) return known;
  class Guarded extends viewClass {
    protected override performUpdate(): void {
      try {
        super.performUpdate();
      } catch (error) {
        this.dispatchEvent(new PluginCrash(error));
      }
    }
  }
  made += 1;
  const tag = `onedoor-plugin-${plugin}-${view}-${made}`.toLowerCase();
  customElements.define(tag, Guarded);
  tags.set(viewClass, tag);
  return tag;
}

/** Makes an element of a view class. The constructor may throw as well. */
export function createView(plugin: string, view: string, viewClass: PluginViewClass): PluginView {
  const tag = tagOf(plugin, view, viewClass);
  const element = document.createElement(tag);
  if (!isPluginView(element, viewClass)) throw new Error(`View "${view}" of plugin "${plugin}" could not be made.`);
  return element;
}

const isPluginView = (element: HTMLElement, viewClass: PluginViewClass): element is PluginView => element instanceof viewClass;

import type { Session } from '@onedoor/core';
import { html, render, type TemplateResult } from 'lit';
import { type Locale, loadLocale } from '../locales/locale.js';
import type { PluginEntry } from '../plugin-host/plugin-view.js';

// A test that speaks English does not wait for it.
await loadLocale('en');

/** Puts elements on the page inside a provider. Returns a way to find things through shadow roots, and to leave. */
export function fixture(
  session: Session,
  content: TemplateResult,
  options: { readonly locale?: Locale; readonly plugins?: readonly PluginEntry[] } = {},
) {
  const place = document.createElement('main');
  document.body.append(place);
  document.documentElement.lang = 'zh-CN';
  document.title = 'test';
  const show = (locale: Locale = options.locale ?? 'zh') =>
    render(
      html`<onedoor-session-provider .session=${session} .plugins=${options.plugins ?? []} .locale=${locale} number-prefix="N">${content}</onedoor-session-provider>`,
      place,
    );
  show();
  return {
    place,
    show,
    all: (selector: string) => deep(place, selector),
    text: () => textOf(place),
    remove: () => place.remove(),
  };
}

function deep(root: ParentNode, selector: string): HTMLElement[] {
  const found = [...root.querySelectorAll<HTMLElement>(selector)];
  for (const element of root.querySelectorAll('*')) if (element.shadowRoot !== null) found.push(...deep(element.shadowRoot, selector));
  return found;
}

function textOf(node: Node): string {
  if (node instanceof HTMLStyleElement) return '';
  if (node instanceof Text) return node.data;
  const inside = node instanceof Element && node.shadowRoot !== null ? [...node.shadowRoot.childNodes] : [];
  return [...inside, ...node.childNodes].map(textOf).join(' ').replaceAll(/\s+/g, ' ');
}

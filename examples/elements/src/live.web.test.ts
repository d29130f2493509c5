import { ELEMENTS } from '@onedoor/elements/define';
import { equal, until } from '@onedoor/elements/testing';
import { LIVE } from './live.js';
import { ReferencePage } from './reference-page.js';

customElements.define('reference-page', ReferencePage);

describe('the reference of elements', () => {
  it('has a live example for each tag, and no other', () => {
    equal(Object.keys(LIVE).sort(), Object.keys(ELEMENTS).sort(), 'tags');
  });

  it('shows each element with its parts, live, without a fault', async () => {
    const names = Object.keys(ELEMENTS);
    const none = { attributes: [], members: [], slots: [], cssParts: [], cssProperties: [] };
    ReferencePage.manifest = {
      modules: names.map((tagName) => ({
        declarations: [
          { ...none, name: tagName, tagName, description: `What ${tagName} is.`, events: [{ name: 'od-x', description: 'told' }] },
        ],
      })),
    };
    const faults: string[] = [];
    const listen = (event: ErrorEvent) => faults.push(event.message);
    addEventListener('error', listen);
    const page = new ReferencePage();
    document.body.append(page);
    for (const name of names) {
      location.hash = `#${name}`;
      await until(() => page.shadowRoot?.querySelector(`section#${name} ${name}`)?.shadowRoot?.childElementCount !== undefined, name);
      equal(page.shadowRoot?.querySelector('td code')?.textContent, 'od-x', name);
    }
    page.remove();
    removeEventListener('error', listen);
    equal(faults, [], 'faults');
  });
});

import { html, render } from 'lit';
import { equal } from '../testing/expect.js';
import { guardComposition, isComposing, onSubmit } from './form.js';

describe('forms', () => {
  it('Enter while composing does not submit, in either of the two ways browsers tell it', () => {
    const held = (init: KeyboardEventInit) => {
      const event = new KeyboardEvent('keydown', { key: 'Enter', cancelable: true, ...init });
      guardComposition(event);
      return event.defaultPrevented;
    };
    equal([held({ isComposing: true }), held({ keyCode: 229 }), held({})], [true, true, false]);
    equal(isComposing(new KeyboardEvent('keydown', { key: 'a', keyCode: 229 })), true);
  });

  it('submitting runs the listener with the form and keeps the page', () => {
    const seen: HTMLFormElement[] = [];
    render(html`<form @submit=${onSubmit((form) => seen.push(form))}><button></button></form>`, document.body);
    const form = document.querySelector('form');
    form?.requestSubmit();
    equal([seen.length, seen[0] === form], [1, true]);
  });
});

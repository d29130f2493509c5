import { html, render } from 'lit';
import { equal } from '../testing/expect.js';
import { typed } from './typed.js';

describe('typed', () => {
  const place = () => document.body.appendChild(document.createElement('div'));
  const show = (into: HTMLElement, value: string) => {
    render(html`<input .value=${typed(value)} />`, into);
    return into.querySelector('input') as HTMLInputElement;
  };

  it('what is being typed stays while others change the stored value, and is stored over it', () => {
    const into = place();
    const input = show(into, 'one');
    input.focus();
    input.value = 'one and';
    show(into, 'two');
    equal(input.value, 'one and');
    input.blur();
    show(into, 'two');
    equal(input.value, 'two');
    into.remove();
  });

  it('a focused control that nobody has typed in shows what others store', () => {
    const into = place();
    const input = show(into, 'one');
    input.focus();
    show(into, 'two');
    equal(input.value, 'two');
    into.remove();
  });

  it('after a refusal the stored value is shown again', () => {
    const into = place();
    const input = show(into, 'one');
    input.value = 'refused';
    show(into, 'one');
    equal(input.value, 'one');
    into.remove();
  });
});

import { css } from 'lit';

/** A fixed theme sets the public properties; `auto` leaves them to the portal and to the elements' defaults. */
export const providerStyles = css`
  :host {
    display: contents;
  }
  /* Read by all elements: height of what is pressed, size of text. */
  :host([density='field']) {
    --od-target: 48px;
    --od-text: 16px;
  }
  :host([theme='light']) {
    --od-color-scheme: light;
    --od-ground: #fbfaf7;
    --od-surface: #ffffff;
    --od-raised: #f3f1ec;
    --od-ink: #1c1e21;
    --od-muted: #565a60;
    --od-line: #dcd8cf;
    --od-edge: #8a8578;
    --od-accent: #1d4f7a;
    --od-on-accent: #ffffff;
    --od-danger: #a1260d;
    --od-warning: #714600;
    --od-warning-ground: #fdf3dc;
    --od-ok: #1d6637;
  }
  :host([theme='dark']) {
    --od-color-scheme: dark;
    --od-ground: #16181b;
    --od-surface: #1e2125;
    --od-raised: #272b30;
    --od-ink: #e8e6e1;
    --od-muted: #abafb5;
    --od-line: #363a40;
    --od-edge: #7d838b;
    --od-accent: #8fbbe6;
    --od-on-accent: #10202f;
    --od-danger: #ff9d87;
    --od-warning: #f0c66f;
    --od-warning-ground: #37301c;
    --od-ok: #8fd0a4;
  }
  :host([loading]) {
    visibility: hidden;
  }
`;

import { css } from 'lit';

/**
 * A telephone in the sun and in one hand: targets of 48 px, 17 px text, nothing said in grey alone, edges as dark as text, the
 * ways to act fixed at the bottom.
 */
export const mineStyles = css`
  :host {
    --_target: 48px;
    --_text: 17px;
    --_muted: var(--_ink);
    --_line: var(--_edge);
    --_edge: var(--_ink);
    --od-target: 48px;
    --od-text: 16px;
    --od-muted: var(--_ink);
    max-width: 640px;
    margin: 0 auto;
  }
  .screen > * + * {
    margin-top: 16px;
  }
  .screen {
    padding-bottom: 16px;
  }
  h2 {
    font-size: 20px;
    line-height: 28px;
  }
  h2 .quiet {
    font-size: 16px;
    font-weight: 400;
  }
  h3 {
    font-size: 17px;
  }
  .label,
  .hint {
    font-size: 15px;
    line-height: 22px;
  }
  .back {
    padding-left: 0;
    border-color: transparent;
    background: none;
    font-weight: 600;
  }
  .today {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
  }
  .waits {
    font-weight: 600;
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 12px;
    width: 100%;
    padding: 8px 0;
    border: 0;
    border-top: 1px solid var(--_line);
    border-radius: 0;
    background: none;
    text-align: start;
    white-space: normal;
  }
  .line .name,
  .card .name {
    font-weight: 600;
  }
  .card {
    padding: 8px 0 12px;
    border-top: 1px solid var(--_line);
  }
  .card > * + *,
  .matter > * + * {
    margin-top: 4px;
  }
  .chips,
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .chip[aria-pressed='true'] {
    border-width: 2px;
    background: var(--_accent);
    border-color: var(--_accent);
    color: var(--_on-accent);
  }
  button {
    white-space: normal;
  }
  .wide {
    width: 100%;
  }
  .big {
    flex: 1 1 0;
    min-width: 72px;
    min-height: 56px;
    padding: 4px 8px;
    font-weight: 600;
  }
  .bar .primary {
    flex-grow: 1.6;
  }
  .choices .big {
    flex: 1 1 30%;
  }
  .bar {
    position: sticky;
    bottom: 0;
    z-index: 1;
    display: flex;
    gap: 8px;
    margin-inline: -8px;
    padding: 8px 8px calc(8px + env(safe-area-inset-bottom));
    border-top: 2px solid var(--_edge);
    background: var(--_ground);
  }
  .more > summary {
    min-height: var(--_target);
    line-height: var(--_target);
    cursor: pointer;
  }
  input[type='date'] {
    height: auto;
    min-height: var(--_target);
  }
  .code {
    font-size: 22px;
    line-height: 32px;
    font-weight: 600;
    white-space: normal;
  }
  .coded svg {
    display: block;
    width: 168px;
    height: 168px;
  }
  .late {
    color: var(--_danger);
    font-weight: 600;
  }
  textarea {
    font-size: 17px;
    line-height: 1.5;
  }
`;

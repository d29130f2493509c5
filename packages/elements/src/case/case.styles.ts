import { css } from 'lit';

export const caseStyles = css`
  header {
    padding: 8px 0;
  }
  .meta {
    gap: 4px 8px;
    color: var(--_muted);
    font-size: 13px;
  }
  h1 {
    margin: 4px 0;
    font-size: 22px;
    line-height: 32px;
    font-weight: 600;
  }
  .team summary {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
    min-height: var(--_target);
    cursor: pointer;
  }
  .team summary::after {
    content: '▾';
    color: var(--_muted);
  }
  .team[open] summary::after {
    content: '▴';
  }
  .seals {
    display: inline-flex;
    gap: 2px;
  }
  .team ul {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(280px, 1fr));
    gap: 4px 16px;
    padding: 8px 0;
  }
  onedoor-news,
  onedoor-plugin-problems {
    margin-top: 8px;
  }
  .bar {
    position: sticky;
    top: var(--od-sticky-top, 0px);
    z-index: 1;
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    border-bottom: 1px solid var(--_line);
    background: var(--_ground);
  }
  /* It keeps its place while it is hidden: a line that comes and goes would move the page under the finger. */
  .stuck {
    grid-column: 1 / -1;
    padding-top: 4px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    color: var(--_muted);
    font-size: 13px;
  }
  .stuck.away {
    visibility: hidden;
  }
  .more.away {
    display: none;
  }
  .tabs {
    display: flex;
    gap: 4px;
    overflow-x: auto;
    scrollbar-width: none;
    /* A shadow at an edge behind which there are more tabs; it scrolls away with the end of the row. */
    background:
      linear-gradient(to right, var(--_ground) 30%, transparent) left / 40px 100% no-repeat local,
      linear-gradient(to left, var(--_ground) 30%, transparent) right / 40px 100% no-repeat local,
      radial-gradient(farthest-side at 0 50%, var(--_line), transparent) left / 10px 100% no-repeat scroll,
      radial-gradient(farthest-side at 100% 50%, var(--_line), transparent) right / 10px 100% no-repeat scroll;
  }
  .tabs button {
    flex: none;
    min-height: max(40px, var(--_target));
    padding: 0 12px;
    border: 0;
    border-bottom: 3px solid transparent;
    border-radius: 0;
    background: none;
    color: var(--_muted);
  }
  .tabs button:hover {
    color: var(--_ink);
  }
  .tabs button[aria-selected='true'] {
    border-bottom-color: var(--_accent);
    color: var(--_ink);
    font-weight: 600;
  }
  .tabs button:focus-visible {
    outline-offset: -3px;
  }
  .more {
    align-self: center;
    border-color: transparent;
    background: none;
    color: var(--_accent);
  }
  .body {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    padding-top: 12px;
  }
  .body aside {
    display: none;
  }
  .body[data-tab='handling'] aside {
    display: block;
  }
  .body[data-tab='handling'] .panel {
    display: none;
  }
  .panel > * + *,
  aside > * + * {
    margin-top: 24px;
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: flex-end;
    gap: 8px;
  }
  .panel > .tools + * {
    margin-top: 0;
  }
  .panel > .tools:not(.aside) + * {
    margin-top: 8px;
  }
  .below {
    position: relative;
    margin-top: 32px;
    padding-top: 24px;
    border-top: 1px solid var(--_line);
  }
  .tools onedoor-presence {
    margin-right: auto;
  }
  @media (min-width: 1080px) {
    .panel {
      position: relative;
    }
    /* In the line of the first heading. */
    .below .tools.aside {
      top: 24px;
    }
    .tools.aside {
      position: absolute;
      top: 0;
      right: 0;
      z-index: 1;
    }
    .body {
      grid-template-columns: minmax(0, 1fr) 360px;
      align-items: start;
      gap: 32px;
    }
    .body aside {
      position: sticky;
      top: calc(var(--od-sticky-top, 0px) + 80px);
      display: block;
      max-height: calc(100vh - var(--od-sticky-top, 0px) - 96px);
      overflow-y: auto;
      padding: 0 4px 24px 24px;
      border-left: 1px solid var(--_line);
    }
    .body[data-tab='handling'] .panel {
      display: block;
    }
    .tabs .handling {
      display: none;
    }
  }
  @media (max-width: 640px) {
    h1 {
      font-size: 19px;
      line-height: 28px;
    }
    .tabs button {
      min-height: 48px;
    }
  }
  @media (forced-colors: active) {
    /* A border that is transparent elsewhere is drawn here. */
    .tabs button {
      border-bottom-color: Canvas;
    }
    .tabs button[aria-selected='true'] {
      border-bottom-color: Highlight;
    }
  }
`;

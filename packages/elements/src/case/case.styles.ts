import { css } from 'lit';

export const caseStyles = css`
  header {
    padding: 8px 0 16px;
  }
  .meta {
    gap: 8px;
    color: var(--_muted);
  }
  h1 {
    margin: 4px 0 8px;
    font-size: 22px;
    line-height: 32px;
    font-weight: 600;
  }
  dl {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 24px;
  }
  dl div {
    display: flex;
    gap: 8px;
  }
  dt {
    flex: none;
    color: var(--_muted);
  }
  .tabs {
    display: flex;
    gap: 4px;
    overflow-x: auto;
    border-bottom: 1px solid var(--_line);
    scrollbar-width: thin;
  }
  .tabs button {
    flex: none;
    min-height: 40px;
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
  .body {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    padding-top: 16px;
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
  @media (min-width: 1080px) {
    .body {
      grid-template-columns: minmax(0, 1fr) 360px;
      gap: 32px;
    }
    .body aside {
      display: block;
      padding-left: 24px;
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
  @media print {
    .body,
    .body aside {
      display: block;
    }
  }
`;

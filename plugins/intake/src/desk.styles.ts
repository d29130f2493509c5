import { css } from 'lit';

/** The reception's form, what may be the same matter beside it, and the receipt. */
export const deskStyles = css`
  .desk > * + * {
    margin-top: 12px;
  }
  .sides {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 320px);
    gap: 24px;
    align-items: start;
  }
  aside {
    position: sticky;
    top: 8px;
  }
  .hints {
    padding: 8px 12px;
    border-left: 3px solid var(--_warning);
    background: var(--_surface);
  }
  .hints .part {
    padding: 8px 0;
  }
  .hints .part > * + * {
    margin-top: 4px;
  }
  .hints select {
    flex: 1 1 160px;
    width: auto;
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 8px;
  }
  .choice {
    position: relative;
    display: inline-flex;
  }
  .choice input {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
  .choice span {
    display: inline-flex;
    align-items: center;
    min-height: var(--_target);
    padding: 0 12px;
    border: 1px solid var(--_edge);
    border-radius: 4px;
    background: var(--_surface);
  }
  .choice input:checked + span {
    border-color: var(--_accent);
    box-shadow: inset 0 0 0 1px var(--_accent);
    color: var(--_accent);
    font-weight: 600;
  }
  .choice input:focus-visible + span {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  .task {
    margin-top: 12px;
  }
  .mine summary {
    min-height: var(--_target);
    line-height: var(--_target);
    color: var(--_warning);
    cursor: pointer;
  }
  .mine li {
    padding: 4px 0;
    border-top: 1px solid var(--_line);
  }
  .late {
    color: var(--_danger);
  }
  .receipt {
    max-width: 720px;
    padding: 16px;
    border: 1px solid var(--_edge);
    border-radius: 4px;
    background: var(--_surface);
  }
  .receipt > * + * {
    margin-top: 12px;
  }
  .receipt .code {
    font-size: 20px;
    line-height: 28px;
    font-weight: 600;
    white-space: normal;
  }
  .coded svg {
    display: block;
    width: 144px;
    height: 144px;
  }
  @media (min-width: 900px) {
    .wide2 {
      grid-column: span 2;
    }
  }
  @media (max-width: 900px) {
    .sides {
      grid-template-columns: minmax(0, 1fr);
      gap: 12px;
    }
    aside {
      position: static;
    }
  }
`;

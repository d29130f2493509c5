import { css } from 'lit';

export const cardStyles = css`
  .card {
    position: relative;
    padding: 6px 10px 8px;
    border: 1px solid var(--_line);
    border-radius: 4px;
    background: var(--_surface);
    font-size: calc(var(--_text) - 1px);
    line-height: 20px;
    user-select: none;
    -webkit-touch-callout: none;
  }
  .card:hover {
    border-color: var(--_edge);
  }
  .card.waiting {
    border-style: dashed;
    border-color: var(--_warning);
  }
  .card.held {
    outline: 2px dashed var(--_accent);
    outline-offset: 1px;
    opacity: 0.7;
  }
  .card .head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    min-height: 24px;
    margin-right: -6px;
    color: var(--_muted);
    font-size: 12px;
  }
  .card .more,
  td .more {
    position: relative;
    z-index: 1;
    /* 24 px at a desk, 48 px in the field. */
    min-width: max(24px, calc(var(--_target) * 1.5 - 24px));
    min-height: max(24px, calc(var(--_target) * 1.5 - 24px));
    font-size: 16px;
    line-height: 1;
  }
  a.title {
    color: var(--_ink);
    font-weight: 600;
    text-decoration: none;
  }
  .card a.title {
    display: -webkit-box;
    overflow: hidden;
    font-size: var(--_text);
    line-height: 1.45;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
  }
  .card a.title::after {
    content: '';
    position: absolute;
    inset: 0;
    border-radius: 4px;
  }
  a.title:hover {
    color: var(--_accent);
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .card a.title:focus-visible {
    outline: none;
  }
  .card a.title:focus-visible::after {
    outline: 2px solid var(--_accent);
    outline-offset: 1px;
  }
  .matter {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .marks {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
  }
  .card .marks:not(:empty) {
    padding-top: 4px;
  }
  .marks:empty {
    display: none;
  }
  .marks .mark {
    max-width: 100%;
    min-height: 0;
    white-space: normal;
  }
  button.mark {
    position: relative;
    z-index: 1;
    min-height: max(24px, calc(var(--_target) * 1.5 - 24px)) !important;
    background: var(--_surface);
    text-align: left;
  }
  .mark.ok {
    border-color: currentColor;
    color: var(--_ok);
  }
  .mark.warning {
    border-color: currentColor;
    color: var(--_warning);
  }
  .mark.danger {
    border-color: currentColor;
    color: var(--_danger);
  }
  .mark.mine {
    border-color: var(--_accent);
    color: var(--_accent);
    font-weight: 600;
  }
  .mark.news {
    border-color: transparent;
    padding: 0;
    color: var(--_accent);
  }
  .people {
    display: flex;
    align-items: center;
    gap: 6px;
    padding-top: 6px;
  }
  .seals {
    display: inline-flex;
    gap: 2px;
  }
  .lead {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .ghost {
    position: fixed;
    z-index: 10;
    pointer-events: none;
    rotate: 1.5deg;
  }
  .ghost .card {
    border-color: var(--_accent);
    opacity: 1;
    outline: none;
    box-shadow: 0 8px 24px rgb(0 0 0 / 0.25);
  }
`;

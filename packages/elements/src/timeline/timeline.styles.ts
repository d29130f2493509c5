import { css } from 'lit';

export const timelineStyles = css`
  h3 {
    color: var(--_muted);
    font-size: 13px;
    font-weight: 500;
  }
  .entries {
    border-left: 2px solid var(--_line);
    margin-left: 5px;
  }
  li {
    position: relative;
    padding: 0 0 12px 16px;
  }
  li::before {
    content: '';
    position: absolute;
    left: -6px;
    top: 7px;
    width: 10px;
    height: 10px;
    border: 2px solid var(--_edge);
    border-radius: 50%;
    background: var(--_edge);
  }
  li.edit::before {
    left: -4px;
    top: 9px;
    width: 6px;
    height: 6px;
    border-width: 1px;
    background: var(--_ground);
  }
  .waiting::before {
    border-style: dashed;
    border-color: var(--_warning);
    background: var(--_ground);
  }
  .when {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 8px;
    font-size: 13px;
    line-height: 24px;
  }
  .when .seal {
    width: 18px;
    height: 18px;
    font-size: 10px;
  }
  .reason {
    padding-left: 8px;
    border-left: 2px solid var(--_line);
    color: var(--_muted);
  }
  .fresh {
    font-size: 12px;
  }
  .filters select {
    width: auto;
    max-width: 180px;
  }
  .chip {
    border-radius: 16px;
  }
  .chip[aria-pressed='true'] {
    border-color: var(--_accent);
    box-shadow: inset 0 0 0 1px var(--_accent);
    color: var(--_accent);
    font-weight: 600;
  }
  @media (forced-colors: active) {
    .chip[aria-pressed='true'] {
      outline: 2px solid Highlight;
    }
  }
`;

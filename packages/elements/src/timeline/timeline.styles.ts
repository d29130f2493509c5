import { css } from 'lit';

export const timelineStyles = css`
  ol {
    border-left: 2px solid var(--_line);
  }
  li {
    position: relative;
    padding: 0 0 16px 16px;
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
    background: var(--_ground);
  }
  .waiting::before {
    border-style: dashed;
    border-color: var(--_warning);
  }
  .when {
    font-size: 13px;
    line-height: 24px;
  }
  .reason {
    padding-left: 8px;
    border-left: 2px solid var(--_line);
    color: var(--_muted);
  }
`;

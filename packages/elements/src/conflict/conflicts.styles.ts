import { css } from 'lit';

export const conflictsStyles = css`
  .conflict:is(div) {
    margin-top: 4px;
    padding: 8px 12px;
    border: 1px dashed var(--_danger);
    border-radius: 4px;
  }
  dl {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(180px, 1fr));
    gap: 8px 16px;
  }
  dt {
    color: var(--_muted);
    font-size: 13px;
    line-height: 20px;
  }
  dd strong,
  dd .quiet {
    display: block;
  }
  .reason {
    padding-left: 8px;
    border-left: 2px solid var(--_line);
    color: var(--_muted);
  }
`;

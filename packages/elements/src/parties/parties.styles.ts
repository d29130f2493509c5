import { css } from 'lit';

export const partiesStyles = css`
  .list {
    border: 1px solid var(--_line);
    border-bottom: 0;
    background: var(--_surface);
  }
  .list > li {
    padding: 4px 12px;
    border-bottom: 1px solid var(--_line);
  }
  .line {
    display: grid;
    grid-template-columns: 24px minmax(120px, 1fr) minmax(0, 1.2fr) minmax(0, 1.8fr) 104px auto;
    gap: 12px;
    align-items: center;
    min-height: 32px;
  }
  .at {
    text-align: right;
  }
  .group .mark {
    white-space: normal;
  }
  .editor {
    margin: 8px 0;
    padding: 16px;
    border: 1px solid var(--_line);
    border-radius: 4px;
    background: var(--_raised);
  }
  pre {
    white-space: pre-wrap;
    font-size: 12px;
  }
  @media (max-width: 760px) {
    .line {
      grid-template-columns: 24px minmax(0, 1fr) auto;
      gap: 0 8px;
      padding: 4px 0;
    }
    .name {
      grid-column: 2;
    }
    .group,
    .more,
    .phone {
      grid-column: 2;
    }
    .group:empty,
    .phone:empty,
    .more:empty {
      display: none;
    }
    .actions {
      grid-column: 3;
      grid-row: 1;
    }
    .editor {
      padding: 12px;
    }
  }
`;

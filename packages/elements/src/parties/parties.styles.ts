import { css } from 'lit';

export const partiesStyles = css`
  .group h3 {
    padding: 4px 0;
  }
  .list {
    border: 1px solid var(--_line);
    border-bottom: 0;
    background: var(--_surface);
  }
  .list > li {
    padding: 4px 12px;
    border-bottom: 1px solid var(--_line);
  }
  /* Hundreds of rows: what is out of sight is not laid out. */
  .list > li:not(.open, :focus-within) {
    content-visibility: auto;
    contain-intrinsic-height: auto 41px;
  }
  .line {
    display: grid;
    grid-template-columns: 24px minmax(120px, 1.2fr) minmax(0, 1.8fr) 112px auto;
    gap: 12px;
    align-items: center;
    min-height: 32px;
  }
  .at {
    text-align: right;
  }
  .search {
    flex: 1 1 240px;
    max-width: 480px;
  }
  .editor {
    margin: 8px 0;
    padding: 16px;
    border: 1px solid var(--_line);
    border-radius: 4px;
    background: var(--_raised);
  }
  @media (max-width: 760px) {
    .line {
      grid-template-columns: 24px minmax(0, 1fr) auto;
      gap: 0 8px;
      padding: 4px 0;
    }
    .list > li:not(.open, :focus-within) {
      contain-intrinsic-height: auto 88px;
    }
    .name,
    .more,
    .phone {
      grid-column: 2;
    }
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

import { css } from 'lit';

export const newsStyles = css`
  section {
    padding: 4px 12px;
    border: 1px solid var(--_line);
    border-left: 3px solid var(--_accent);
    border-radius: 4px;
    background: var(--_surface);
  }
  .row > span:nth-child(2) {
    flex: 1 1 200px;
  }
  .dot {
    color: var(--_accent);
    font-size: 10px;
  }
  onedoor-timeline {
    max-height: 60vh;
    overflow-y: auto;
    padding-top: 8px;
  }
`;

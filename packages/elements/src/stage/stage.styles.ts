import { css } from 'lit';

export const stageStyles = css`
  .way li {
    position: relative;
    display: flex;
    align-items: baseline;
    gap: 8px;
    padding: 2px 0 2px 24px;
    color: var(--_muted);
  }
  .way li::before {
    content: '';
    position: absolute;
    left: 4px;
    top: 9px;
    width: 10px;
    height: 10px;
    border: 2px solid var(--_edge);
    border-radius: 50%;
    background: var(--_ground);
    z-index: 1;
  }
  .way li:not(:last-child)::after {
    content: '';
    position: absolute;
    left: 8px;
    top: 18px;
    bottom: -10px;
    border-left: 2px solid var(--_line);
  }
  .way .time {
    margin-left: auto;
    font-size: 12px;
    font-weight: 400;
  }
  .way .past::before {
    background: var(--_edge);
  }
  .way .now {
    color: var(--_ink);
    font-weight: 600;
  }
  .way .now::before {
    border-color: var(--_accent);
    background: var(--_accent);
  }
  /* Grounds are the system's there: what is done and where the case is now would look alike. */
  @media (forced-colors: active) {
    .way li::before {
      forced-color-adjust: none;
      border-color: CanvasText;
      background: Canvas;
    }
    .way .past::before {
      background: CanvasText;
    }
    .way .now::before {
      border-color: Highlight;
      background: Highlight;
    }
  }
`;

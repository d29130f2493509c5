import { css } from 'lit';

export const syncBarStyles = css`
  .bar {
    gap: 4px 16px;
    min-height: 32px;
    font-size: 13px;
  }
  .state {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    font-weight: 600;
  }
  .dot {
    width: 10px;
    height: 10px;
    border: 2px solid currentColor;
    border-radius: 50%;
  }
  .online .dot {
    background: currentColor;
  }
  .online {
    color: var(--_ok);
  }
  .connecting {
    color: var(--_warning);
  }
  .offline,
  .signed-out {
    color: var(--_danger);
  }
  .offline .dot {
    border-style: dashed;
  }
  .switch {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-height: 32px;
    cursor: pointer;
  }
  .switch input {
    width: 16px;
    height: 16px;
    margin: 0;
    accent-color: var(--_accent);
  }
  .bar button {
    min-height: 28px;
  }
  .notice {
    margin-top: 8px;
  }
  details {
    font-size: 12px;
    color: var(--_muted);
  }
  @media (max-width: 640px) {
    .switch {
      min-height: 44px;
    }
    .bar button {
      min-height: 44px;
    }
  }
`;

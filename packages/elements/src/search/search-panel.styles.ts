import { css } from 'lit';
import { dialogStyles } from '../internal/parts.styles.js';

export const searchPanelStyles = [
  dialogStyles,
  css`
    dialog.box,
    dialog.sheet {
      width: min(720px, calc(100vw - 32px));
      margin-top: 8vh;
      max-height: 84vh;
    }
    input[type='search'] {
      font-size: 16px;
      min-height: 40px;
    }
    [role='listbox'] {
      max-height: 56vh;
      overflow-y: auto;
      border-top: 1px solid var(--_line);
    }
    [role='option'] {
      padding: 8px;
      border-bottom: 1px solid var(--_line);
      border-left: 3px solid transparent;
      cursor: pointer;
      overflow-wrap: anywhere;
    }
    [role='option'][aria-selected='true'] {
      border-left-color: var(--_accent);
      background: var(--_raised);
    }
    [role='option'] strong {
      font-weight: 600;
    }
    .second {
      display: flex;
      flex-wrap: wrap;
      gap: 0 12px;
      font-size: 13px;
      line-height: 20px;
    }
    mark {
      background: none;
      color: inherit;
      text-decoration: underline 2px var(--_accent);
      text-underline-offset: 4px;
    }
    .foot {
      font-size: 12px;
      line-height: 20px;
    }
    @media (max-width: 640px) {
      dialog.sheet {
        width: 100vw;
        margin: 0;
        max-height: 100vh;
        height: 100dvh;
      }
      [role='listbox'] {
        max-height: none;
      }
    }
  `,
];

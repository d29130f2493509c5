import { css } from 'lit';

/** Look of parts that several screens share: clocks, seals, dialogs, menus. */
export const clockStyles = css`
  .clock strong {
    display: inline-block;
    font-weight: 600;
  }
  .clock.soon strong,
  .clock.soon .sign {
    color: var(--_warning);
  }
  .clock.due strong,
  .clock.due .sign,
  .clock.overdue strong,
  .clock.overdue .sign {
    color: var(--_danger);
  }
`;

export const sealStyles = css`
  .seal {
    display: inline-flex;
    flex: none;
    align-items: center;
    justify-content: center;
    width: 22px;
    height: 22px;
    border: 1px solid transparent;
    border-radius: 50%;
    background: hsl(var(--od-hue) 45% 30%);
    color: #fff;
    font-size: 12px;
    line-height: 1;
  }
  @media print {
    .seal {
      border-color: #666;
      background: none;
      color: #000;
    }
  }
`;

export const dialogStyles = css`
  dialog {
    color: var(--_ink);
    background: var(--_surface);
    border: 1px solid var(--_edge);
    border-radius: 4px;
    box-shadow: 0 8px 32px rgb(0 0 0 / 0.24);
    padding: 0;
    overscroll-behavior: contain;
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 0.32);
  }
  dialog.box,
  dialog.sheet {
    width: min(520px, calc(100vw - 32px));
    max-height: calc(100vh - 48px);
  }
  .dialog {
    padding: 12px 16px 16px;
  }
  .dialog > * + * {
    margin-top: 12px;
  }
  .dialog-head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
  }
  button.icon {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    min-width: var(--_target);
    padding: 0;
    border-color: transparent;
    background: none;
    color: var(--_muted);
  }
  button.icon:hover {
    border-color: var(--_line);
    background: var(--_raised);
  }
  dialog.menu {
    position: fixed;
    inset: auto;
    margin: 0;
    min-width: 200px;
    max-width: min(320px, calc(100vw - 16px));
    max-height: calc(100vh - 16px);
    box-shadow: 0 4px 16px rgb(0 0 0 / 0.2);
  }
  dialog.menu::backdrop {
    background: none;
  }
  [role='menu'] {
    padding: 4px;
  }
  [role='menuitem'] {
    display: block;
    width: 100%;
    padding: 4px 12px;
    border-color: transparent;
    background: none;
    text-align: left;
    white-space: normal;
  }
  [role='menuitem']:focus {
    background: var(--_raised);
    outline: 2px solid var(--_accent);
    outline-offset: -2px;
  }
  [role='menuitem'][aria-disabled] {
    color: var(--_muted);
    cursor: default;
  }
  .menu-heading {
    padding: 8px 12px 2px;
    border-top: 1px solid var(--_line);
    color: var(--_muted);
    font-size: 12px;
    line-height: 20px;
  }
  .menu-heading:first-child {
    border-top: 0;
  }
  .why {
    display: block;
    font-size: 12px;
    line-height: 16px;
  }
  @media (max-width: 640px) {
    dialog.sheet {
      width: 100vw;
      max-width: 100vw;
      max-height: 88vh;
      margin: auto 0 0;
      border-width: 1px 0 0;
      border-radius: 8px 8px 0 0;
    }
  }
`;

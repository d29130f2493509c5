import { css } from 'lit';

export const panelStyles = css`
  dialog.box {
    width: min(720px, calc(100vw - 32px));
  }
  select.fields {
    width: auto;
  }
  .values {
    max-height: 60vh;
    overflow: auto;
  }
  .values li {
    padding: 8px 0;
    border-top: 1px solid var(--_line);
  }
  .value strong {
    font-weight: 600;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .value strong.quiet {
    font-weight: 400;
  }
  .who {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 8px;
    min-height: 24px;
    font-size: 13px;
  }
  .seal {
    width: 18px;
    height: 18px;
    font-size: 10px;
  }
  .moments {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: center;
    gap: 8px;
  }
  .moments input {
    accent-color: var(--_accent);
  }
  input[type='range'] {
    padding: 0;
    border: 0;
    background: none;
  }
  .moment {
    font-size: 13px;
  }
  .check {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    min-height: var(--_target);
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
  .text {
    max-height: 44vh;
    overflow: auto;
    padding: 8px 12px;
    border: 1px solid var(--_line);
    border-radius: 4px;
    background: var(--_surface);
    line-height: 2;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .run {
    text-decoration: underline;
    text-decoration-thickness: 2px;
    text-underline-offset: 4px;
  }
  .run.kept {
    text-decoration: none;
  }
  .sign {
    color: var(--_muted);
    font-size: 11px;
    line-height: 1;
  }
  sup.sign {
    display: inline-block;
    padding-right: 1px;
    text-decoration: none;
  }
  .w0 {
    text-decoration-color: hsl(210 50% 50%);
  }
  .w1 {
    text-decoration-color: hsl(25 50% 50%);
    text-decoration-style: dotted;
  }
  .w2 {
    text-decoration-color: hsl(150 50% 50%);
    text-decoration-style: dashed;
  }
  .w3 {
    text-decoration-color: hsl(280 50% 50%);
    text-decoration-style: double;
  }
  .w4 {
    text-decoration-color: hsl(50 50% 50%);
    text-decoration-style: wavy;
    text-decoration-thickness: 1px;
  }
  .w5 {
    text-decoration-color: hsl(330 50% 50%);
  }
  ins.run {
    background: var(--_raised);
    font-weight: 600;
  }
  del.run {
    color: var(--_muted);
    text-decoration: line-through;
    text-decoration-thickness: 1px;
  }
  .chosen {
    background: var(--_warning-ground);
    text-decoration-thickness: 3px;
  }
  .told {
    min-height: 20px;
    color: var(--_muted);
    font-size: 13px;
    line-height: 20px;
  }
  .writers {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
    font-size: 13px;
  }
  .writers li {
    display: flex;
    align-items: center;
    gap: 4px;
  }
  .writers .sign {
    font-size: 14px;
  }
  @media (forced-colors: active) {
    .chip[aria-pressed='true'],
    .chosen {
      outline: 2px solid Highlight;
    }
  }
`;

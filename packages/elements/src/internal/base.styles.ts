import { css } from 'lit';

/** Tokens with their defaults, and the look of plain controls. Private names (`--_`) are what the styles use. */
export const baseStyles = css`
  :host {
    --_ground: var(--od-ground, #fbfaf7);
    --_surface: var(--od-surface, #ffffff);
    --_raised: var(--od-raised, #f3f1ec);
    --_ink: var(--od-ink, #1c1e21);
    --_muted: var(--od-muted, #565a60);
    --_line: var(--od-line, #dcd8cf);
    --_edge: var(--od-edge, #8a8578);
    --_accent: var(--od-accent, #1d4f7a);
    --_on-accent: var(--od-on-accent, #ffffff);
    --_danger: var(--od-danger, #a1260d);
    --_warning: var(--od-warning, #714600);
    --_warning-ground: var(--od-warning-ground, #fdf3dc);
    --_ok: var(--od-ok, #1d6637);
    --_font: var(--od-font, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', 'Noto Sans CJK SC', system-ui, sans-serif);
    --_target: var(--od-target, 32px);
    --_text: var(--od-text, 14px);
    display: block;
    /* Words for screen readers alone are positioned: against their own element, not against the page around it. */
    position: relative;
    /* What a page gives to all its elements, or to what is around ours, is inherited no further than here. */
    color: var(--_ink) !important;
    font: 400 var(--_text) / 1.6 var(--_font) !important;
    letter-spacing: normal !important;
    word-spacing: normal !important;
    text-align: start !important;
    text-indent: 0 !important;
    text-shadow: none !important;
    text-transform: none !important;
    white-space: normal !important;
    overflow-wrap: anywhere !important;
    word-break: normal !important;
    hyphens: manual !important;
    list-style: none !important;
    border-collapse: separate !important;
    border-spacing: 0 !important;
    caption-side: top !important;
    cursor: auto !important;
    -webkit-text-size-adjust: 100% !important;
    text-size-adjust: 100% !important;
    -webkit-tap-highlight-color: rgb(0 0 0 / 18%) !important;
    color-scheme: var(--od-color-scheme, light dark) !important;
  }
  @media (prefers-color-scheme: dark) {
    :host {
      --_ground: var(--od-ground, #16181b);
      --_surface: var(--od-surface, #1e2125);
      --_raised: var(--od-raised, #272b30);
      --_ink: var(--od-ink, #e8e6e1);
      --_muted: var(--od-muted, #abafb5);
      --_line: var(--od-line, #363a40);
      --_edge: var(--od-edge, #7d838b);
      --_accent: var(--od-accent, #8fbbe6);
      --_on-accent: var(--od-on-accent, #10202f);
      --_danger: var(--od-danger, #ff9d87);
      --_warning: var(--od-warning, #f0c66f);
      --_warning-ground: var(--od-warning-ground, #37301c);
      --_ok: var(--od-ok, #8fd0a4);
    }
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  figure {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  h2 {
    font-size: 16px;
    line-height: 24px;
    font-weight: 600;
  }
  h3 {
    font-size: 14px;
    line-height: 24px;
    font-weight: 600;
  }
  a {
    color: var(--_accent);
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
    border-radius: 2px;
  }
  button,
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
  }
  button {
    min-height: var(--_target);
    padding: 0 12px;
    border: 1px solid var(--_edge);
    border-radius: 4px;
    background: var(--_surface);
    cursor: pointer;
    white-space: nowrap;
  }
  button:hover {
    background: var(--_raised);
  }
  button.primary {
    background: var(--_accent);
    border-color: var(--_accent);
    color: var(--_on-accent);
  }
  button.primary:hover {
    filter: brightness(1.1);
  }
  button.link {
    min-height: 24px;
    padding: 0 4px;
    border-color: transparent;
    background: none;
    color: var(--_accent);
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  button.danger {
    color: var(--_danger);
  }
  button[disabled],
  button.primary[disabled] {
    color: var(--_muted);
    background: transparent;
    filter: none;
    border-color: var(--_edge);
    border-style: dashed;
    cursor: default;
  }
  input:not([type='checkbox'], [type='radio']),
  select,
  textarea {
    width: 100%;
    min-height: var(--_target);
    padding: 4px 8px;
    border: 1px solid var(--_edge);
    border-radius: 4px;
    background: var(--_surface);
  }
  /* A date's own button makes it higher than its neighbours. */
  input[type='date'] {
    padding-block: 3px;
    line-height: 24px;
    height: 32px;
  }
  textarea {
    min-height: 64px;
    resize: vertical;
  }
  input[aria-invalid='true'] {
    border-color: var(--_danger);
  }
  input[readonly],
  input:disabled,
  select:disabled {
    border-color: var(--_line);
    background: transparent;
    color: var(--_ink);
    opacity: 1;
  }
  .field {
    display: block;
    min-width: 0;
  }
  .label {
    display: block;
    padding-bottom: 2px;
    color: var(--_muted);
    font-size: 13px;
    line-height: 20px;
  }
  .hint {
    display: block;
    color: var(--_muted);
    font-size: 12px;
    line-height: 20px;
  }
  .grid {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(200px, 1fr));
    gap: 12px 16px;
  }
  .wide {
    grid-column: 1 / -1;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .stack > * + * {
    margin-top: 12px;
  }
  .quiet {
    color: var(--_muted);
  }
  .number {
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .mark {
    display: inline-block;
    padding: 0 6px;
    border: 1px solid var(--_edge);
    border-radius: 3px;
    font-size: 12px;
    line-height: 20px;
    white-space: nowrap;
  }
  .mark.pending {
    border-style: dashed;
    color: var(--_warning);
    border-color: currentColor;
  }
  .mark.conflict {
    color: var(--_danger);
    border-color: currentColor;
    font-weight: 600;
  }
  .refusal {
    padding: 8px 12px;
    border-left: 3px solid var(--_danger);
    background: var(--_raised);
  }
  .refusal strong {
    color: var(--_danger);
  }
  .refusal details {
    color: var(--_muted);
    font-size: 12px;
  }
  .notice {
    padding: 8px 12px;
    border-left: 3px solid var(--_warning);
    background: var(--_warning-ground);
  }
  .contested {
    margin-top: 4px;
    padding: 8px 12px;
    border: 1px dashed var(--_danger);
    border-radius: 4px;
    background: var(--_raised);
  }
  .contested li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    padding: 2px 0;
  }
  .new {
    padding-left: 4px;
    color: var(--_accent);
    font-size: 10px;
    vertical-align: 2px;
  }
  details.raw pre {
    max-height: 240px;
    overflow: auto;
    white-space: pre-wrap;
    font-size: 12px;
  }
  .empty {
    padding: 24px 16px;
    text-align: center;
    color: var(--_muted);
  }
  .sr {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  th {
    color: var(--_muted);
    font-weight: 500;
    font-size: 13px;
    text-align: left;
  }
  th,
  td {
    padding: 8px;
    border-bottom: 1px solid var(--_line);
    vertical-align: top;
  }
  td.end,
  th.end {
    text-align: right;
  }
  @media (max-width: 640px) {
    :host {
      --_target: var(--od-target, 44px);
    }
    button.link {
      min-height: var(--_target);
      padding: 0 8px;
    }
    input:not([type='checkbox'], [type='radio']),
    select,
    textarea {
      font-size: 16px;
    }
  }
  @media print {
    .no-print,
    button:not(.printed) {
      display: none !important;
    }
    /* Pressed or not, its words belong to what is read: the name of a case, a figure. */
    button.printed {
      border: 0;
      color: inherit;
      text-decoration: none;
    }
    :host {
      --_ink: #000;
      --_muted: #333;
      --_surface: #fff;
      --_ground: #fff;
      --_raised: #fff;
      --_line: #999;
    }
  }
`;

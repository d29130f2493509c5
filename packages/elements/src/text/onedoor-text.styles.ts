import { css } from 'lit';

/** CodeMirror brings styles of its own under a generated class; `.editor .cm-…` is as strong and comes later. */
export const styles = css`
  :host {
    --_text-line-height: var(--od-text-line-height, 1.6);
    --_text-padding: var(--od-text-padding, 8px 12px);
    --_caret-lightness: var(--od-text-caret-lightness, 38%);
  }

  @media (prefers-color-scheme: dark) {
    :host {
      --_caret-lightness: var(--od-text-caret-lightness, 68%);
    }
  }

  .box {
    position: relative;
    color: var(--od-text-color, var(--_ink));
    line-height: var(--_text-line-height);
    border: 1px solid var(--od-text-border-color, var(--_edge));
    border-radius: var(--od-text-radius, 4px);
    background: var(--od-text-background, var(--_surface));
  }

  .box:focus-within {
    outline: 2px solid var(--od-text-focus-color, var(--_accent));
    outline-offset: 1px;
  }

  .box.readonly {
    border-color: var(--od-text-border-color, var(--_line));
    background: transparent;
  }

  .editor .cm-editor,
  .editor .cm-content:focus-visible {
    outline: none;
  }

  /* The field grows with its text. The names of carets in the first line reach over its edge, hence nothing is cut. */
  .editor .cm-scroller {
    overflow: visible;
    font: inherit;
    line-height: inherit;
  }

  .editor .cm-content {
    box-sizing: content-box;
    min-width: 0;
    min-height: calc(var(--_rows, 3) * var(--_text-line-height) * 1em);
    padding: var(--_text-padding);
    caret-color: currentcolor;
  }

  .editor .cm-line {
    padding: 0;
  }

  /* The text before its editor is here breaks its lines where the editor will. */
  .plain {
    position: relative;
  }

  .plain .mirror,
  .plain textarea {
    box-sizing: border-box;
    margin: 0;
    padding: var(--_text-padding);
    overflow-wrap: anywhere;
    white-space: break-spaces;
    word-break: break-word;
  }

  .plain .mirror {
    box-sizing: content-box;
    min-height: calc(var(--_rows, 3) * var(--_text-line-height) * 1em);
    visibility: hidden;
  }

  .plain textarea {
    position: absolute;
    inset: 0;
    display: block;
    width: 100%;
    height: 100%;
    min-height: 0;
    border: 0;
    border-radius: 0;
    overflow: hidden;
    outline: none;
    background: transparent;
    color: inherit;
    font: inherit;
    letter-spacing: inherit;
    line-height: inherit;
    resize: none;
  }

  .placeholder {
    position: absolute;
    inset: 0 0 auto;
    padding: var(--_text-padding);
    color: var(--od-text-placeholder-color, var(--_muted));
    pointer-events: none;
  }

  .reason {
    margin-top: 4px;
    color: var(--od-text-reason-color, var(--_muted));
    font-size: 0.875em;
  }

  .print,
  [hidden] {
    display: none;
  }

  .carets,
  .selections {
    pointer-events: none;
  }

  .caret {
    margin-left: -1px;
    border-left: 2px solid hsl(var(--od-hue) 65% var(--_caret-lightness));
  }

  /* A head on the caret: it is told from one's own by more than its colour. */
  .caret::before {
    position: absolute;
    top: -3px;
    left: -4px;
    width: 6px;
    height: 6px;
    border-radius: 1px;
    background: hsl(var(--od-hue) 65% var(--_caret-lightness));
    content: '';
  }

  /* White on this ground has a contrast of 4.9 and more in every hue. */
  .caret-flag {
    position: absolute;
    bottom: calc(100% + var(--_level, 0) * 1.8em);
    left: -2px;
    max-width: 12em;
    padding: 0 6px;
    border: 1px solid transparent;
    border-radius: 3px;
    overflow: hidden;
    background: hsl(var(--od-hue) 60% 28%);
    color: #fff;
    font-size: max(0.8em, 12px);
    line-height: 1.5;
    text-overflow: ellipsis;
    white-space: nowrap;
    opacity: 0;
    animation: od-caret-flag 3s ease-in;
  }

  .caret.leftward .caret-flag {
    right: 0;
    left: auto;
  }

  .caret.near .caret-flag {
    opacity: 1;
    animation: none;
  }

  .selection {
    background: hsl(var(--od-hue) 70% 50% / 0.22);
  }

  @keyframes od-caret-flag {
    0%,
    80% {
      opacity: 1;
    }

    100% {
      opacity: 0;
    }
  }

  /* As long to read, without the fading. */
  @media (prefers-reduced-motion: reduce) {
    .caret-flag {
      animation-timing-function: step-end;
    }
  }

  @media (max-width: 640px) {
    .editor .cm-content,
    .plain .mirror {
      min-height: max(28px, calc(var(--_rows, 3) * var(--_text-line-height) * 1em));
    }
  }

  /* Backgrounds are taken away here, borders stay. */
  @media (forced-colors: active) {
    .box:focus-within {
      outline-color: Highlight;
    }

    .placeholder {
      color: GrayText;
    }

    .caret,
    .caret-flag {
      border-color: CanvasText;
    }

    .caret::before {
      border: 3px solid CanvasText;
    }

    .caret-flag {
      background: Canvas;
      color: CanvasText;
    }

    /* Text is drawn on a plate of its own here, which would hide what lies under it. */
    .selections {
      z-index: 1 !important;
    }

    .selection {
      border-bottom: 2px dashed CanvasText;
      background: transparent;
    }
  }

  @media print {
    .box {
      border: 0;
      outline: none !important;
      background: none;
    }

    .editor .cm-content,
    .plain .mirror {
      min-height: 0;
      padding: 0;
    }

    .print:not([hidden]) {
      display: block;
      white-space: break-spaces;
    }

    .print:not([hidden]) + .editor,
    .editor .cm-layer,
    .placeholder,
    .reason {
      display: none !important;
    }
  }
`;

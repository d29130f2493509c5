import { css } from 'lit';

/** Comes with the editor, on top of the styles of onedoor-text, whose box, carets and selections it shares. */
export const styles = css`
  .tools {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    padding: 4px;
    border-bottom: 1px solid var(--_line);
  }

  .tools[hidden] {
    display: none;
  }

  .tool {
    min-width: var(--_target);
    padding: 0 8px;
    border-color: transparent;
    background: none;
    line-height: 1.2;
  }

  .tool[aria-pressed='true'] {
    border-color: var(--_accent);
    color: var(--_accent);
    background: var(--_raised);
  }

  .tool[aria-disabled='true'] {
    color: var(--_muted);
    cursor: default;
  }

  .tool[data-tool='bold'] {
    font-weight: 700;
  }

  .tool[data-tool='italic'] {
    font-style: italic;
  }

  .tool[data-tool='underline'] {
    text-decoration: underline;
  }

  .page {
    position: relative;
    isolation: isolate;
  }

  .page .carets,
  .page .selections {
    position: absolute;
    inset: 0;
  }

  .page .selections {
    z-index: -1;
  }

  .page .caret,
  .page .selection {
    position: absolute;
  }

  .ProseMirror {
    position: relative;
    min-height: calc(var(--_rows, 3) * var(--_text-line-height) * 1em);
    box-sizing: content-box;
    padding: var(--_text-padding);
    outline: none;
    white-space: pre-wrap;
    white-space: break-spaces;
    overflow-wrap: anywhere;
    word-break: break-word;
    font-variant-ligatures: none;
    caret-color: currentcolor;
  }

  .ProseMirror:focus-visible {
    outline: none;
  }

  .ProseMirror h2,
  .ProseMirror h3 {
    margin: 0.6em 0 0.2em;
    line-height: 1.4;
  }

  .ProseMirror h2 {
    font-size: 1.3em;
  }

  .ProseMirror h3 {
    font-size: 1.1em;
  }

  .ProseMirror > :first-child {
    margin-top: 0;
  }

  /* What a key changes stays in its line, for the browser too. */
  .ProseMirror > * {
    contain: layout paint;
    contain-intrinsic-size: auto 1.6em;
  }

  /*
   * Lines far from the screen are not laid out, painted or told to input methods, which get the whole text with every
   * key. Each must have been laid out once at the present width, so that it keeps its height.
   */
  .page.laid-out .ProseMirror > * {
    content-visibility: auto;
  }

  /*
   * Items are lines beside each other; where their numbers begin anew follows from what stands before them. A line that
   * is contained keeps a counter-reset to itself, hence counter-set where lines are.
   */
  .ProseMirror {
    counter-reset: rich0 rich1 rich2 rich3 rich4;
  }

  .ProseMirror > * {
    counter-reset: var(--_anew);
  }

  @supports (content-visibility: auto) {
    .ProseMirror > * {
      counter-reset: none;
      counter-set: var(--_anew);
    }
  }

  .ProseMirror > :not([data-list]),
  .ProseMirror > [data-list='ul'][data-depth='0'] {
    --_anew: rich0 rich1 rich2 rich3 rich4;
  }

  .ProseMirror > [data-list] {
    position: relative;
    padding-left: calc(2em + var(--_depth, 0) * 2em);
  }

  .ProseMirror > [data-depth='1'] {
    --_depth: 1;
  }

  .ProseMirror > [data-depth='2'] {
    --_depth: 2;
  }

  .ProseMirror > [data-depth='3'] {
    --_depth: 3;
  }

  .ProseMirror > [data-depth='4'] {
    --_depth: 4;
  }

  .ProseMirror > [data-list]::before {
    position: absolute;
    left: calc(var(--_depth, 0) * 2em);
    width: 1.6em;
    text-align: right;
    content: '•';
  }

  .ProseMirror > [data-list='ol'][data-depth='0'] {
    --_anew: rich1 rich2 rich3 rich4;

    counter-increment: rich0;
  }

  .ProseMirror > [data-list='ol'][data-depth='1'] {
    --_anew: rich2 rich3 rich4;

    counter-increment: rich1;
  }

  .ProseMirror > [data-list='ol'][data-depth='2'] {
    --_anew: rich3 rich4;

    counter-increment: rich2;
  }

  .ProseMirror > [data-list='ol'][data-depth='3'] {
    --_anew: rich4;

    counter-increment: rich3;
  }

  .ProseMirror > [data-list='ol'][data-depth='4'] {
    counter-increment: rich4;
  }

  .ProseMirror > [data-list='ol'][data-depth='0']::before {
    content: counter(rich0) '.';
  }

  .ProseMirror > [data-list='ol'][data-depth='1']::before {
    content: counter(rich1) ')';
  }

  .ProseMirror > [data-list='ol'][data-depth='2']::before {
    content: counter(rich2, lower-alpha) '.';
  }

  .ProseMirror > [data-list='ol'][data-depth='3']::before {
    content: counter(rich3, lower-roman) '.';
  }

  .ProseMirror > [data-list='ol'][data-depth='4']::before {
    content: counter(rich4) '.';
  }

  /* A table that is wider than the text is scrolled, not the page. */
  .ProseMirror .sheet {
    margin: 8px 0;
    overflow-x: auto;
  }

  .ProseMirror table {
    width: auto;
    min-width: 60%;
    border-collapse: collapse;
  }

  .ProseMirror td {
    min-width: 4em;
    padding: 4px 8px;
    border: 1px solid var(--_edge);
    vertical-align: top;
  }

  .ProseMirror-selectednode {
    outline: 2px solid var(--_accent);
  }

  .ProseMirror .ProseMirror-separator {
    display: inline !important;
    border: none !important;
    margin: 0 !important;
    width: 0 !important;
    height: 0 !important;
  }

  @media (forced-colors: active) {
    .tool[aria-pressed='true'] {
      border-color: Highlight;
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }

    .tool[aria-disabled='true'] {
      color: GrayText;
    }

    .ProseMirror-selectednode {
      outline-color: Highlight;
    }
  }

  @media print {
    .tools,
    .page .carets,
    .page .selections {
      display: none !important;
    }

    .ProseMirror {
      min-height: 0;
      padding: 0;
    }

    .ProseMirror > * {
      contain: none;
      content-visibility: visible !important;
    }

    .ProseMirror .sheet {
      overflow: visible;
    }

    .ProseMirror tr,
    .ProseMirror h2,
    .ProseMirror h3 {
      break-inside: avoid;
    }
  }
`;

import { css } from 'lit';

export const filesStyles = css`
  .list {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 260px), 1fr));
    gap: 8px;
  }
  .file {
    display: flex;
    gap: 8px;
    align-items: flex-start;
    min-width: 0;
    padding: 8px;
    border: 1px solid var(--_line);
    border-radius: 4px;
    background: var(--_surface);
  }
  .thumb {
    flex: none;
    display: grid;
    place-items: center;
    width: 72px;
    height: 72px;
    min-height: 0;
    padding: 0;
    overflow: hidden;
    border: 1px solid var(--_line);
    background: var(--_raised);
    color: var(--_muted);
    font-size: 12px;
  }
  .thumb img {
    width: 100%;
    height: 100%;
    object-fit: cover;
  }
  .about {
    flex: 1;
    min-width: 0;
    font-size: 13px;
    line-height: 20px;
  }
  .about > * + * {
    margin-top: 4px;
  }
  .about .number {
    white-space: normal;
    overflow-wrap: anywhere;
  }
  .name {
    font-size: var(--_text);
    overflow-wrap: anywhere;
  }
  progress {
    width: 100%;
    height: 8px;
    accent-color: var(--_accent);
  }
  .bad {
    color: var(--_danger);
  }
  .add {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    margin-top: 8px;
    padding: 8px;
    border: 1px dashed var(--_edge);
    border-radius: 4px;
  }
  .add[data-over] {
    border-color: var(--_accent);
    background: var(--_raised);
  }
  .pick {
    position: relative;
    display: inline-flex;
    align-items: center;
    min-height: var(--_target);
    padding: 0 12px;
    border: 1px solid var(--_edge);
    border-radius: 4px;
    background: var(--_surface);
    cursor: pointer;
  }
  .pick:hover {
    background: var(--_raised);
  }
  .pick:focus-within {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  .pick input {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    opacity: 0;
    cursor: pointer;
  }
  figure {
    display: grid;
    place-items: center;
    min-height: 120px;
  }
  figure img {
    max-width: 100%;
    max-height: 70vh;
  }
  @media print {
    .file {
      break-inside: avoid;
    }
  }
`;

import { css } from 'lit';

/** The parts of a department's screen: sections, a list of facts, and acts that open under a button. */
export const pluginStyles = css`
  .part {
    padding: 12px 0 16px;
    border-top: 1px solid var(--_line);
  }
  .part > * + * {
    margin-top: 8px;
  }
  .about {
    display: grid;
    grid-template-columns: minmax(80px, max-content) 1fr;
    gap: 4px 16px;
  }
  .about dt {
    color: var(--_muted);
  }
  details.act > summary {
    display: inline-flex;
    align-items: center;
    min-height: var(--_target);
    padding: 0 12px;
    border: 1px solid var(--_edge);
    border-radius: 4px;
    background: var(--_surface);
    cursor: pointer;
    list-style: none;
  }
  details.act > summary::-webkit-details-marker {
    display: none;
  }
  details.act > summary::after {
    content: '▾';
    padding-left: 8px;
    color: var(--_muted);
  }
  details.act[open] > summary::after {
    content: '▴';
  }
  details.act > summary:hover {
    background: var(--_raised);
  }
  details.act > form,
  details.act > .body {
    margin-top: 8px;
    padding: 12px;
    border: 1px solid var(--_line);
    border-radius: 4px;
    background: var(--_surface);
  }
  fieldset {
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0 0 4px;
    color: var(--_muted);
    font-size: 13px;
    line-height: 20px;
  }
  .check {
    display: flex;
    align-items: flex-start;
    gap: 8px;
    min-height: 28px;
    padding: 2px 0;
  }
  .check input {
    flex: none;
    width: 16px;
    height: 16px;
    margin: 4px 0 0;
    accent-color: var(--_accent);
  }
  .grow {
    flex: 1 1 220px;
  }
  @media (max-width: 640px) {
    .about {
      grid-template-columns: 1fr;
      gap: 0;
    }
    .about dd + dt {
      margin-top: 8px;
    }
    .check {
      min-height: var(--_target);
      align-items: center;
    }
    .check input {
      width: 20px;
      height: 20px;
      margin: 0;
    }
  }
  @media print {
    details.act {
      display: none;
    }
  }
`;

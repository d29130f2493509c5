import { css } from 'lit';

export const issuesStyles = css`
  ol {
    counter-reset: issue;
  }
  li {
    counter-increment: issue;
    padding: 8px 0;
  }
  h3 {
    display: flex;
    gap: 8px;
    padding-bottom: 4px;
  }
  h3::before {
    content: counter(issue);
    flex: none;
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
  }
  form input {
    flex: 1 1 200px;
    width: auto;
  }
`;

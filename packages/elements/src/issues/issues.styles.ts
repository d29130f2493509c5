import { css } from 'lit';

export const issuesStyles = css`
  ol {
    counter-reset: issue;
  }
  li {
    counter-increment: issue;
    padding: 8px 0;
  }
  .head {
    display: flex;
    align-items: flex-start;
    justify-content: space-between;
    gap: 8px;
    padding-bottom: 4px;
  }
  h3 {
    display: flex;
    flex: 1;
    gap: 8px;
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
  .edit {
    padding-bottom: 8px;
  }
  @media (max-width: 640px) {
    .head .link {
      margin: -10px 0;
    }
    .edit input {
      flex-basis: 100%;
    }
  }
`;

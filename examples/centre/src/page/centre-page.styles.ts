import { css } from 'lit';

export const centrePageStyles = css`
  :host {
    min-height: 100vh;
    background: var(--_ground);
  }
  .skip {
    position: absolute;
    left: 8px;
    top: -48px;
    padding: 8px 12px;
    background: var(--_surface);
  }
  .skip:focus {
    top: 8px;
    z-index: 2;
  }
  .top {
    border-bottom: 1px solid var(--_line);
    background: var(--_surface);
  }
  .top > div,
  main {
    max-width: 1280px;
    margin: 0 auto;
    padding: 8px 24px;
  }
  .brand {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 12px;
    min-height: 40px;
  }
  .brand a {
    color: var(--_ink);
    font-size: 18px;
    font-weight: 600;
    text-decoration: none;
  }
  .brand .me {
    display: flex;
    align-items: center;
    gap: 8px;
    margin-left: auto;
    white-space: nowrap;
  }
  main {
    padding: 16px 24px 48px;
  }
  h1 {
    margin: 0;
    font-size: 20px;
    line-height: 32px;
    font-weight: 600;
  }
  .heading {
    position: absolute;
    clip-path: inset(50%);
  }
  /* Six columns take what the window has. */
  .top.wide > div,
  main.wide {
    max-width: none;
  }
  main.wide {
    padding-top: 12px;
    padding-bottom: 0;
  }
  .people {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(280px, 1fr));
    gap: 12px;
    padding-top: 16px;
  }
  .people button {
    display: block;
    width: 100%;
    height: 100%;
    padding: 12px 16px;
    text-align: left;
    white-space: normal;
  }
  .people strong {
    font-size: 16px;
  }
  .sign-in {
    max-width: 960px;
    margin: 0 auto;
    padding-top: 32px;
  }
  onedoor-case-form {
    margin-bottom: 16px;
  }
  @media (max-width: 640px) {
    .top > div,
    main {
      padding-left: 16px;
      padding-right: 16px;
    }
    /* The centre's name stays beside the brand, whatever else there is room for. */
    .brand .quiet {
      flex: 1;
      min-width: 0;
      font-size: 13px;
    }
    .brand .me {
      flex-wrap: wrap;
      justify-content: flex-end;
      width: 100%;
    }
    .sign-in {
      padding-top: 8px;
    }
  }
`;

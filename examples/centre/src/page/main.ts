import { browserPlatform, openSession, registerShell } from '@onedoor/client';
import { Model } from '@onedoor/core';
import '@onedoor/elements/define';
import { plugins } from '@onedoor/embed/plugins';
import { CentrePage } from './centre-page.js';
import { hasDrafts } from './drafts.js';
import './page.css';

const server = location.origin;

CentrePage.composition = {
  server,
  models: plugins.map(({ model }) => model),
  plugins,
  numberPrefix: '红综',
  openSession: (token, parts, onLocked) =>
    openSession({ server, token, model: new Model(parts), platform: browserPlatform(), rooms: 'later', onLocked }),
  watchShell: (onUpdate) => void registerShell({ url: './sw.js', hasUnsaved: () => hasDrafts(), onUpdate }),
};
customElements.define('centre-page', CentrePage);

import { definePluginView } from '@onedoor/elements';
import { CustodyView } from './custody-view.js';
import { viewEn } from './locales/view-en.js';
import { viewZh } from './locales/view-zh.js';
import { manifest } from './manifest.js';

/** The plugin's view: loaded when its tab is opened. */
export default definePluginView({ manifest, views: { custody: CustodyView }, locales: { zh: viewZh, en: viewEn } });

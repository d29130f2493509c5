import { definePluginView } from '@onedoor/elements';
import { DeskView } from './desk-view.js';
import { viewEn } from './locales/view-en.js';
import { viewZh } from './locales/view-zh.js';
import { manifest } from './manifest.js';
import { TabView } from './tab-view.js';

/** The plugin's views: loaded when one is opened. */
export default definePluginView({ manifest, views: { desk: DeskView, tab: TabView }, locales: { zh: viewZh, en: viewEn } });

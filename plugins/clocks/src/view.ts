import { definePluginView } from '@onedoor/elements';
import { DeadlinesView } from './deadlines-view.js';
import { viewEn } from './locales/view-en.js';
import { viewZh } from './locales/view-zh.js';
import { manifest } from './manifest.js';
import { OverviewPage } from './overview-page.js';

/** The plugin's view: loaded when its tab or its page is opened. */
export default definePluginView({
  manifest,
  views: { deadlines: DeadlinesView, overview: OverviewPage },
  locales: { zh: viewZh, en: viewEn },
});

import { definePluginView } from '@onedoor/elements';
import { viewEn } from './locales/view-en.js';
import { viewZh } from './locales/view-zh.js';
import { manifest } from './manifest.js';
import { CentrePage } from './view/centre-page.js';

export default definePluginView({ manifest, views: { centre: CentrePage }, locales: { zh: viewZh, en: viewEn } });

import { definePluginView } from '@onedoor/elements';
import { en } from './locales/en.js';
import { zh } from './locales/zh.js';
import { manifest } from './manifest.js';
import { StatisticsPage } from './statistics-page.js';

export default definePluginView({ manifest, views: { statistics: StatisticsPage }, locales: { zh, en } });

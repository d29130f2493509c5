import { definePluginView } from '@onedoor/elements';
import { LedgerPage } from './ledger-page.js';
import { en } from './locales/en.js';
import { zh } from './locales/zh.js';
import { manifest } from './manifest.js';

export default definePluginView({ manifest, views: { ledger: LedgerPage }, locales: { zh, en } });

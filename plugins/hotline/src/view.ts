import { definePluginView } from '@onedoor/elements';
import { viewEn } from './locales/view-en.js';
import { viewZh } from './locales/view-zh.js';
import { manifest } from './manifest.js';
import { OrdersView } from './view/orders-view.js';

export default definePluginView({ manifest, views: { orders: OrdersView }, locales: { zh: viewZh, en: viewEn } });

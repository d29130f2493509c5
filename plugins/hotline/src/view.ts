import { definePluginView } from '@onedoor/elements';
import { countOrders } from './figures.js';
import { viewEn } from './locales/view-en.js';
import { viewZh } from './locales/view-zh.js';
import { manifest } from './manifest.js';
import { OrdersView } from './view/orders-view.js';

export default definePluginView({
  manifest,
  views: { orders: OrdersView },
  statistics: { orders: countOrders },
  locales: { zh: viewZh, en: viewEn },
});

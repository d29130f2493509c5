import { definePluginView } from '@onedoor/elements';
import { countGrids } from './figures.js';
import { GridsView } from './grids-view.js';
import { viewEn } from './locales/view-en.js';
import { viewZh } from './locales/view-zh.js';
import { manifest } from './manifest.js';
import { MineView } from './mine-view.js';
import { ReportView } from './report-view.js';

/** The plugin's views: loaded when one is opened. */
export default definePluginView({
  manifest,
  views: { mine: MineView, grids: GridsView, report: ReportView },
  statistics: { work: countGrids },
  locales: { zh: viewZh, en: viewEn },
});

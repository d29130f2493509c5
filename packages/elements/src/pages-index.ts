/** Pages of the centre beside the board, in a module of its own for bundlers that split code. */

export { OnedoorPages } from './pages/pages.js';
export { OnedoorPluginPage } from './plugin-page/plugin-page.js';
export { OnedoorSearch } from './search/search.js';

/**
 * Onedoor in any portal's page. `import '@onedoor/embed/define'` registers `<onedoor-desk>`; this module only names
 * classes and types. A portal without a bundler loads the centre's script instead: `/embed/onedoor.js`, or
 * `/embed/onedoor.iife.js` for a plain script tag.
 */
export { OnedoorDesk } from './desk/desk.js';
export type { Text } from './locales/locale.js';
export { loadAllTags } from './page/tags.js';
export type { SessionLease } from './session/session-pool.js';
export { SessionPool } from './session/session-pool.js';
export type { TokenFunction, TokenSource } from './session/token-source.js';
export { tokenFromUrl } from './session/token-source.js';
export { VERSION } from './version.js';

/**
 * For tests of elements and of plugins' views: a session in memory with real documents, commands and acts, and a way to
 * put elements on a page with it. Nothing of it belongs into a page that people use.
 */
export { equal, until } from './expect.js';
export { FakeFiles } from './fake-files.js';
export { FakeRoom } from './fake-room.js';
export { FakeLock, FakeSafety } from './fake-safety.js';
export { FakeSession } from './fake-session.js';
export { fixture } from './fixture.js';
export { pluginCentrePage, pluginPage, staffOf } from './plugin-page.js';
export { fillSampleCase, SAMPLE } from './sample-case.js';
export { fillOffers, fillRefused } from './sample-offers.js';
export { rowOf } from './sample-row.js';

export { Desk } from './desk.js';
export type { RawClientOptions } from './raw-client.js';
export { postBulk, RawClient } from './raw-client.js';
export type { PersonId } from './small-centre.js';
export { actOnCase, device, enrolPeople, intentOf, makeCase, PEOPLE, STAFF } from './small-centre.js';
export { TestServer } from './test-server.js';
export { verifyFolder } from './verify-folder.js';

export { RawClient, postBulk } from './raw-client.js';
export type { RawClientOptions } from './raw-client.js';
export { PEOPLE, actOnCase, device, enrolPeople, intentOf, makeCase } from './small-centre.js';
export type { PersonId } from './small-centre.js';
export { TestServer } from './test-server.js';

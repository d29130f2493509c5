export { FakeClock, Random, fakeIds } from './clock.js';
export { logStoreContract } from './log-store-contract.js';
export type { ContractRule } from './log-store-contract.js';
export { Replica, TwoReplicas, contentDigest } from './replicas.js';
export { simulate } from './simulator.js';
export type { Counts, Operation, Simulation } from './simulator.js';

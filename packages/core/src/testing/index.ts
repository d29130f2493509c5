export type { BenchPerson } from './act-bench.js';
export { ActBench } from './act-bench.js';
export { FakeClock, fakeIds, Random } from './clock.js';
export type { ContractRule } from './log-store-contract.js';
export { logStoreContract } from './log-store-contract.js';
export { contentDigest, Replica, TwoReplicas } from './replicas.js';
export type { Counts, Operation, Simulation } from './simulator.js';
export { simulate } from './simulator.js';

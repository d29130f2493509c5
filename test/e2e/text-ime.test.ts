import { imeCases } from './ime-cases.js';

const test = imeCases('text');

test.run();

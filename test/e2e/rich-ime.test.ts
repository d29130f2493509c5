import { imeCases } from './ime-cases.js';

const test = imeCases('rich');

test.run();

import { zhCase } from './zh-case.js';
import { zhFirst } from './zh-first.js';
import { zhLate } from './zh-late.js';

/** All texts on screen in Chinese: the first language, and the list of keys. */
export const zh = { ...zhFirst, ...zhCase, ...zhLate } as const;

import { addTexts } from './locale.js';
import { zhLate } from './zh-late.js';

// Imported by every module that names one of these texts, each of them loaded late.
addTexts(zhLate);

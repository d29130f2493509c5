import { addTexts } from './locale.js';
import { zhCase } from './zh-case.js';

// Imported by every module that names one of these texts, so that they are there when it speaks.
addTexts(zhCase);

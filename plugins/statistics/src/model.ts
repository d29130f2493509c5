import { definePlugin } from '@onedoor/core';
import { manifest } from './manifest.js';

export const model = definePlugin(manifest, {}, { locales: { zh: {}, en: {} } });

export { manifest };
export default model;

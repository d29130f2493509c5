import type { zh } from './zh.js';

export const en: Readonly<Record<keyof typeof zh, string>> = {
  title: '12345 orders',
};

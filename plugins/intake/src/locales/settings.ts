/** Texts of the plugin's settings, loaded with them. */
export const zh = {
  'setting.accept': '首问负责：几个工作日内落实接办人',
  'setting.accept.hint': '从收件之日起算；0 为当日。已经收下的，沿用收件时的期限。',
} as const;

export const en: Readonly<Record<keyof typeof zh, string>> = {
  'setting.accept': 'First asked: working days until somebody takes it on',
  'setting.accept.hint': 'From the day it was received; 0 is the same day. What was received before keeps its day.',
};

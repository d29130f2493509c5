/** Texts of the plugin's settings, loaded with them. */
export const zh = {
  'setting.paper.agreement': '人民调解协议书',
  'setting.paper.oral': '口头协议登记表',
} as const;

export const en: Readonly<Record<keyof typeof zh, string>> = {
  'setting.paper.agreement': 'Mediation agreement',
  'setting.paper.oral': 'Register of an oral agreement',
};

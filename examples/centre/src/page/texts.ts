import type { Locale } from '@onedoor/elements';

const zh = {
  back: '返回案件列表',
  brand: '一扇门',
  cases: '案件',
  choose: '选择一位演示人员登录',
  demo: '这是演示环境：人员和案件都是虚构的，登录不需要密码。',
  language: 'English',
  noIssuer: '连不上服务器，暂时不能登录。',
  noPlace: '没有这一页。',
  opening: '正在打开本机资料…',
  retry: '重试',
  signInRefused: '没有换到新的登录，请稍后再试；本机的资料都还在。',
  skip: '跳到正文',
  title: '一扇门 · 综治中心',
  updateHeld: '请先保存或取消正在填写的内容，再更新。',
} as const;

export type PageText = keyof typeof zh;

const en: Readonly<Record<PageText, string>> = {
  back: 'Back to the cases',
  brand: 'Onedoor',
  cases: 'Cases',
  choose: 'Choose a demo person to sign in',
  demo: 'This is a demonstration: people and cases are invented, and no password is needed.',
  language: '中文',
  noIssuer: 'The server cannot be reached; signing in is not possible now.',
  noPlace: 'There is no such page.',
  opening: 'Opening what is stored here…',
  retry: 'Try again',
  signInRefused: 'There is no new sign-in yet; please try again later. What is stored here stays.',
  skip: 'Skip to the content',
  title: 'Onedoor · governance centre',
  updateHeld: 'Store or cancel what you are filling in, then update.',
};

const texts: Readonly<Record<Locale, Readonly<Record<PageText, string>>>> = { zh, en };

export const pageText = (locale: Locale, key: PageText): string => texts[locale][key];

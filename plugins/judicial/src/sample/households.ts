import type { Draft } from '../draft.js';

/** The households of the sample case about woodland compensation, as its agreement introduces them. All are invented. */
export const households: Draft['parties'] = [
  { name: '赵𠮷祥', about: '男，73岁，住址：红砂坝镇木匠沟村 3 号，代表人：赵亮' },
  { name: '欧阳春燕', about: '女，61岁，住址：红砂坝镇木匠沟村 5 号' },
  { name: '张建国', about: '男，65岁，住址：红砂坝镇木匠沟村 6 号' },
  { name: '王䶮', about: '男，52岁，住址：红砂坝镇木匠沟村 9 号' },
  { name: '仇桂兰', about: '女，住址：红砂坝镇木匠沟村 11 号，代表人：马小军' },
  { name: '巴特尔', about: '男，69岁，住址：红砂坝镇木匠沟村 12 号' },
  { name: '李有田', about: '男，67岁，住址：红砂坝镇木匠沟村 13 号' },
  { name: '张建国', about: '男，58岁，住址：红砂坝镇木匠沟村 14 号' },
  { name: '阿卜杜拉·买买提', about: '男，54岁，住址：红砂坝镇木匠沟村 15 号' },
  { name: '陈㛃', about: '女，40岁，住址：红砂坝镇木匠沟村 16 号' },
  { name: '单福贵', about: '男，住址：红砂坝镇木匠沟村 17 号' },
  { name: '解玉梅', about: '女，54岁，住址：红砂坝镇木匠沟村 18 号' },
  { name: '查干巴拉', about: '男，住址：红砂坝镇木匠沟村 19 号' },
  { name: '曾广才', about: '男，74岁，住址：红砂坝镇木匠沟村 20 号，代表人：曾伟' },
  { name: '刘强', about: '男，住址：红砂坝镇木匠沟村 21 号' },
  { name: '武月娥', about: '女，63岁，住址：红砂坝镇木匠沟村 22 号' },
  { name: '韩飞', about: '男，住址：红砂坝镇木匠沟村 23 号' },
  { name: '郝秀珍', about: '女，住址：红砂坝镇木匠沟村 24 号，代表人：刘静' },
  { name: '诸葛明远', about: '男，49岁，住址：红砂坝镇木匠沟村 25 号' },
  { name: '冯英', about: '女，住址：红砂坝镇木匠沟村 26 号' },
  { name: '贺喜', about: '男，63岁，住址：红砂坝镇木匠沟村 27 号' },
  { name: '乔占山', about: '男，住址：红砂坝镇木匠沟村 28 号' },
  { name: '苗翠花', about: '女，71岁，住址：红砂坝镇木匠沟村 29 号，代表人：孙磊' },
];

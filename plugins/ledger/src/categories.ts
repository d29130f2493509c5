import { CATEGORIES, type Category } from '@onedoor/core';

/**
 * Types of dispute by the names that published tables give them. Codes differ from system to system, names hardly: a name is
 * mapped, a code never. `sure` names mean one type; `perhaps` names are asked about.
 */
const NAMES: Readonly<Record<Category, { readonly sure: readonly string[]; readonly perhaps?: readonly string[] }>> = {
  '01': { sure: ['婚姻家庭', '婚恋家庭', '家庭婚姻', '婚姻', '家庭', '赡养', '抚养', '继承'], perhaps: ['婚恋', '彩礼'] },
  '02': { sure: ['邻里', '邻里关系', '相邻关系'] },
  '03': { sure: ['房产宅基地', '房屋宅基地', '宅基地', '房产', '房屋'] },
  '04': { sure: ['合同', '经济合同'], perhaps: ['债务', '民间借贷', '借贷', '经济', '债权债务'] },
  '05': { sure: ['生产经营'], perhaps: ['生产', '经营'] },
  '06': { sure: ['损害赔偿', '人身损害赔偿', '赔偿'], perhaps: ['人身损害', '伤害'] },
  '07': { sure: ['山林土地', '山林', '林地', '土地承包', '山林权属'], perhaps: ['土地', '草场', '水利'] },
  '08': { sure: ['征地拆迁', '拆迁', '征地', '土地征收'] },
  '09': { sure: ['环境污染', '环保', '环境保护', '环境'] },
  '10': { sure: ['劳动争议', '劳动', '劳动人事', '劳资', '拖欠工资', '农民工工资', '欠薪'] },
  '11': { sure: ['旅游'] },
  '12': { sure: ['消费', '消费者权益', '消费维权'] },
  '13': { sure: ['医疗', '医患', '医疗卫生'] },
  '14': { sure: ['道路交通事故', '道路交通', '交通事故', '交通'] },
  '15': { sure: ['物业管理', '物业', '物业服务'] },
  '16': { sure: ['知识产权'] },
  '17': { sure: ['互联网', '网络', '互联网金融'], perhaps: ['电子商务'] },
  '99': { sure: ['其他', '其它'], perhaps: ['村务管理', '计划生育', '涉校', '行业'] },
};

const bare = (name: string): string =>
  name
    .normalize('NFKC')
    .replace(/[\s()（）]/gu, '')
    .replace(/^\d+[.、]?/u, '')
    .replace(/(?:矛盾)?(?:纠纷|争议)?(?:类|类型)?$/u, '');

const known = (list: 'sure' | 'perhaps'): ReadonlyMap<string, Category> =>
  new Map(CATEGORIES.flatMap((code) => (NAMES[code][list] ?? []).map((name) => [bare(name), code] as const)));
const SURE = known('sure');
const PERHAPS = known('perhaps');

/** The type that a name means; with `sure: false` a guess that a person confirms, without a code one that a person chooses. */
export interface MappedCategory {
  readonly code?: Category;
  readonly sure: boolean;
}

/**
 * @param name as it stands in a table: 山林土地纠纷, 婚恋、家庭纠纷, 04 合同
 */
export function mapCategory(name: string): MappedCategory {
  const plain = bare(name).replace(/[、,，/]/gu, '');
  const sure = SURE.get(plain);
  if (sure !== undefined) return { code: sure, sure: true };
  const perhaps = PERHAPS.get(plain);
  if (perhaps !== undefined) return { code: perhaps, sure: false };
  return { sure: false };
}

import type { Item } from '../house.js';

/** Invented words of the sample: what the staff of a Chinese town would write. */
export const sampleWords: { readonly evidence: Partial<Record<Item, string>>; readonly purposes: readonly string[] } = {
  evidence: {
    plate: '镇政府东侧临街门脸挂“综治中心”牌，2023年11月挂牌。',
    place: '一厅一办两站四室，共8处，460平方米，一层无障碍。',
    people: '在编2人，派驻5人，其中律师1人、心理咨询师1人。',
    rules: '首问负责、受理登记、会商研判、督办回访、卷宗归档5项制度上墙。',
  },
  purposes: ['木匠沟村林地补偿第三次调解', '协议文本审看', '与县中心视频研判', '来信反映的水渠事项会商', '预约咨询'],
};

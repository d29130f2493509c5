type Names = Readonly<Record<string, { readonly name: string; readonly nameEn: string }>>;

/** Names that areas and posts usually have, stored as data and changed there. */
export const usualNames: { readonly areas: Names; readonly posts: Names } = {
  areas: {
    hall: { name: '群众接待厅', nameEn: 'Reception hall' },
    office: { name: '综治办公室', nameEn: 'Governance office' },
    petition: { name: '信访代办站', nameEn: 'Petition agency station' },
    hotline: { name: '12345工作站', nameEn: '12345 station' },
    mediation: { name: '矛盾调解室', nameEn: 'Mediation room' },
    legal: { name: '法律服务室', nameEn: 'Legal service room' },
    counselling: { name: '心理咨询室', nameEn: 'Counselling room' },
    video: { name: '视频研判室', nameEn: 'Video meeting room' },
  },
  posts: {
    hall: { name: '接待岗', nameEn: 'Reception' },
    petition: { name: '信访代办岗', nameEn: 'Petition agency' },
    hotline: { name: '话务岗', nameEn: 'Hotline' },
    mediation: { name: '调解岗', nameEn: 'Mediation' },
    legal: { name: '法律服务岗', nameEn: 'Legal service' },
    counselling: { name: '心理咨询岗', nameEn: 'Counselling' },
    office: { name: '带班领导', nameEn: 'Leader on call' },
  },
};

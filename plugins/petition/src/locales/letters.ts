/** Words that letters of the desk have beside those of their templates: Chinese, whatever language the page speaks. */
export const letterZh = {
  blank: '＿＿＿＿＿＿',
  blankDay: '　　　　年　　月　　日',
  draft: '草稿',
  item: '）项：',
  before: '（{day}前）',
  title: {
    sheet: '信访事项登记单',
    referral: '信访事项{manner}函',
    objection: '信访事项异议函',
    accepted: '信访事项受理告知书',
    declined: '信访事项不予受理告知书',
    extension: '信访事项延期办理告知书',
    opinion: '信访处理意见书',
    review: '信访事项复查意见书',
    recheck: '信访事项复核意见书',
    delivery: '送达回证',
  },
} as const;

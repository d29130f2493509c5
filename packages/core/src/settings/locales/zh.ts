export const zh = {
  'setting.calendar': '工作日历',
  'setting.calendar.hint':
    '国务院公布的放假安排，按年填写。2024年至2026年已随程序提供；没有公布的年份，涉及工作日的期限标为暂定。填写已提供的年份，以这里为准。',
  'setting.term.settlement.period': '人民调解期限',
  'setting.term.settlement.period.hint': '法律没有规定，规章说一般为一个月，各地可以另定。',
  'setting.term.care.unstable': '病情不稳定时的随访',
  'setting.term.care.settling': '病情基本稳定时的随访',
  'setting.term.care.stable': '病情稳定时的随访',
  'field.off': '放假的日子（每行一个，写 10-01 或 10-01..10-07）',
  'field.worked': '上班的周六周日（每行一个，写 09-29）',
  'field.days': '日数',
  'field.months': '月数',
  'field.unit': '怎样计算',
  'field.basis': '依据（本地规定的名称和条款）',
  'value.natural': '自然日',
  'value.working': '工作日',
} as const;

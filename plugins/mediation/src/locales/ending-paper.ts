import type { RouteId, TermId } from '@onedoor/core';
import type { Ending } from '../ending.js';

/** Words of the notice that mediation has ended: a paper of the field, in Chinese alone. */
export const paper = {
  title: '终止调解告知书',
  body: ({ matter, on, how }: { readonly matter: string; readonly on: string; readonly how: string }) =>
    `${matter === '' ? '你们之间的纠纷' : `“${matter}”一案`}，${how}，于${on}终止调解。`,
  how: {
    agreed: '经调解达成协议',
    failed: '经调解未达成协议',
    withdrawn: '因当事人要求终止调解',
    refused: '因当事人明确拒绝调解',
  } satisfies Record<Ending, string>,
  because: (reason: string) => `说明：${reason}。`,
  routes: '根据《中华人民共和国人民调解法》第二十六条，你们可以依法通过下列途径维护自己的权利：',
  route: {
    court: '向人民法院提起诉讼',
    administrativeRuling: '申请乡镇或者县级人民政府对权属争议作出处理',
    reconsideration: '依法申请行政复议',
    landArbitration: '向农村土地承包仲裁委员会申请仲裁',
    publicSecurity: '由公安机关依法处理',
  } satisfies Record<RouteId, string>,
  days: (count: number) => `${count}日`,
  months: (count: number) => `${count}个月`,
  term: {
    'ownership.suit': (length: string) => `对处理决定不服的，自接到通知之日起${length}内可以向人民法院起诉。`,
    'landArbitration.apply': (length: string) => `自知道或者应当知道权利被侵害之日起${length}内申请。`,
    'landArbitration.award': (length: string) => `仲裁一般自受理之日起${length}内结束。`,
    'landArbitration.suit': (length: string) => `不服裁决的，自收到裁决书之日起${length}内可以起诉。`,
  } as Partial<Record<TermId, (length: string) => string>>,
  statusQuo: '争议解决以前，任何一方不得砍伐有争议的林木，不得改变土地利用现状。',
  told: '被告知人',
  mediator: '调解员',
} as const;

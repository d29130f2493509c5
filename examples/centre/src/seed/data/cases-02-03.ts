import type { SeedCase } from './types.js';

/** Sample cases that came in during February and March 2024. All of it is invented. */
export const cases02To03: readonly SeedCase[] = [
  {
    key: 'fertiliser-return',
    parties: [
      {
        key: 'fertiliser-return-1',
        kind: 'household',
        name: '康喜旺',
        sex: 'male',
        phone: '13800000114',
        address: '红砂坝镇丰乐夭村 11 号',
        members: [{ name: '刘改梅', relation: '妻' }],
      },
      {
        key: 'fertiliser-return-2',
        kind: 'household',
        name: '靳海生',
        sex: 'male',
        phone: '13800000115',
        idNumber: '15098119710815993X',
        address: '红砂坝镇丰乐夭村 14 号',
      },
      {
        key: 'fertiliser-return-3',
        kind: 'organisation',
        name: '红砂坝镇顺和农资经营部',
        phone: '13800000116',
        address: '红砂坝镇镇区农贸市场 6 号',
        representative: '任永亮',
      },
    ],
    steps: [
      {
        at: '2024-02-20T10:05',
        by: 'p-he',
        do: 'create',
        title: '两户农民要求退换结块复合肥',
        category: '12',
        source: 'hotline',
        village: '150981109204',
        summary: '12345 来电：春播前买的复合肥打开后板结，找店里退换没有答复，请帮助协调。',
      },
      { at: '2024-02-20T10:12', by: 'p-he', do: 'addMember', person: 'p-zhou', role: 'observer' },
      { at: '2024-02-20T10:13', by: 'p-he', do: 'addMember', person: 'p-li', role: 'member' },
      {
        at: '2024-02-20T10:20',
        by: 'p-he',
        do: 'addParty',
        parties: ['fertiliser-return-1', 'fertiliser-return-2', 'fertiliser-return-3'],
      },
      {
        at: '2024-02-20T16:00',
        by: 'p-he',
        do: 'setFacts',
        text:
          '两户共买复合肥 46 袋，每袋 165 元，现有 31 袋未开封，开封的 15 袋中 9 袋板结。' +
          '经营部说是运输受潮，要等厂家答复。',
      },
      {
        at: '2024-02-20T16:10',
        by: 'p-li',
        do: 'addEvidence',
        name: '购货小票',
        from: 'fertiliser-return-1',
        original: true,
        pages: 2,
        purpose: '证明购买数量和单价',
      },
      {
        at: '2024-02-21T09:00',
        by: 'p-he',
        do: 'move',
        to: 'graded',
        reason: '双方都在本镇，当面调解最快。',
      },
      {
        at: '2024-02-22T11:10',
        by: 'p-li',
        do: 'typeMinutes',
        text:
          '2024 年 2 月 22 日 9:30，12345 工作站。两户代表和任永亮到场。\n' +
          '当场开袋查看 3 袋，板结属实。经营部同意先换后向厂家追，不让农户误了农时。' +
          '农户同意已经撒到地里的不再退。',
      },
      {
        at: '2024-02-22T11:15',
        by: 'p-li',
        do: 'proposal',
        from: 'fertiliser-return-3',
        text: '未开封的 31 袋和板结的 9 袋，共 40 袋全部换成同品牌新批次，2 月 28 日前送到家。',
        answer: '两户同意。',
      },
      {
        at: '2024-02-29T09:20',
        by: 'p-he',
        do: 'close',
        outcome: 'settled',
        reason: '40 袋新肥 2 月 27 日送到，两户签收，已把处理结果告知来电人。',
      },
    ],
  },
  {
    key: 'sheep-crop',
    parties: [
      {
        key: 'sheep-crop-1',
        kind: 'household',
        name: '安文斌',
        sex: 'male',
        phone: '13800000117',
        address: '红砂坝镇九龙湾村 5 号',
        members: [{ name: '赵美荣', relation: '妻' }],
      },
      {
        key: 'sheep-crop-2',
        kind: 'household',
        name: '靳富',
        sex: 'male',
        phone: '13800000118',
        idNumber: '150981196901279975',
        address: '红砂坝镇九龙湾村 31 号',
      },
    ],
    steps: [
      {
        at: '2024-02-27T15:20',
        by: 'p-guo',
        do: 'create',
        title: '羊群冲进草料场毁损饲草赔偿',
        category: '06',
        source: 'grid',
        village: '150981109206',
        place: '九龙湾村北坡草料场',
        summary: '网格长巡查时遇到两家争执：靳富家羊群冲进安文斌家草料场，拱散草捆、撕破苫布。',
      },
      { at: '2024-02-27T15:25', by: 'p-guo', do: 'addMember', person: 'p-zhou', role: 'observer' },
      { at: '2024-02-27T15:26', by: 'p-guo', do: 'addMember', person: 'p-chen', role: 'member' },
      { at: '2024-02-27T15:27', by: 'p-guo', do: 'addMember', person: 'p-wang', role: 'observer' },
      { at: '2024-02-27T15:35', by: 'p-guo', do: 'addParty', parties: ['sheep-crop-1', 'sheep-crop-2'] },
      {
        at: '2024-02-27T17:10',
        by: 'p-chen',
        do: 'setFacts',
        text: '双方一起清点，毁损苜蓿草捆 42 捆、苫布一块。靳富承认当天羊圈门没关严。',
      },
      {
        at: '2024-02-28T08:40',
        by: 'p-guo',
        do: 'move',
        to: 'graded',
        reason: '事实清楚，只剩赔偿数额，由网格员当场调解。',
      },
      {
        at: '2024-02-28T10:30',
        by: 'p-chen',
        do: 'typeMinutes',
        text:
          '2024 年 2 月 28 日 9:00，草料场。双方到场，认为不必写书面协议。参照近期草价和苫布价钱，' +
          '安文斌提 1,200 元，靳富提 800 元，最后定 1,000 元，当场给付，靳富另出两个工帮着重新码垛。',
      },
      {
        at: '2024-02-28T11:00',
        by: 'p-guo',
        do: 'close',
        outcome: 'settled',
        reason: '口头协议，当场付款 1,000 元，内容已登记。',
      },
    ],
  },
  {
    key: 'homestead-line',
    parties: [
      {
        key: 'homestead-line-1',
        kind: 'household',
        name: '薛明亮',
        sex: 'male',
        phone: '13800000119',
        idNumber: '150981196006149912',
        address: '红砂坝镇王家卜村 27 号',
      },
      {
        key: 'homestead-line-2',
        kind: 'household',
        name: '侯三女',
        sex: 'female',
        phone: '13800000120',
        address: '红砂坝镇王家卜村 28 号',
        members: [{ name: '周建', relation: '子' }],
      },
    ],
    steps: [
      {
        at: '2024-03-06T09:40',
        by: 'p-li',
        do: 'create',
        title: '王家卜村两户院墙翻建占地纠纷',
        category: '03',
        source: 'letter',
        village: '150981109201',
        place: '东滩村',
        summary: '来信反映邻居翻建院墙时向外移了约 50 厘米，影响农用车进出，请求协调恢复。',
      },
      { at: '2024-03-06T09:50', by: 'p-li', do: 'addMember', person: 'p-zhou', role: 'observer' },
      { at: '2024-03-06T09:51', by: 'p-li', do: 'addMember', person: 'p-zhao', role: 'member' },
      {
        at: '2024-03-06T10:00',
        by: 'p-li',
        do: 'addParty',
        parties: ['homestead-line-1', 'homestead-line-2'],
      },
      {
        at: '2024-03-08T16:20',
        by: 'p-zhao',
        do: 'setFacts',
        text:
          '两户宅基地登记图上的界址以老墙根为准，老墙已拆。薛家说新墙外移，侯家说按原墙根砌。' +
          '现场通道最窄处 2.6 米。',
      },
      {
        at: '2024-03-08T16:30',
        by: 'p-zhao',
        do: 'addEvidence',
        name: '通道宽度现场测量记录',
        from: '镇自然资源所',
        original: false,
        pages: 2,
        purpose: '说明目前通行宽度，不涉及界址认定',
      },
      {
        at: '2024-03-11T09:00',
        by: 'p-li',
        do: 'move',
        to: 'graded',
        reason: '先由村里就通行问题调解；界址认定不属于调解范围。',
      },
      {
        at: '2024-03-14T11:20',
        by: 'p-li',
        do: 'typeMinutes',
        text:
          '2024 年 3 月 14 日 9:30，王家卜村委会。双方到场，已告知：调解只谈通行和墙体修整，' +
          '宅基地使用权争议由人民政府处理。\n' +
          '侯家愿意把墙角削去一块，保证农用车通过；薛家坚持先确认界址再谈。',
      },
      {
        at: '2024-03-18T09:00',
        by: 'p-li',
        do: 'move',
        to: 'joint',
        reason: '请自然资源所、律师到场说明界址争议的办理途径。',
      },
      { at: '2024-03-18T09:05', by: 'p-li', do: 'addMember', person: 'p-xu', role: 'member' },
      {
        at: '2024-03-26T10:10',
        by: 'p-li',
        do: 'close',
        outcome: 'terminated',
        reason:
          '薛明亮书面要求终止调解，自行申请人民政府处理界址争议。已向双方出具终止调解告知书并说明途径。',
      },
    ],
  },
  {
    key: 'clinic-drip',
    parties: [
      {
        key: 'clinic-drip-1',
        kind: 'person',
        name: '潘树根',
        sex: 'male',
        phone: '13800000121',
        idNumber: '150981195303229914',
        address: '红砂坝镇西边墙村 16 号',
      },
      {
        key: 'clinic-drip-2',
        kind: 'organisation',
        name: '西边墙村卫生室',
        phone: '13800000122',
        address: '红砂坝镇西边墙村',
        representative: '纪晓东',
      },
    ],
    steps: [
      {
        at: '2024-03-14T14:30',
        by: 'p-sun',
        do: 'create',
        title: '村卫生室输液后皮肤反应医疗费争议',
        category: '13',
        source: 'phone',
        village: '150981109208',
        summary: '来电反映在村卫生室输液后出现皮疹，到市里住院 5 天，要求卫生室承担费用。',
      },
      { at: '2024-03-14T14:35', by: 'p-sun', do: 'addMember', person: 'p-zhou', role: 'observer' },
      { at: '2024-03-14T14:36', by: 'p-sun', do: 'addMember', person: 'p-zhao', role: 'member' },
      { at: '2024-03-14T14:37', by: 'p-sun', do: 'addMember', person: 'p-xu', role: 'member' },
      { at: '2024-03-14T14:45', by: 'p-sun', do: 'addParty', parties: ['clinic-drip-1', 'clinic-drip-2'] },
      {
        at: '2024-03-18T16:00',
        by: 'p-sun',
        do: 'setFacts',
        text:
          '住院自付 3,870 元。卫生室说用药前询问过过敏史并有处方记录；患者家属说没有做皮试。' +
          '是否应做皮试、是否有因果关系，双方说法相反。',
      },
      {
        at: '2024-03-18T16:10',
        by: 'p-zhao',
        do: 'addEvidence',
        name: '出院小结和费用清单',
        from: 'clinic-drip-1',
        original: false,
        pages: 6,
        purpose: '证明住院时间和费用',
      },
      {
        at: '2024-03-18T16:15',
        by: 'p-zhao',
        do: 'addEvidence',
        name: '门诊处方',
        from: 'clinic-drip-2',
        original: false,
        pages: 1,
        purpose: '证明用药名称和剂量',
      },
      { at: '2024-03-19T09:00', by: 'p-sun', do: 'move', to: 'graded', reason: '双方同意先调解。' },
      {
        at: '2024-03-26T11:30',
        by: 'p-sun',
        do: 'typeMinutes',
        text:
          '2024 年 3 月 26 日 9:00，中心调解室。双方到场，已告知权利义务。\n' +
          '律师说明可以委托医疗损害鉴定。卫生室不同意先付费用，愿意等鉴定结果；患者一方不愿等，' +
          '要求先付一半。两次休会后仍未谈拢。',
      },
      {
        at: '2024-03-28T10:00',
        by: 'p-sun',
        do: 'addEvidence',
        name: '终止调解告知书',
        from: '人民调解委员会',
        original: true,
        pages: 1,
        purpose: '告知医疗纠纷人民调解、行政调解、诉讼三种途径',
      },
      {
        at: '2024-03-28T10:20',
        by: 'p-sun',
        do: 'close',
        outcome: 'failed',
        reason:
          '未达成协议。已书面告知双方可申请医疗纠纷人民调解、向卫生健康部门申请行政调解或者向人民法院起诉。',
      },
    ],
  },
];

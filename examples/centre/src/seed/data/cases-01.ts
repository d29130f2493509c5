import type { SeedCase } from './types.js';

/** Sample cases that came in during January 2024. All of it is invented. */
export const cases01: readonly SeedCase[] = [
  {
    key: 'eaves-drip',
    parties: [
      {
        key: 'eaves-drip-1',
        kind: 'household',
        name: '刘树林',
        sex: 'male',
        phone: '13800000101',
        idNumber: '150981196204119917',
        address: '红砂坝镇土城村前街 18 号',
        members: [
          { name: '冯秀莲', relation: '妻' },
          { name: '刘宇', relation: '子' },
        ],
      },
      {
        key: 'eaves-drip-2',
        kind: 'household',
        name: '贾文秀',
        sex: 'female',
        phone: '13800000102',
        address: '红砂坝镇土城村前街 19 号',
        members: [{ name: '贾磊', relation: '子' }],
      },
    ],
    steps: [
      {
        at: '2024-01-05T09:20',
        by: 'p-chen',
        do: 'create',
        title: '土城村前街两户屋檐滴水纠纷',
        category: '02',
        source: 'grid',
        village: '150981109200',
        place: '土城村前街',
        summary: '网格员入户走访时了解到，刘树林家翻建南房后屋檐滴水落入贾文秀家院内，两家多次争吵。',
      },
      { at: '2024-01-05T09:31', by: 'p-chen', do: 'addMember', person: 'p-zhou', role: 'observer' },
      { at: '2024-01-05T09:32', by: 'p-chen', do: 'addMember', person: 'p-sun', role: 'member' },
      { at: '2024-01-05T09:40', by: 'p-chen', do: 'addParty', parties: ['eaves-drip-1', 'eaves-drip-2'] },
      {
        at: '2024-01-05T10:25',
        by: 'p-chen',
        do: 'setFacts',
        text:
          '2023 年 10 月刘家翻建南房，西侧屋檐伸出墙外约 40 厘米。入冬后化雪，檐水滴到贾家院内结冰，' +
          '贾家老人险些滑倒。现场已丈量并拍照。',
      },
      {
        at: '2024-01-05T10:40',
        by: 'p-chen',
        do: 'addEvidence',
        name: '屋檐与院墙现场照片',
        from: 'eaves-drip-1',
        original: false,
        pages: 4,
        purpose: '说明屋檐外伸尺寸和滴水落点',
      },
      {
        at: '2024-01-08T09:00',
        by: 'p-chen',
        do: 'move',
        to: 'graded',
        reason: '当面劝解未谈拢，请调解员在村里主持调解。',
      },
      {
        at: '2024-01-08T09:10',
        by: 'p-chen',
        do: 'addIssue',
        text: '外伸屋檐是拆短还是加装天沟，费用由谁承担。',
      },
      {
        at: '2024-01-10T16:10',
        by: 'p-sun',
        do: 'typeMinutes',
        text:
          '2024 年 1 月 10 日 14:30，土城村党群服务中心。调解员孙桂兰主持，双方到场，' +
          '已告知权利义务，双方同意不公开调解。\n' +
          '贾文秀：不是非要拆房，只求院里别结冰。刘树林：翻建时没留意，愿意出钱装天沟，' +
          '但拆檐会伤椽子。\n' +
          '经现场比划，双方都接受加装天沟和落水管，把水引到刘家自己的院里。',
      },
      {
        at: '2024-01-10T16:20',
        by: 'p-sun',
        do: 'proposal',
        from: 'eaves-drip-1',
        text: '由我家出钱在西檐装天沟和落水管，元宵节前装好；结冰期间我每天去铲冰。',
        answer: '贾文秀同意。',
      },
      {
        at: '2024-01-26T10:00',
        by: 'p-chen',
        do: 'close',
        outcome: 'settled',
        reason: '天沟已于 1 月 25 日装好，双方到现场看过，书面协议履行完毕。',
      },
    ],
  },
  {
    key: 'heating-wages',
    parties: [
      {
        key: 'heating-wages-1',
        kind: 'person',
        name: '邢志刚',
        sex: 'male',
        phone: '13800000103',
        idNumber: '150981197809039914',
        address: '红砂坝镇十八台村 42 号',
      },
      {
        key: 'heating-wages-2',
        kind: 'person',
        name: '段二龙',
        sex: 'male',
        phone: '13800000104',
        address: '红砂坝镇十八台村 57 号',
      },
      {
        key: 'heating-wages-3',
        kind: 'person',
        name: '苏和',
        sex: 'male',
        phone: '13800000105',
        idNumber: '15098119851220993X',
        address: '红砂坝镇十八台村 60 号',
      },
      {
        key: 'heating-wages-4',
        kind: 'person',
        name: '武凯',
        sex: 'male',
        phone: '13800000106',
        address: '红砂坝镇十八台村 13 号',
      },
      {
        key: 'heating-wages-5',
        kind: 'organisation',
        name: '丰镇市暖盛水暖安装部',
        phone: '13800000107',
        address: '红砂坝镇镇区东街',
        representative: '尚国平',
      },
    ],
    steps: [
      {
        at: '2024-01-09T08:50',
        by: 'p-zhao',
        do: 'create',
        title: '四名安装工讨要暖气安装劳务工资',
        category: '10',
        source: 'walk-in',
        village: '150981109202',
        summary: '四名村民到中心反映，2023 年秋为水暖安装部干活，工资至今没有结清，盼春节前拿到。',
      },
      { at: '2024-01-09T09:00', by: 'p-zhao', do: 'addMember', person: 'p-zhou', role: 'observer' },
      { at: '2024-01-09T09:01', by: 'p-zhao', do: 'addMember', person: 'p-xu', role: 'member' },
      { at: '2024-01-09T09:02', by: 'p-zhao', do: 'addMember', person: 'p-wang', role: 'member' },
      {
        at: '2024-01-09T09:15',
        by: 'p-zhao',
        do: 'addParty',
        parties: ['heating-wages-1', 'heating-wages-2', 'heating-wages-3', 'heating-wages-4', 'heating-wages-5'],
      },
      {
        at: '2024-01-09T11:00',
        by: 'p-zhao',
        do: 'setFacts',
        text:
          '2023 年 9 月至 10 月，四人在镇区两处楼房安装暖气，口头约定每天 260 元。' +
          '四人自记工日合计 118 天，应得 30,680 元，已付 12,000 元。安装部认可欠款，' +
          '对其中 9 个工日有异议。',
      },
      {
        at: '2024-01-09T11:20',
        by: 'p-zhao',
        do: 'addEvidence',
        name: '记工本',
        from: 'heating-wages-1',
        original: true,
        pages: 11,
        purpose: '证明出工日期和人数',
      },
      {
        at: '2024-01-09T11:25',
        by: 'p-xu',
        do: 'addEvidence',
        name: '微信转账记录打印件',
        from: 'heating-wages-5',
        original: false,
        pages: 3,
        purpose: '证明已付 12,000 元',
      },
      {
        at: '2024-01-10T09:00',
        by: 'p-zhao',
        do: 'move',
        to: 'graded',
        reason: '双方都愿意调解，由司法所和律师一起核对工日。',
      },
      {
        at: '2024-01-12T11:40',
        by: 'p-zhao',
        do: 'typeMinutes',
        text:
          '2024 年 1 月 12 日 9:00，中心调解室。四名工人和尚国平到场，已告知可以调解、' +
          '申请劳动仲裁或者起诉，各方自愿调解。\n' +
          '逐日核对记工本：有争议的 9 个工日，其中 5 天有业主短信印证，双方认可；' +
          '另 4 天双方同意各认一半，即 2 天。\n' +
          '核定出工 116 天，应付 30,160 元，扣除已付 12,000 元，尚欠 18,160 元。',
      },
      {
        at: '2024-01-12T11:50',
        by: 'p-xu',
        do: 'proposal',
        from: 'heating-wages-5',
        text: '1 月 19 日前付 10,000 元，2 月 5 日前付清 8,160 元。',
        answer: '四名工人同意，要求写明转账到各人账户。',
      },
      {
        at: '2024-02-06T10:30',
        by: 'p-zhao',
        do: 'close',
        outcome: 'settled',
        reason: '两笔款项均已到账，四人出具收条，协议履行完毕。',
      },
    ],
  },
  {
    key: 'tricycle-scrape',
    parties: [
      {
        key: 'tricycle-scrape-1',
        kind: 'person',
        name: '郭满仓',
        sex: 'male',
        phone: '13800000108',
        idNumber: '150981195707199918',
        address: '红砂坝镇三义永村 8 号',
      },
      {
        key: 'tricycle-scrape-2',
        kind: 'person',
        name: '姚建平',
        sex: 'male',
        phone: '13800000109',
        idNumber: '150981198302269950',
        address: '红砂坝镇三义永村 35 号',
      },
    ],
    steps: [
      {
        at: '2024-01-16T10:40',
        by: 'p-wang',
        do: 'create',
        title: '三义永村村道三轮车与轿车剐蹭赔偿',
        category: '14',
        source: 'police',
        village: '150981109205',
        place: '三义永村委会门前路口',
        summary: '双方在村道会车时剐蹭，责任已由交警认定，赔偿数额谈不拢，同意到镇里调解。',
      },
      { at: '2024-01-16T10:45', by: 'p-wang', do: 'addMember', person: 'p-zhou', role: 'observer' },
      { at: '2024-01-16T10:46', by: 'p-wang', do: 'addMember', person: 'p-sun', role: 'member' },
      {
        at: '2024-01-16T10:55',
        by: 'p-wang',
        do: 'addParty',
        parties: ['tricycle-scrape-1', 'tricycle-scrape-2'],
      },
      {
        at: '2024-01-16T11:30',
        by: 'p-wang',
        do: 'setFacts',
        text:
          '郭满仓驾驶电动三轮车转弯未让行，负主要责任；姚建平会车车速偏快，负次要责任。' +
          '郭满仓手腕扭伤，轿车右前门受损。双方对责任认定没有异议。',
      },
      {
        at: '2024-01-16T11:40',
        by: 'p-wang',
        do: 'addEvidence',
        name: '道路交通事故认定书（简易程序）',
        from: '公安交通管理部门',
        original: false,
        pages: 1,
        purpose: '证明责任划分',
      },
      {
        at: '2024-01-17T09:10',
        by: 'p-sun',
        do: 'addEvidence',
        name: '修理厂报价单',
        from: 'tricycle-scrape-2',
        original: true,
        pages: 1,
        purpose: '证明轿车修理费 2,350 元',
      },
      {
        at: '2024-01-17T09:30',
        by: 'p-wang',
        do: 'move',
        to: 'graded',
        reason: '双方自愿调解，由调解员主持核算费用。',
      },
      {
        at: '2024-01-18T11:00',
        by: 'p-sun',
        do: 'typeMinutes',
        text:
          '2024 年 1 月 18 日 9:30，中心调解室。双方到场，已告知权利义务。\n' +
          '核对费用：轿车修理费 2,350 元；郭满仓门诊费 486.5 元。双方同意按主要责任七成、' +
          '次要责任三成分担，互相抵销后由郭满仓付给姚建平 1,499.05 元。',
      },
      {
        at: '2024-01-18T11:10',
        by: 'p-sun',
        do: 'proposal',
        from: 'tricycle-scrape-2',
        text: '零头不要了，付 1,400 元就行，今天结清。',
        answer: '郭满仓同意，当场付款。',
      },
      {
        at: '2024-01-18T11:40',
        by: 'p-wang',
        do: 'close',
        outcome: 'settled',
        reason: '口头协议当日达成并履行，调解员已登记协议内容，收条附卷。',
      },
    ],
  },
  {
    key: 'parents-support',
    parties: [
      {
        key: 'parents-support-1',
        kind: 'person',
        name: '白玉兰',
        sex: 'female',
        phone: '13800000110',
        idNumber: '150981194411089926',
        address: '红砂坝镇沙卜村 21 号',
        note: '由调解员上门听取意见',
      },
      {
        key: 'parents-support-2',
        kind: 'person',
        name: '杜长明',
        sex: 'male',
        phone: '13800000111',
        idNumber: '150981196605309914',
        address: '红砂坝镇沙卜村 22 号',
      },
      {
        key: 'parents-support-3',
        kind: 'person',
        name: '杜长青',
        sex: 'male',
        phone: '13800000112',
        address: '红砂坝镇镇区西街',
      },
      {
        key: 'parents-support-4',
        kind: 'person',
        name: '杜长英',
        sex: 'female',
        phone: '13800000113',
        address: '丰镇市新城区街道',
      },
    ],
    steps: [
      {
        at: '2024-01-23T09:10',
        by: 'p-sun',
        do: 'create',
        title: '沙卜村三子女分担赡养照料纠纷',
        category: '01',
        source: 'walk-in',
        village: '150981109203',
        summary: '白玉兰老人由邻居陪同来中心，说冬天独居取暖不便，三个子女对轮流照料和医药费说法不一。',
      },
      { at: '2024-01-23T09:20', by: 'p-sun', do: 'addMember', person: 'p-zhou', role: 'observer' },
      { at: '2024-01-23T09:21', by: 'p-sun', do: 'addMember', person: 'p-zhao', role: 'member' },
      { at: '2024-01-23T09:22', by: 'p-sun', do: 'addMember', person: 'p-tang', role: 'member' },
      {
        at: '2024-01-23T09:30',
        by: 'p-sun',
        do: 'addParty',
        parties: ['parents-support-1', 'parents-support-2', 'parents-support-3', 'parents-support-4'],
      },
      {
        at: '2024-01-24T15:00',
        by: 'p-sun',
        do: 'setFacts',
        text:
          '老人 79 岁，有城乡居民养老金。长子住同村，2023 年一人负担照料和药费约 6,200 元；' +
          '次子在镇区开店，女儿在市里上班。三人都认可应当赡养，分歧在照料时间如何折算。',
      },
      { at: '2024-01-24T15:10', by: 'p-zhao', do: 'addIssue', text: '照料时间与费用怎样在三子女之间分担。' },
      {
        at: '2024-01-25T09:00',
        by: 'p-sun',
        do: 'move',
        to: 'graded',
        reason: '家庭成员都愿意谈，由调解员上门调解。',
      },
      {
        at: '2024-01-30T12:00',
        by: 'p-sun',
        do: 'typeMinutes',
        text:
          '2024 年 1 月 30 日 9:30，沙卜村白玉兰家中。老人和三子女到场，已告知权利义务，' +
          '家人要求不公开。\n' +
          '老人说想住自己屋里，盼着过年人齐。长子说不是要钱，是一个人顾不过来。次子、' +
          '女儿表示以前联系少，愿意补上。\n' +
          '三人商量：冬季三个月由长子照料，次子、女儿每人每月出 600 元取暖和伙食费；' +
          '其余月份每人负责一周轮换；医药费自付部分三人均摊。',
      },
      {
        at: '2024-01-30T12:05',
        by: 'p-sun',
        do: 'proposal',
        from: 'parents-support-4',
        text: '2023 年大哥垫付的药费，我和二哥各补 2,000 元。',
        answer: '三人同意。',
      },
      {
        at: '2024-02-22T15:30',
        by: 'p-sun',
        do: 'close',
        outcome: 'settled',
        reason: '书面协议 1 月 30 日生效，第一个月费用和补付药费均已支付，到协议约定的回访日再看望老人。',
      },
    ],
  },
];

import { mujianggouParties } from './mujianggou-parties.js';
import type { SeedCase } from './types.js';

/**
 * The case that the example centre tells its story with: how 23 households share compensation for woodland
 * taken for a railway. It passes all five stages from March to October 2024 and stands in the last, paid and
 * waiting for the revisit. It settles the distribution of money and says nothing about who owns the woodland,
 * which is for the government to decide. Every person, number and event is invented.
 */
export const mujianggou: SeedCase = {
  key: 'mujianggou',
  parties: mujianggouParties,
  steps: [
    {
      at: '2024-03-11T09:10',
      by: 'p-sun',
      do: 'create',
      title: '集大原铁路占用木匠沟村林地补偿款分配纠纷',
      category: '08',
      source: 'grid',
      village: 'mujianggou',
      place: '木匠沟村北坡',
      summary:
        '网格员 3 月 7 日入户走访时了解到：修建集大原铁路占用木匠沟村北坡林地，' +
        '补偿款已到村集体专户，23 户对怎样分意见不一。6 户持有 1984 年林权证，主张主要归持证户；' +
        '17 户没有证，主张各户同等参加分配。',
    },
    { at: '2024-03-11T09:18', by: 'p-sun', do: 'addMember', person: 'p-chen', role: 'member' },
    { at: '2024-03-11T09:19', by: 'p-sun', do: 'addMember', person: 'p-zhou', role: 'member' },
    { at: '2024-03-11T09:20', by: 'p-sun', do: 'addMember', person: 'p-ma', role: 'member' },
    {
      at: '2024-03-12T16:40',
      by: 'p-chen',
      do: 'addParty',
      parties: ['mujianggou-a1', 'mujianggou-a2', 'mujianggou-a3', 'mujianggou-a4', 'mujianggou-a5', 'mujianggou-a6'],
    },
    {
      at: '2024-03-13T17:20',
      by: 'p-chen',
      do: 'addParty',
      parties: [
        'mujianggou-b1',
        'mujianggou-b2',
        'mujianggou-b3',
        'mujianggou-b4',
        'mujianggou-b5',
        'mujianggou-b6',
        'mujianggou-b7',
        'mujianggou-b8',
        'mujianggou-b9',
        'mujianggou-b10',
        'mujianggou-b11',
        'mujianggou-b12',
        'mujianggou-b13',
        'mujianggou-b14',
        'mujianggou-b15',
        'mujianggou-b16',
        'mujianggou-b17',
      ],
    },
    {
      at: '2024-03-14T10:30',
      by: 'p-sun',
      do: 'setFacts',
      text:
        '一、占地 78.6 亩，共五个地块，均在木匠沟村北坡。补偿款合计 2,386,417.53 元，' +
        '其中林地补偿费 1,572,000.00 元、林木补偿费 814,417.53 元，2023 年 12 月拨到村集体专户，' +
        '至今没有发放。\n' +
        '二、23 户都在征收公告的分配范围内，对范围和总额没有异议。\n' +
        '三、6 户各有一本 1984 年林权证；17 户没有证，陈述自己或者父辈参加过 1978 年以后的造林和后来' +
        '的管护。\n' +
        '四、纠纷只是补偿款怎样分配。林地、林木归谁所有，不在本案调解范围内。',
    },
    {
      at: '2024-03-14T10:50',
      by: 'p-sun',
      do: 'addEvidence',
      name: '征地补偿协议',
      from: '九龙湾村民委员会',
      original: false,
      pages: 9,
      purpose: '证明占地面积、补偿项目和总额',
    },
    {
      at: '2024-03-14T10:55',
      by: 'p-sun',
      do: 'addEvidence',
      name: '补偿款到账回单',
      from: '九龙湾村民委员会',
      original: false,
      pages: 1,
      purpose: '证明到账时间和数额',
    },
    {
      at: '2024-03-15T09:30',
      by: 'p-chen',
      do: 'addEvidence',
      name: '六本林权证复印件',
      from: 'mujianggou-a1',
      original: false,
      pages: 24,
      purpose: '持证户主张多分的依据，待核对原件',
    },
    {
      at: '2024-03-15T10:00',
      by: 'p-sun',
      do: 'move',
      to: 'graded',
      reason: '涉及 23 户，网格员劝说后双方愿意坐下来谈，由村级先行调解。',
    },
    {
      at: '2024-03-21T12:10',
      by: 'p-sun',
      do: 'typeMinutes',
      text:
        '【第一次调解】2024 年 3 月 21 日 9:00 至 11:50，九龙湾村党群服务中心会议室。主持：孙桂兰。' +
        '参加：网格员陈志强、马秀英；村委会两人。当事人：甲组（持证）6 户到 6 户，乙组（未持证）' +
        '17 户到 15 户，郝秀珍、曾广才两户由女儿、儿子持委托书参加，17 户全部有人。\n' +
        '开始前宣读当事人权利义务：调解自愿，不收费；可以接受、拒绝或者要求终止调解；' +
        '可以要求公开或者不公开。双方同意公开进行，允许本村村民旁听。\n' +
        '甲组赵𠮷祥：我们六户手里有 1984 年发的证，树是老人们一棵一棵栽的。' +
        '铁路占的主要是证上的地块，补偿款应当主要给六户，可以拿出一成给大家。\n' +
        '乙组李有田：北坡是全村人上山栽的，那几年一家出一个劳力，谁家没去过？证是后来写的，' +
        '写的时候没人通知过我们。应当二十三户平均分。\n' +
        '欧阳春燕：我父亲当年是护林员，证上的名字是他。人不在了，证我一直收着。\n' +
        '记录说明：两位张建国都到场，东院的属甲组，西院的属乙组，以下用东院、西院区分。\n' +
        '双方一致的：一、总额 2,386,417.53 元没有异议；二、钱先不动，留在专户；三、' +
        '不因为分钱的事耽误铁路施工。没有谈拢的：分配比例。约定 3 月 28 日再谈，甲组把证书原件带来。',
    },
    {
      at: '2024-03-22T09:10',
      by: 'p-sun',
      do: 'addIssue',
      text: '补偿款以什么为依据分配：按证、按户，还是两者结合。',
    },
    { at: '2024-03-22T09:15', by: 'p-sun', do: 'addIssue', text: '六本 1984 年林权证是否真实。' },
    {
      at: '2024-03-22T09:20',
      by: 'p-chen',
      do: 'addIssue',
      text: '证载四至与铁路占用的五个地块是什么对应关系。',
    },
    {
      at: '2024-03-25T10:00',
      by: 'p-chen',
      do: 'proposal',
      from: 'mujianggou-a1',
      text: '甲组六户分九成，乙组十七户分一成，各组内部自己再分。',
      answer: '乙组不同意。',
    },
    {
      at: '2024-03-26T15:30',
      by: 'p-chen',
      do: 'proposal',
      from: 'mujianggou-b1',
      text: '二十三户按户平均，每户一份。',
      answer: '甲组不同意。',
    },
    {
      at: '2024-03-28T17:30',
      by: 'p-sun',
      do: 'typeMinutes',
      text:
        '【第二次调解】2024 年 3 月 28 日 14:30 至 17:10，九龙湾村党群服务中心会议室。主持：孙桂兰。' +
        '甲组 6 户、乙组 17 户全部有人参加。\n' +
        '甲组出示六本证书原件。乙组看后提出三点：有两本印章模糊；证上面积加起来 64 亩，' +
        '和北坡对不上；证号不连着，0313 号后面就是 0316 号，问中间是不是缺了、后面是不是补写的。\n' +
        '甲组巴特尔：证放在柜子里四十年，受过潮，印章模糊不能说是假的。缺号的事该问当年发证的地方，' +
        '不该问我们。\n' +
        '乙组陈㛃：不是说谁家造假，是大家心里没底。要是找外面的人看过，说是真的，我们认。' +
        '王䶮表示赞成：真金不怕火炼。\n' +
        '调解员归纳：争议已经集中到证书真伪上，村里没有能力判断，需要查档案、请第三方。' +
        '双方同意把问题交到镇综治中心。六本原件由各户带回保管，不涂改、不塑封。',
    },
    {
      at: '2024-04-02T09:00',
      by: 'p-sun',
      do: 'move',
      to: 'joint',
      reason: '村级两次调解未达成协议，需要查档案、核证书、讲法律，请司法所、派出所、信访办和律师联调。',
    },
    { at: '2024-04-02T09:10', by: 'p-sun', do: 'addMember', person: 'p-zhao', role: 'member' },
    { at: '2024-04-02T09:11', by: 'p-sun', do: 'addMember', person: 'p-li', role: 'member' },
    { at: '2024-04-02T09:12', by: 'p-sun', do: 'addMember', person: 'p-wang', role: 'member' },
    { at: '2024-04-03T08:40', by: 'p-sun', do: 'addMember', person: 'p-xu', role: 'member' },
    {
      at: '2024-04-10T15:00',
      by: 'p-sun',
      do: 'addMember',
      person: 'p-wu',
      role: 'helper',
      note: '退休老林业员，4 月 9 日征得两组代表书面同意',
    },
    {
      at: '2024-04-10T15:05',
      by: 'p-sun',
      do: 'addMember',
      person: 'p-niu',
      role: 'helper',
      note: '退休村干部，4 月 9 日征得两组代表书面同意',
    },
    {
      at: '2024-04-11T12:00',
      by: 'p-zhao',
      do: 'typeMinutes',
      text:
        '【第三次调解·部门会商】2024 年 4 月 11 日 9:00 至 11:40，中心会商室。主持：赵敏。参加：' +
        '调解员孙桂兰，信访办李晓燕，派出所王建军，律师徐正，网格员陈志强；经双方同意邀请吴德福、' +
        '牛占奎到场。当事人：甲组代表赵亮、欧阳春燕，乙组代表李有田、陈㛃、张建国（西院），' +
        '均有书面委托。\n' +
        '律师说明两件事要分开：补偿款怎么分，可以由大家协商，达成协议后可以申请司法确认；林地、' +
        '林木归谁，属于权属争议，由人民政府依法处理，调解协议里不能写。今天以后只谈分钱。' +
        '双方表示听明白了。\n' +
        '吴德福介绍：1984 年本地发林权证，县里有存根，一村一册，可以到档案馆查。' +
        '缺号可能发给了别的村民组，要看册子才知道。\n' +
        '李晓燕说明信访事项的办理途径和时限由她另行书面告知，不影响在这里调解。王建军说明：' +
        '原件封存、送检、取回都在双方代表面前办，当场拍照、签字。\n' +
        '议定：一、委托第三方司法鉴定机构对六本证书的印文、纸张、书写作鉴定，' +
        '机构由两组代表从名册中共同抽签选定，费用先由村集体垫付；二、由司法所到市档案馆查存根；三、' +
        '鉴定意见出来前不再谈比例；四、双方同意调解期限延长，到收到鉴定意见后 90 日。',
    },
    {
      at: '2024-04-16T10:40',
      by: 'p-wang',
      do: 'addEvidence',
      name: '六本林权证原件及封存清单',
      from: 'mujianggou-a1',
      original: true,
      pages: 26,
      purpose: '送鉴定用，封口由两组代表签字',
    },
    {
      at: '2024-04-16T11:10',
      by: 'p-zhao',
      do: 'addEvidence',
      name: '司法鉴定委托书',
      from: '人民调解委员会',
      original: true,
      pages: 3,
      purpose: '载明鉴定事项和材料清单',
    },
    {
      at: '2024-05-20T16:20',
      by: 'p-zhao',
      do: 'addEvidence',
      name: '1984 年林权证发证存根（查档复印件）',
      from: '市档案馆',
      original: false,
      pages: 8,
      purpose: '核对证号、户主、面积；0314、0315、0317、0319 号发给邻组，说明证号为什么不连着',
    },
    {
      at: '2024-06-12T15:10',
      by: 'p-zhao',
      do: 'addEvidence',
      name: '司法鉴定意见书',
      from: '双方抽签选定的司法鉴定机构',
      original: true,
      pages: 28,
      purpose: '对六本证书印文、纸张、书写形成作出鉴定',
    },
    {
      at: '2024-06-14T10:00',
      by: 'p-zhao',
      do: 'setFacts',
      text:
        '一、占地 78.6 亩，补偿款合计 2,386,417.53 元（林地补偿费 1,572,000.00 元，' +
        '林木补偿费 814,417.53 元），在村集体专户，没有发放。\n' +
        '二、23 户对分配范围和总额没有异议。\n' +
        '三、6 户持 1984 年林权证。2024 年 6 月 12 日收到鉴定意见：六本证书印文与同期样本一致，' +
        '纸张、书写符合年代特征，没有发现变造，证书真实。市档案馆存根与证号、户主相符。\n' +
        '四、17 户没有证，主张参加过造林和管护。\n' +
        '五、鉴定只回答证书真伪，不回答林地、林木归谁；本案只调解补偿款分配。',
    },
    {
      at: '2024-06-14T10:20',
      by: 'p-xu',
      do: 'addIssue',
      text: '证书真实，是否就等于全部补偿款按证分配；没有证的户参加造林、管护怎样体现。',
    },
    {
      at: '2024-06-20T11:50',
      by: 'p-zhao',
      do: 'typeMinutes',
      text:
        '【第四次调解】2024 年 6 月 20 日 9:00 至 11:30，中心会商室。主持：赵敏、孙桂兰。' +
        '甲组 6 户全部到场，乙组 17 户到 16 户，武月娥户电话表示认可代表意见。\n' +
        '宣读鉴定意见主要内容，当场把副本发给两组代表，给半小时传看。乙组问：样本从哪里来？答：' +
        '同期发证档案，由鉴定机构到档案馆提取，附件第 19 页有清单。乙组表示对证书真伪不再提异议。\n' +
        '李有田：证是真的，我们认。可是证管的是几块地，铁路占的不全是那几块。' +
        '再说树是大家看着长大的，防火、补植年年派工，我有当年的工分本。\n' +
        '赵𠮷祥：话说到这儿我也说句公道的。大家出过工，我不否认。但有证和没证总要有个分别。\n' +
        '律师提示：可以把“占的地在不在证载四至里”量清楚，作为分钱时参考的办法之一；' +
        '量的结果只用来算分配，不改变、也不证明权属。双方同意请有资质的测绘单位到现场测量。\n' +
        '有六户问能不能各告各的。已告知：可以。不参加调解、终止调解都是各户的权利，' +
        '之后可以向人民法院起诉。各户表示愿意继续调解。',
    },
    {
      at: '2024-06-21T10:10',
      by: 'p-zhao',
      do: 'proposal',
      from: 'mujianggou-a1',
      text: '甲组八成五，乙组一成五。',
      answer: '乙组不同意。',
    },
    {
      at: '2024-06-24T09:40',
      by: 'p-zhao',
      do: 'proposal',
      from: 'mujianggou-b1',
      text: '先拿出一半二十三户平均，另一半归甲组。',
      answer: '甲组不同意，愿意等测量结果。',
    },
    {
      at: '2024-06-25T15:00',
      by: 'p-chen',
      do: 'addEvidence',
      name: '1978 至 1983 年造林工分本',
      from: 'mujianggou-b1',
      original: true,
      pages: 37,
      purpose: '证明十七户或者其父辈参加造林',
    },
    {
      at: '2024-06-25T15:20',
      by: 'p-chen',
      do: 'addEvidence',
      name: '护林防火派工表',
      from: 'mujianggou-b8',
      original: false,
      pages: 12,
      purpose: '证明后来年份的管护派工',
    },
    {
      at: '2024-06-27T09:00',
      by: 'p-sun',
      do: 'move',
      to: 'leader',
      reason: '证书问题已解决，比例差距仍大，涉及测量和多部门协调，请镇领导包案。',
    },
    { at: '2024-06-27T09:10', by: 'p-sun', do: 'addMember', person: 'p-yan', role: 'leader' },
    {
      at: '2024-07-04T17:40',
      by: 'p-yan',
      do: 'typeMinutes',
      text:
        '【包案走访】2024 年 7 月 4 日，与陈志强、吴德福到木匠沟村走访 11 户（甲组 4 户、乙组 7 户）' +
        '。\n' +
        '听到的意见：甲组怕认了乙组的工分，证就白鉴定了；乙组怕认了证，几十年的工就白出了。' +
        '两边都说不想让邻里关系断了，都希望秋收前有结果。\n' +
        '下周要做的：7 月 11 日现场测量，两组各派三人跟着；测绘费用由村集体承担，不从补偿款里扣。',
    },
    {
      at: '2024-07-11T16:50',
      by: 'p-chen',
      do: 'addEvidence',
      name: '占地地块与证载四至现场测量图',
      from: '测绘单位',
      original: true,
      pages: 6,
      purpose: '1、2、3 号地块在证载四至内，共 58.1 亩；4、5 号地块在四至外，共 20.5 亩；合计 78.6 亩',
    },
    {
      at: '2024-07-12T09:00',
      by: 'p-zhao',
      do: 'addIssue',
      text: '测量得到的面积比例能不能直接用作分配比例。',
    },
    {
      at: '2024-07-18T18:00',
      by: 'p-sun',
      do: 'typeMinutes',
      text:
        '【第五次调解】2024 年 7 月 18 日 14:30 至 17:40，木匠沟村文化活动室。主持：闫立新、孙桂兰。' +
        '参加：赵敏、李晓燕、徐正、陈志强；邀请吴德福、牛占奎。23 户全部有人参加。\n' +
        '测绘人员讲解测量图：1 号地块 21.4 亩、2 号 19.3 亩、3 号 17.4 亩，在六本证的四至内；' +
        '4 号 12.6 亩、5 号 7.9 亩，在四至外。跟着去量的六个人当场说明，桩点是一起认的。\n' +
        '甲组提出七成八对二成二，理由是四至外的地块也有他们补植的树。乙组提出六成六对三成四，' +
        '理由是四至里也有大家的工。\n' +
        '牛占奎：我当过十年村干部，说句不偏谁的话。里面有大家的工，外面有他们的树，一进一出，' +
        '谁也算不到个位数。图是大家一起量的，不如就按图。\n' +
        '休会后，李有田代表乙组表示可以考虑按图；赵亮代表甲组要求回去商量。闫立新要求两组各自开会，' +
        '把意见写下来，不在会上逼着表态。',
    },
    {
      at: '2024-07-18T18:10',
      by: 'p-sun',
      do: 'proposal',
      from: 'mujianggou-a2',
      text: '甲组七成八，乙组二成二。',
      answer: '乙组不同意。',
    },
    {
      at: '2024-07-18T18:12',
      by: 'p-sun',
      do: 'proposal',
      from: 'mujianggou-b4',
      text: '甲组六成六，乙组三成四。',
      answer: '甲组不同意。',
    },
    {
      at: '2024-08-12T16:30',
      by: 'p-sun',
      do: 'proposal',
      from: 'mujianggou-a4',
      text: '8 月 8 日提出：按测量图分：四至内 58.1 亩对四至外 20.5 亩，甲组 73.9%，乙组 26.1%。' + '甲组六户都签了意见。',
      answer: '乙组 8 月 12 日下午回复：十七户都同意，各组内部按户均分。',
    },
    {
      at: '2024-08-15T12:20',
      by: 'p-zhao',
      do: 'typeMinutes',
      text:
        '【第六次调解】2024 年 8 月 15 日 9:00 至 12:00，中心会商室，视频同步到木匠沟村文化活动室。' +
        '主持：闫立新、孙桂兰、赵敏。23 户全部有人参加，其中 4 户在村里通过视频参加。\n' +
        '逐户核对意见：甲组 6 户、乙组 17 户都同意按 73.9% 和 26.1% 分配，各组内部按户均分。' +
        '比例由 58.1 亩、20.5 亩占 78.6 亩算出，四舍五入到千分之一，各户都看过算法。\n' +
        '算账：总额 2,386,417.53 元，甲组 1,763,562.55 元，乙组 622,854.98 元，两数相加与总额相等。' +
        '分到户除不尽的零分，按户主名单顺序从前往后每户加一分，直到分完。\n' +
        '律师说明协议写法：只写补偿款怎样分、什么时候付、付到谁的账户；不写林地、林木归谁。' +
        '以后谁对权属有不同意见，仍然可以申请人民政府处理，这份协议不影响。各户没有异议。\n' +
        '约定 8 月 29 日签字。本人不能来的，代签人要带授权委托书。',
    },
    {
      at: '2024-08-16T09:30',
      by: 'p-zhao',
      do: 'allocation',
      totalFen: 238_641_753,
      groups: [
        {
          name: '甲组（持证六户）',
          basisPoints: 7390,
          parties: ['mujianggou-a1', 'mujianggou-a2', 'mujianggou-a3', 'mujianggou-a4', 'mujianggou-a5', 'mujianggou-a6'],
        },
        {
          name: '乙组（未持证十七户）',
          basisPoints: 2610,
          parties: [
            'mujianggou-b1',
            'mujianggou-b2',
            'mujianggou-b3',
            'mujianggou-b4',
            'mujianggou-b5',
            'mujianggou-b6',
            'mujianggou-b7',
            'mujianggou-b8',
            'mujianggou-b9',
            'mujianggou-b10',
            'mujianggou-b11',
            'mujianggou-b12',
            'mujianggou-b13',
            'mujianggou-b14',
            'mujianggou-b15',
            'mujianggou-b16',
            'mujianggou-b17',
          ],
        },
      ],
    },
    {
      at: '2024-08-22T16:00',
      by: 'p-xu',
      do: 'addEvidence',
      name: '调解协议书草案法律审查意见',
      from: '法律服务室',
      original: true,
      pages: 2,
      purpose: '确认条款只涉及补偿款分配，金额、时间、收款人、付款方式明确',
    },
    {
      at: '2024-08-29T17:20',
      by: 'p-sun',
      do: 'addEvidence',
      name: '人民调解协议书',
      from: '人民调解委员会',
      original: true,
      pages: 12,
      purpose: '23 户、调解员签字并加盖印章，一式 24 份，当日生效',
    },
    {
      at: '2024-09-03T09:00',
      by: 'p-sun',
      do: 'move',
      to: 'supervised',
      reason: '协议已签，转入督办代办：帮助共同申请司法确认，督促按期付款。',
    },
    { at: '2024-09-03T09:10', by: 'p-sun', do: 'addMember', person: 'p-guo', role: 'member' },
    {
      at: '2024-09-10T16:30',
      by: 'p-guo',
      do: 'addEvidence',
      name: '二十三户收款账户确认表',
      from: '九龙湾村民委员会',
      original: true,
      pages: 5,
      purpose: '逐户签字确认收款账户，两名同名户主分别核对证件',
    },
    {
      at: '2024-09-12T15:40',
      by: 'p-zhao',
      do: 'addEvidence',
      name: '司法确认申请书',
      from: '双方共同',
      original: true,
      pages: 4,
      purpose: '协议生效之日起 30 日内共同提出申请',
    },
    {
      at: '2024-09-25T11:00',
      by: 'p-zhao',
      do: 'addEvidence',
      name: '司法确认裁定书',
      from: '人民法院',
      original: false,
      pages: 3,
      purpose: '确认补偿款分配协议有效，不涉及权属',
    },
    {
      at: '2024-10-10T11:20',
      by: 'p-li',
      do: 'typeMinutes',
      text:
        '【督办记录】2024 年 10 月 10 日。村集体专户 10 月 9 日提交代发，银行反馈 19 户成功，' +
        '4 户退回：阿卜杜拉·买买提户姓名中间的圆点与开户信息写法不同；赵𠮷祥、王䶮、' +
        '陈㛃三户姓名中的字在代发系统里显示为问号。\n' +
        '已由网格长陪同四户到银行核对，10 月 15 日前重新提交。其他 19 户已收到到账短信。',
    },
    {
      at: '2024-10-17T16:00',
      by: 'p-guo',
      do: 'addEvidence',
      name: '银行代发回单',
      from: '九龙湾村民委员会',
      original: false,
      pages: 23,
      purpose: '证明 23 户全部到账，合计 2,386,417.53 元',
    },
    {
      at: '2024-10-22T10:40',
      by: 'p-sun',
      do: 'typeMinutes',
      text:
        '【督办记录】2024 年 10 月 22 日。23 户补偿款全部到账，回单已归卷。牛占奎、' +
        '吴德福到村里坐了坐，两组代表约好冬天一起修护林房。\n' +
        '还要做的：11 月按协议回访，由各户自己评价，调解员不代填；回访后办理结案。',
    },
  ],
};

import { type PluginSample, type SampleCase, type SampleStep, sampleAuthor } from '@onedoor/core';
import { petitionSlice } from '../acts.js';
import { addPetitioner, OpinionDraft, Sheet } from '../content.js';
import { notes } from '../model.js';

const { request } = petitionSlice;

const author = (by: string, room = 'petition') => sampleAuthor(by, room);

const li = author('p-li');
const liu = author('p-liu');
const yan = author('p-yan');
const own = author('p-li', 'petition.private');

/** The petition office's part of the sample cases. People and words are invented. */
const cases: Readonly<Record<string, (sample: SampleCase) => readonly SampleStep[]>> = {
  mujianggou({ id }) {
    const at = '2024-04-08T10:25';
    const people = [
      ['李有田', true],
      ['陈㛃', true],
      ['张建国（西院）', true],
    ] as const;
    const note = id('2024-04-11T16:00');
    return [
      ...people.map(([name, representative], index) => {
        const written = `2024-04-08T10:2${index}`;
        return li.run(written, addPetitioner.request({ id: id(written), name, address: '红砂坝镇木匠沟村', representative }));
      }),
      li.type(at, Sheet, 'sheet', 'request', '一、公开补偿款到账的时间、总额和专户由谁保管；\n二、说明什么时候、按什么程序发放。'),
      li.type(
        at,
        Sheet,
        'sheet',
        'facts',
        '2023年12月补偿款拨到村集体专户，至今没有发放。十七户只听说总数，没有看到过单据，也不知道钱由谁管。',
      ),
      li.type(at, Sheet, 'sheet', 'reasons', '土地补偿的收支应当向村民公布。分多少可以商量，账要先让大家看到。'),
      li.act(
        '2024-04-08T10:50',
        request.register({
          on: '2024-04-08',
          channel: 'visit',
          kind: 'claim',
          oral: true,
          people: 17,
          representatives: 3,
          reachable: true,
        }),
      ),
      li.act('2024-04-11T15:30', request.accept({ on: '2024-04-11', route: '6', body: '镇人民政府', onTheSpot: true })),
      own.run('2024-04-11T16:00', notes.add.request({ id: note, title: '当面告知' })),
      own.type(
        '2024-04-11T16:05',
        notes.Note,
        note,
        'text',
        '部门会商结束后，当面把受理告知书交给三位代表。说清楚两件事：账目公开由镇政府答复，怎样分配仍在调解，互不耽误。',
      ),
      li.type('2024-06-03T09:30', OpinionDraft, 'opinion', 'claims', '公开木匠沟村北坡林地补偿款的到账、保管情况，说明发放的时间和程序。'),
      li.type(
        '2024-06-03T09:50',
        OpinionDraft,
        'opinion',
        'facts',
        '补偿款 2,386,417.53 元于2023年12月到村集体专户，专户由镇农经站代管，到账回单和存款余额已于2024年5月在村务公开栏公布。各户对分配比例意见不一，正在镇综治中心调解，钱没有动用。',
      ),
      li.type(
        '2024-06-03T10:20',
        OpinionDraft,
        'opinion',
        'opinion',
        '账目已经公开。分配由各户协商，达成协议并确认以后按协议发放；协商不成的，各户可以依法向人民法院起诉。',
      ),
      li.act(
        '2024-06-05T09:00',
        request.opine({
          on: '2024-06-05',
          opinion: 'explain',
          basis: '《信访工作条例》第三十二条；《村民委员会组织法》第三十条',
          namesReview: true,
        }),
      ),
      li.act('2024-06-06T16:00', request.deliver({ on: '2024-06-06', paper: 'opinion', how: 'direct' })),
    ];
  },

  'solar-wages'({ id }) {
    const at = '2024-09-16T09:10';
    return [
      li.run(at, addPetitioner.request({ id: id(at), name: '常乐', address: '红砂坝镇二道湾村6号', representative: true })),
      li.run(at, addPetitioner.request({ id: id(at), name: '石宝', address: '红砂坝镇二道湾村7号', representative: true })),
      li.type(at, Sheet, 'sheet', 'request', '请求查处拖欠工资，责令施工单位付清五人工资 87,600 元。'),
      li.type(at, Sheet, 'sheet', 'facts', '五人在二道湾村光伏工地打桩两个月，有打卡记录和劳务队出具的欠条。劳务队说总包没有拨款。'),
      li.type(at, Sheet, 'sheet', 'reasons', '等了一个多月没有付清，家里等钱秋收。'),
      li.act(
        '2024-09-16T09:30',
        request.register({
          on: '2024-09-16',
          channel: 'visit',
          kind: 'claim',
          oral: true,
          people: 5,
          representatives: 2,
          reachable: true,
        }),
      ),
      li.act(
        '2024-09-18T10:00',
        request.refer({ on: '2024-09-18', manner: 'transferred', to: '旗人力资源和社会保障局', receivedOn: '2024-09-18' }),
      ),
      li.act('2024-09-26T15:00', request.accept({ on: '2024-09-26', route: '5', body: '旗劳动保障监察大队', onTheSpot: false })),
    ];
  },

  'coop-dividend'({ id }) {
    const at = '2024-10-22T10:00';
    return [
      ...[
        ['关守业', '2'],
        ['阎小红', '17'],
        ['司马云', '25'],
        ['祁连', '29'],
      ].map(([name = '', house], index) => {
        const written = `2024-10-22T09:5${index}`;
        return li.run(written, addPetitioner.request({ id: id(written), name, address: `红砂坝镇向阳村 ${house} 号` }));
      }),
      li.type(at, Sheet, 'sheet', 'request', '公开合作社2023年度账目，重新核算盈余返还。'),
      li.type(at, Sheet, 'sheet', 'facts', '2023年可分配盈余 214,300 元，章程约定按交易量返还不少于六成。农机折旧提得比往年多。'),
      li.type(at, Sheet, 'sheet', 'reasons', '折旧提多少没有经过成员大会，少分的钱应当补回来。'),
      li.act(
        '2024-10-22T10:30',
        request.register({
          on: '2024-10-22',
          channel: 'letter',
          kind: 'claim',
          oral: false,
          people: 4,
          representatives: 0,
          reachable: true,
        }),
      ),
      liu.act('2024-10-28T09:00', request.accept({ on: '2024-10-28', route: '6', body: '镇人民政府', onTheSpot: false })),
      li.act(
        '2024-12-16T09:00',
        request.askExtension({ on: '2024-12-16', days: 20, reason: '农牧部门正在核对农机折旧，预计年底前出结果。' }),
      ),
      yan.act('2024-12-18T09:00', request.decideExtension({ on: '2024-12-18', approved: true, note: '核对要抓紧，结果出来三日内答复。' })),
      li.act('2024-12-18T15:00', request.tellExtension({ on: '2024-12-18' })),
    ];
  },
};

const sample: PluginSample = (each) => cases[each.key]?.(each) ?? [];
export default sample;

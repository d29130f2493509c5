import { type PluginSample, type SampleCase, type SampleStep, sampleAuthor } from '@onedoor/core';
import { policeSlice } from '../acts.js';
import { addParticipant, editRecord, MediationRecord, Participant } from '../content.js';
import { notes } from '../model.js';

const { request } = policeSlice;

const author = (by: string, room = 'police') => sampleAuthor(by, room);

const wang = author('p-wang');
const gao = author('p-gao');

/** The station's part of the sample cases. People and words are invented. */
const cases: Readonly<Record<string, (sample: SampleCase) => readonly SampleStep[]>> = {
  mujianggou({ id }) {
    const own = author('p-wang', 'police.private');
    const note = id('2024-04-16T10:50');
    return [
      own.run('2024-04-16T10:50', notes.add.request({ id: note, title: '证书原件封存' })),
      own.type(
        '2024-04-16T10:52',
        notes.Note,
        note,
        'text',
        '六本证书当着两组代表的面清点、拍照、封口，封条编号 0416-1 至 0416-6。送检、取回都要双方各派一人跟着。\n' +
          '两组之间没有动手，不属于治安案件，所里只到场，不受理。',
      ),
    ];
  },

  'playground-push'({ id }) {
    const [shen, geng] = [id('2024-06-27T10:40'), id('2024-06-27T10:42')];
    return [
      gao.act(
        '2024-06-27T10:30',
        request.accept({
          on: '2024-06-27',
          conduct: 'beating',
          minor: true,
          consent: true,
          exclusions: [],
          register: '红派接〔2024〕0627-03',
        }),
      ),
      gao.run('2024-06-27T10:35', editRecord.request({ patch: { happenedOn: '2024-06-26', place: '十八台村文化广场' } })),
      wang.run('2024-06-27T10:40', addParticipant.request({ id: shen, name: '申小凤', age: 56 })),
      wang.type(
        '2024-06-27T10:41',
        Participant,
        shen,
        'statement',
        '她把音响声音开得太大，我去关，她推了我一把，我也推了她。手肘擦破了，要她出医药费。',
      ),
      wang.run('2024-06-27T10:42', addParticipant.request({ id: geng, name: '耿丽', age: 48 })),
      wang.type('2024-06-27T10:43', Participant, geng, 'statement', '她先关的音响，我一急推了她，没想到她摔了。医药费我愿意出。'),
      gao.act('2024-06-27T11:00', request.orderAppraisal({ on: '2024-06-27', what: '伤情鉴定' })),
      gao.act('2024-07-01T16:20', request.receiveAppraisal({ on: '2024-07-01', result: '轻微伤' })),
      wang.type(
        '2024-07-01T17:00',
        MediationRecord,
        'record',
        'facts',
        '2024 年 6 月 26 日 19 时 40 分许，申小凤与耿丽因音响音量发生争执，互相推搡，申小凤右肘擦伤，经鉴定为轻微伤。双方都有过错。',
      ),
      gao.act(
        '2024-07-02T10:55',
        request.hold({
          on: '2024-07-02',
          place: '综治中心调解室',
          officers: ['p-gao', 'p-wang'],
          standardPremises: true,
          fullRecording: true,
          recording: 'HSB-LX-20240702-01',
          present: [
            { name: '申小凤', age: 56 },
            { name: '耿丽', age: 48 },
          ],
          result: 'agreed',
          performBy: '2024-07-02',
        }),
      ),
      wang.type(
        '2024-07-02T11:00',
        MediationRecord,
        'record',
        'agreement',
        '一、耿丽付给申小凤医疗费 312 元，当场付清。\n二、双方互相道歉，以后广场活动音量按村里约定，晚上九点前结束。\n三、双方不再因此事提出其他要求。',
      ),
      gao.act('2024-07-02T11:06', request.perform({ on: '2024-07-02', outcome: 'performed', note: '当场付清 312 元，收条一张附卷。' })),
    ];
  },

  'stray-sheep'({ id }) {
    const [lou, ye] = [id('2024-11-18T15:10'), id('2024-11-18T15:12')];
    const own = author('p-wang', 'police.private');
    const note = id('2024-11-20T17:10');
    return [
      wang.act(
        '2024-11-18T15:00',
        request.accept({
          on: '2024-11-18',
          conduct: 'property',
          minor: true,
          consent: true,
          exclusions: [],
          register: '红派接〔2024〕1118-02',
        }),
      ),
      wang.run('2024-11-18T15:05', editRecord.request({ patch: { happenedOn: '2024-11-18', place: '南梁村叶小春家羊圈' } })),
      wang.run('2024-11-18T15:10', addParticipant.request({ id: lou, name: '娄大海', age: 52 })),
      wang.type('2024-11-18T15:11', Participant, lou, 'statement', '我来赶自家的羊，他拦着不让，我一气把圈门踹坏了。门我修，羊要还我。'),
      wang.run('2024-11-18T15:12', addParticipant.request({ id: ye, name: '叶小春' })),
      wang.type('2024-11-18T15:13', Participant, ye, 'statement', '我喂了他的羊十九天，料钱没说清就要赶走，还踹坏了圈门。'),
      wang.type(
        '2024-11-18T16:00',
        MediationRecord,
        'record',
        'facts',
        '2024 年 11 月 18 日 13 时许，娄大海到叶小春家认羊，因喂养费发生争吵，踹坏羊圈木门一扇，估价 160 元。双方没有动手。',
      ),
      wang.act(
        '2024-11-20T16:30',
        request.hold({
          on: '2024-11-20',
          place: '派出所调解室',
          officers: ['p-wang', 'p-gao'],
          standardPremises: true,
          fullRecording: false,
          present: [{ name: '娄大海', age: 52 }, { name: '叶小春' }],
          result: 'failed',
        }),
      ),
      own.run('2024-11-20T17:10', notes.add.request({ id: note, title: '第一次调解后' })),
      own.type('2024-11-20T17:12', notes.Note, note, 'text', '门钱 160 元两人都认，卡在喂养费每天几块钱。下次请网格员带饲料账来。'),
    ];
  },
};

const sample: PluginSample = (given) => cases[given.key]?.(given) ?? [];
export default sample;

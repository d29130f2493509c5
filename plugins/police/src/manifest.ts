import type { PluginManifestSource, Rule } from '@onedoor/core';

const station: Rule = { all: [{ team: true, except: ['observer'] }, { department: 'police' }] };
/** A settlement that the parties have performed is brought to the station by whoever presided over it. */
const presided: Rule = {
  all: [{ team: true, except: ['observer'] }, { any: [{ department: 'police' }, { department: 'mediation' }, { department: 'judicial' }] }],
};

/** The content of `onedoor.plugin.json`; a test compares the two. */
export const manifest: PluginManifestSource = {
  $schema: '../../packages/core/onedoor.plugin.schema.json',
  name: 'police',
  version: '0.1.0',
  api: 1,
  label: { zh: '公安派出所', en: 'Police station' },
  rooms: [
    {
      name: 'police',
      read: { team: true },
      write: station,
      acts: {
        'police.accept': station,
        'police.orderAppraisal': station,
        'police.receiveAppraisal': station,
        'police.hold': station,
        'police.perform': station,
        'police.handOver': presided,
        'police.decide': station,
        'police.end': station,
      },
    },
    {
      name: 'police.private',
      read: { all: [{ team: true }, { department: 'police' }] },
      write: station,
      acts: {},
    },
  ],
  grants: ['case', 'parties', 'facts', 'people'],
  contributes: {
    caseTabs: [
      { id: 'mediation', label: { zh: '治安调解', en: 'Police mediation' }, room: 'police', view: 'record' },
      { id: 'notes', label: { zh: '派出所札记', en: 'Station notes' }, room: 'police.private', view: 'notes' },
    ],
    cardBadges: [{ id: 'stand', label: { zh: '治安调解', en: 'Police mediation' } }],
    ledgerColumns: [
      { id: 'stand', label: { zh: '治安调解状态', en: 'Police mediation' }, kind: 'text' },
      { id: 'accepted', label: { zh: '派出所受理日期', en: 'Accepted by police' }, kind: 'date' },
    ],
    deadlineRules: [
      { id: 'first', label: { zh: '第一次治安调解', en: 'First police mediation' } },
      { id: 'second', label: { zh: '第二次治安调解', en: 'Second police mediation' } },
      { id: 'performance', label: { zh: '治安调解协议履行', en: 'Performance of the police settlement' } },
    ],
    timelineEntries: [
      { id: 'police.accept', label: { zh: '派出所受理', en: 'Accepted by the police' } },
      { id: 'police.orderAppraisal', label: { zh: '委托鉴定', en: 'Appraisal ordered' } },
      { id: 'police.receiveAppraisal', label: { zh: '收到鉴定意见', en: 'Appraisal received' } },
      { id: 'police.hold', label: { zh: '主持治安调解', en: 'Police mediation held' } },
      { id: 'police.perform', label: { zh: '协议履行情况', en: 'Performance recorded' } },
      { id: 'police.handOver', label: { zh: '移交派出所', en: 'Handed over to the police' } },
      { id: 'police.decide', label: { zh: '派出所认可意见', en: 'Decision of the police' } },
      { id: 'police.end', label: { zh: '终止治安调解', en: 'Police mediation ended' } },
    ],
  },
};

import type { PluginManifestSource, Rule } from '@onedoor/core';

const office: Rule = { all: [{ team: true, except: ['observer'] }, { department: 'judicial' }] };
/** The committee gives the number of its own agreement, and writes down what was agreed by word of mouth. */
const presided: Rule = {
  all: [{ team: true, except: ['observer'] }, { any: [{ department: 'judicial' }, { department: 'mediation' }] }],
};

/** The content of `onedoor.plugin.json`; a test compares the two. */
export const manifest: PluginManifestSource = {
  $schema: '../../packages/core/onedoor.plugin.schema.json',
  name: 'judicial',
  version: '0.1.0',
  api: 1,
  label: { zh: '司法所', en: 'Judicial office' },
  rooms: [
    {
      name: 'judicial',
      read: { team: true },
      write: office,
      acts: {
        'judicial-paper.made': { team: true, except: ['observer'] },
        'judicial.submit': office,
        'judicial.giveNumber': presided,
        'judicial.sign': presided,
        'judicial.registerOral': presided,
        'judicial.recordReceipt': presided,
        'judicial.voidReceipt': presided,
        'judicial.applyConfirmation': office,
        'judicial.receiveConfirmation': office,
        'judicial.ruleConfirmation': office,
      },
    },
    {
      // Signed pages: whoever presided keeps them, and writes no clause.
      name: 'judicial.signed',
      read: { team: true },
      write: presided,
      acts: {},
    },
    {
      name: 'judicial.private',
      read: { all: [{ team: true }, { department: 'judicial' }] },
      write: office,
      acts: {},
    },
  ],
  grants: ['case', 'parties', 'allocation', 'people'],
  contributes: {
    caseTabs: [
      { id: 'agreement', label: { zh: '协议书', en: 'Agreement' }, room: 'judicial', view: 'agreement' },
      { id: 'notes', label: { zh: '司法所札记', en: 'Judicial notes' }, room: 'judicial.private', view: 'notes' },
    ],
    cardBadges: [{ id: 'stand', label: { zh: '人民调解协议', en: 'Mediation agreement' } }],
    ledgerColumns: [
      { id: 'stand', label: { zh: '协议状态', en: 'Agreement' }, kind: 'text' },
      { id: 'effect', label: { zh: '协议生效日', en: 'In effect from' }, kind: 'date' },
    ],
    deadlineRules: [
      { id: 'confirmation', label: { zh: '共同申请司法确认', en: 'Joint application for judicial confirmation' } },
      { id: 'payment', label: { zh: '协议付款', en: 'Payment under the agreement' } },
      { id: 'ruling', label: { zh: '法院审查司法确认申请', en: 'The court decides on confirmation' } },
    ],
    timelineEntries: [
      { id: 'judicial-paper.made', label: { zh: '生成协议文书', en: 'Paper of the agreement made' } },
      { id: 'judicial.submit', label: { zh: '提交协议草案', en: 'Draft laid before the team' } },
      { id: 'judicial.giveNumber', label: { zh: '协议编号', en: 'Agreement numbered' } },
      { id: 'judicial.sign', label: { zh: '协议签订', en: 'Agreement signed' } },
      { id: 'judicial.registerOral', label: { zh: '登记口头协议', en: 'Oral agreement registered' } },
      { id: 'judicial.recordReceipt', label: { zh: '登记付款', en: 'Payment recorded' } },
      { id: 'judicial.voidReceipt', label: { zh: '作废付款登记', en: 'Record of a payment voided' } },
      { id: 'judicial.applyConfirmation', label: { zh: '申请司法确认', en: 'Judicial confirmation applied for' } },
      { id: 'judicial.receiveConfirmation', label: { zh: '法院受理司法确认申请', en: 'Application received by the court' } },
      { id: 'judicial.ruleConfirmation', label: { zh: '司法确认裁定', en: 'Ruling on confirmation' } },
    ],
  },
};

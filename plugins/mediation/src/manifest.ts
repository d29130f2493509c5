import type { PluginManifestSource, Rule } from '@onedoor/core';

/** The committee's members of the team, and whoever leads the case: mediation is also held by other desks. */
const presiding: Rule = {
  all: [{ team: true, except: ['observer'] }, { any: [{ department: 'mediation' }, { role: ['lead'] }] }],
};

/** Whoever keeps the record at the table. */
const atTable: Rule = { team: true, except: ['observer'] };

/** Whoever answers for the case. */
const inCharge: Rule = { role: ['lead', 'leader'] };

/**
 * The content of `onedoor.plugin.json`, for code: Node 20 still warns of JSON modules, and browsers differ. A test
 * compares the two.
 */
export const manifest: PluginManifestSource = {
  $schema: '../../packages/core/onedoor.plugin.schema.json',
  name: 'mediation',
  version: '0.1.0',
  api: 1,
  label: { zh: '人民调解', en: "People's mediation" },
  rooms: [
    {
      name: 'mediation',
      read: { team: true },
      write: { nobody: true },
      acts: {
        'mediation.begin': presiding,
        'mediation.extend': presiding,
        'mediation.conclude': presiding,
        'mediation.refuse': presiding,
        'mediation-paper.made': atTable,
        'mediation-session.convene': presiding,
        'mediation-session.correct': presiding,
        'mediation-session.cancel': presiding,
        'mediation-session.tell': atTable,
        'mediation-session.attend': atTable,
        'mediation-session.readRights': presiding,
        'mediation-session.answer': atTable,
        'mediation-session.end': presiding,
        'mediation-session.sign': atTable,
        'mediation-method.begin': inCharge,
        'mediation-method.meet': atTable,
        'mediation-method.goOn': inCharge,
        'mediation-method.order': { role: ['leader'] },
        'mediation-method.raise': inCharge,
        'mediation-method.form': inCharge,
        'mediation-method.appoint': inCharge,
        'mediation-method.supervise': { role: ['leader'] },
        'mediation-method.answer': atTable,
      },
    },
    {
      name: 'mediation.private',
      read: { all: [{ team: true }, { department: 'mediation' }] },
      write: { all: [{ team: true }, { department: 'mediation' }] },
      acts: {},
    },
  ],
  extends: ['joint'],
  grants: ['case', 'cases', 'parties'],
  contributes: {
    caseTabs: [
      { id: 'session', label: { zh: '会议与笔录', en: 'Sessions and minutes' }, room: 'mediation', view: 'session' },
      { id: 'minutes', label: { zh: '调解笔录', en: 'Minutes' }, room: 'joint', view: 'minutes', into: 'mediation-session' },
      { id: 'period', label: { zh: '调解期限', en: 'Mediation period' }, room: 'mediation', view: 'period' },
      { id: 'method', label: { zh: '五步工作法', en: 'Five steps' }, room: 'mediation', view: 'method' },
      {
        id: 'notes',
        label: { zh: '调委会札记', en: 'Committee notes' },
        room: 'mediation.private',
        view: 'notes',
      },
    ],
    cardBadges: [{ id: 'sessions', label: { zh: '调解次数', en: 'Sessions held' } }],
    ledgerColumns: [
      { id: 'sessions', label: { zh: '调解次数', en: 'Sessions held' }, kind: 'number' },
      { id: 'due', label: { zh: '调解期限', en: 'Mediation period' }, kind: 'date' },
    ],
    deadlineRules: [
      { id: 'period', label: { zh: '调解期限', en: 'Mediation period' } },
      { id: 'letter', label: { zh: '答复督办函', en: 'Answer to a supervision letter' } },
    ],
    timelineEntries: [
      { id: 'mediation-paper.made', label: { zh: '生成调解记录文书', en: 'Paper of the record made' } },
      { id: 'mediation.begin', label: { zh: '开始调解', en: 'Mediation begun' } },
      { id: 'mediation.extend', label: { zh: '延长调解期限', en: 'Mediation period extended' } },
      { id: 'mediation.conclude', label: { zh: '调解结束', en: 'Mediation concluded' } },
      { id: 'mediation.refuse', label: { zh: '当事人拒绝调解', en: 'A party refuses mediation' } },
      { id: 'mediation-method.begin', label: { zh: '按五步工作法开始', en: 'Begun by the five-step method' } },
      { id: 'mediation-method.meet', label: { zh: '登记条件已满足', en: 'Condition met' } },
      { id: 'mediation-method.goOn', label: { zh: '工作法进入下一步', en: 'Next step of the method' } },
      { id: 'mediation-method.order', label: { zh: '包案领导决定下一步', en: 'Next step, by the leader' } },
      { id: 'mediation-method.raise', label: { zh: '上报上一级化解', en: 'Raised to the next level' } },
      { id: 'mediation-method.form', label: { zh: '成立工作专班', en: 'Joint task group formed' } },
      { id: 'mediation-method.appoint', label: { zh: '确定包案领导', en: 'Leader takes the case' } },
      { id: 'mediation-method.supervise', label: { zh: '督办', en: 'Supervision' } },
      { id: 'mediation-method.answer', label: { zh: '答复督办函', en: 'Supervision answered' } },
      { id: 'mediation-session.convene', label: { zh: '召开调解会议', en: 'Session called' } },
      { id: 'mediation-session.correct', label: { zh: '更正会议通知', en: 'Session corrected' } },
      { id: 'mediation-session.cancel', label: { zh: '取消调解会议', en: 'Session cancelled' } },
      { id: 'mediation-session.tell', label: { zh: '告知会议变更', en: 'Told of the change' } },
      { id: 'mediation-session.attend', label: { zh: '登记到场', en: 'Attendance taken' } },
      { id: 'mediation-session.readRights', label: { zh: '宣读权利义务', en: 'Rights read out' } },
      { id: 'mediation-session.answer', label: { zh: '答复调解方案', en: 'Proposal answered' } },
      { id: 'mediation-session.end', label: { zh: '调解会议结束', en: 'Session ended' } },
      { id: 'mediation-session.sign', label: { zh: '笔录签字', en: 'Minutes signed' } },
    ],
  },
};

import type { PluginManifestSource, Rule } from '@onedoor/core';

const desk: Rule = { all: [{ team: true, except: ['observer'] }, { department: 'petition' }] };
/** The head of the office, or the town's leader who has taken the case: an extension is theirs to approve (art. 34). */
const head: Rule = { any: [{ role: ['leader'] }, { all: [desk, { right: 'case.assign' }] }] };
/** Whoever of the team has the matter may say that it is not within their remit (art. 23). */
const workers: Rule = { team: true, except: ['observer', 'helper'] };

/** The content of `onedoor.plugin.json`; a test compares the two. */
export const manifest: PluginManifestSource = {
  $schema: '../../packages/core/onedoor.plugin.schema.json',
  name: 'petition',
  version: '0.1.0',
  api: 1,
  label: { zh: '信访', en: 'Petitions' },
  rooms: [
    {
      name: 'petition',
      read: { team: true },
      write: desk,
      acts: {
        'petition-paper.made': desk,
        'petition.register': desk,
        'petition.refer': desk,
        'petition.receive': desk,
        'petition.object': workers,
        'petition.answerObjection': desk,
        'petition.accept': desk,
        'petition.decline': desk,
        'petition.askExtension': desk,
        'petition.decideExtension': head,
        'petition.tellExtension': desk,
        'petition.opine': desk,
        'petition.mediate': desk,
        'petition.conclude': desk,
        'petition.deliver': desk,
        'petition.askReview': desk,
        'petition.answerReview': desk,
        'petition.askRecheck': desk,
        'petition.beginHearing': desk,
        'petition.endHearing': desk,
        'petition.answerRecheck': desk,
      },
    },
    {
      name: 'petition.private',
      read: { all: [{ team: true }, { department: 'petition' }] },
      write: desk,
      acts: {},
    },
  ],
  grants: ['case', 'people', 'cases'],
  contributes: {
    caseTabs: [
      { id: 'petition', label: { zh: '信访', en: 'Petition' }, room: 'petition', view: 'petition' },
      { id: 'notes', label: { zh: '信访办札记', en: 'Petition office notes' }, room: 'petition.private', view: 'notes' },
    ],
    cardBadges: [{ id: 'stand', label: { zh: '信访', en: 'Petition' } }],
    ledgerColumns: [
      { id: 'registered', label: { zh: '信访登记日', en: 'Petition registered' }, kind: 'date' },
      { id: 'state', label: { zh: '信访状态', en: 'Petition' }, kind: 'text' },
    ],
    deadlineRules: [
      { id: 'transfer', label: { zh: '信访转送、交办', en: 'Petition: passing on' } },
      { id: 'notice', label: { zh: '信访告知', en: 'Petition: telling the petitioner' } },
      { id: 'objection', label: { zh: '信访异议', en: 'Petition: objection' } },
      { id: 'handling', label: { zh: '信访办理', en: 'Petition: written opinion' } },
      { id: 'review-open', label: { zh: '申请复查', en: 'Petition: review may be asked for' } },
      { id: 'review', label: { zh: '复查答复', en: 'Petition: review' } },
      { id: 'recheck-open', label: { zh: '申请复核', en: 'Petition: re-review may be asked for' } },
      { id: 'recheck', label: { zh: '复核答复', en: 'Petition: re-review' } },
    ],
    timelineEntries: [
      { id: 'petition.register', label: { zh: '信访登记', en: 'Petition registered' } },
      { id: 'petition.refer', label: { zh: '信访转送、交办', en: 'Petition passed on' } },
      { id: 'petition.receive', label: { zh: '对方收到', en: 'Received by that body' } },
      { id: 'petition.object', label: { zh: '对转办提出异议', en: 'Objection to the referral' } },
      { id: 'petition.answerObjection', label: { zh: '答复异议', en: 'Objection answered' } },
      { id: 'petition.accept', label: { zh: '信访受理告知', en: 'Petition accepted' } },
      { id: 'petition.decline', label: { zh: '信访不予受理告知', en: 'Petition not accepted' } },
      { id: 'petition.askExtension', label: { zh: '申请延期', en: 'Extension asked for' } },
      { id: 'petition.decideExtension', label: { zh: '审批延期', en: 'Extension decided' } },
      { id: 'petition.tellExtension', label: { zh: '告知延期理由', en: 'Petitioner told of the extension' } },
      { id: 'petition.opine', label: { zh: '出具信访处理意见书', en: 'Written opinion issued' } },
      { id: 'petition.mediate', label: { zh: '信访事项调解', en: 'Petition mediated' } },
      { id: 'petition.conclude', label: { zh: '信访答复办结', en: 'Petition answered' } },
      { id: 'petition.deliver', label: { zh: '送达', en: 'Delivered' } },
      { id: 'petition.askReview', label: { zh: '收到复查请求', en: 'Review asked for' } },
      { id: 'petition.answerReview', label: { zh: '出具复查意见书', en: 'Review answered' } },
      { id: 'petition.askRecheck', label: { zh: '收到复核请求', en: 'Re-review asked for' } },
      { id: 'petition.beginHearing', label: { zh: '听证开始', en: 'Hearing begun' } },
      { id: 'petition.endHearing', label: { zh: '听证结束', en: 'Hearing ended' } },
      { id: 'petition.answerRecheck', label: { zh: '出具复核意见书', en: 'Re-review answered' } },
      { id: 'petition-paper.made', label: { zh: '生成信访文书', en: 'Paper of the petition made' } },
    ],
    statistics: [{ id: 'petitions', label: { zh: '信访事项', en: 'Petitions' } }],
  },
};

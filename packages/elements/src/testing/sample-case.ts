import {
  type ActRequest,
  Allocation,
  addEvidence,
  addIssue,
  addParty,
  type CaseRow,
  caseSlice,
  editFacts,
  Facts,
  setAllocation,
  textName,
} from '@onedoor/core';
import { FakeSession, SYNCED } from './fake-session.js';

export const SAMPLE = 'sample';
const AT = Date.UTC(2024, 2, 11, 1, 10);
let intents = 0;
const intent = (request: ActRequest, base: number) => ({
  id: `logged-${++intents}`,
  command: request.command,
  args: { ...request.args },
  base,
});

/** A case with parties, facts, evidence, an allocation, two acts that crossed, a contested field and a waiting act. */
export function fillSampleCase(session: FakeSession): void {
  const acts = session.room({ case: SAMPLE, room: 'case' });
  const create = caseSlice.request.create({
    title: '集大原铁路占用木匠沟村林地补偿款分配纠纷',
    category: '08',
    source: 'grid',
    village: '木匠沟村',
  });
  acts.log(intent(create, 0), { person: 'sun', at: AT, number: { register: 'case', year: 2024, value: 12 } });
  acts.log(intent(caseSlice.request.addMember({ person: 'chen', role: 'member' }), 1), {
    person: 'sun',
    at: AT + 480_000,
  });
  acts.log(intent(caseSlice.request.move({ to: 'graded', reason: '涉及 23 户，双方愿意坐下来谈，由村级先行调解。' }), 2), {
    person: 'sun',
    at: AT + 90_000_000,
  });
  acts.log(intent(caseSlice.request.move({ to: 'joint', reason: '需要林业部门到场' }), 2), {
    person: 'chen',
    at: AT + 91_000_000,
  });
  acts.act(caseSlice.request.move({ to: 'joint', reason: '' }));
  const joint = session.room({ case: SAMPLE, room: 'joint' });
  const names = ['赵𠮷祥', '欧阳春燕', '张建国', '王䶮', '仇桂兰', '张建国'];
  names.forEach((name, at) => {
    const group = at < 3 ? '持证户' : '无证户';
    void joint.run(
      addParty.request({
        id: `p${at}`,
        party: {
          kind: 'household',
          name,
          group,
          phone: `1380000019${at}`,
          address: `红砂坝镇木匠沟村 ${at + 3} 号`,
        },
        members: at === 0 ? ['郭银花', '赵亮'] : [],
      }),
    );
  });
  void joint.run(editFacts.request({ patch: { place: '木匠沟村北坡', happenedOn: '2023-12-08', amountFen: 238_641_753 } }));
  joint.replica.doc
    .getText(textName(Facts.name, Facts.name, 'summary'))
    .insert(
      0,
      '一、占地 78.6 亩，共五个地块，均在木匠沟村北坡。补偿款合计 2,386,417.53 元，至今没有发放。\n二、23 户都在征收公告的分配范围内，对范围和总额没有异议。',
    );
  void joint.run(addIssue.request({ id: 'i1', title: '持证户与无证户各占多大比例' }));
  void joint.run(
    addEvidence.request({
      id: 'e1',
      evidence: {
        name: '征地补偿协议',
        from: '九龙湾村民委员会',
        original: false,
        pages: 9,
        purpose: '证明占地面积、补偿项目和总额',
      },
    }),
  );
  void joint.run(
    setAllocation.request({
      totalFen: 238_641_753,
      shares: [
        { key: '持证户', basisPoints: 7390 },
        { key: '无证户', basisPoints: 2610 },
      ],
    }),
  );
  joint.replica.doc
    .getText(textName(Allocation.name, Allocation.name, 'note'))
    .insert(0, '持证户与无证户按 73.9% 与 26.1% 分配，组内各户均分。');
  joint.presence.set([
    { client: 1, person: 'sun', name: '孙桂兰', hue: 150, self: true },
    { client: 2, person: 'chen', name: '陈志强', hue: 20, self: false },
  ]);
  contest(session);
  session.rows.set(sampleRows());
  session.sync.set({ ...SYNCED, unsent: 3, sent: 1 });
}

/** Two people write one party's phone while apart. */
function contest(session: FakeSession): void {
  const here = session.room({ case: SAMPLE, room: 'joint' }).replica;
  const other = new FakeSession('chen').room({ case: SAMPLE, room: 'joint' });
  other.replica.doc.clientID = 77;
  other.replica.receive(here.take());
  here.doc.getMap('party').set('p1/phone', '13900000001');
  other.replica.doc.getMap('party').set('p1/phone', '13900000002');
  here.receive(other.replica.take());
}

function sampleRows(): CaseRow[] {
  const row = (id: string, over: Partial<CaseRow>): CaseRow => ({
    case: id,
    title: '集大原铁路占用木匠沟村林地补偿款分配纠纷',
    category: '08',
    source: 'grid',
    village: '木匠沟村',
    createdAt: AT,
    createdBy: 'sun',
    number: { register: 'case', year: 2024, value: 12 },
    stage: 'joint',
    members: { sun: { person: 'sun', role: 'lead', since: AT, by: 'sun' } },
    changedAt: AT,
    conflicts: 0,
    offers: 0,
    parties: ['赵𠮷祥', '欧阳春燕', '张建国'],
    partyCount: 23,
    matter: '修建集大原铁路占用木匠沟村北坡林地，补偿款已到村集体专户，23 户对怎样分意见不一。',
    pendingActs: 0,
    rooms: [],
    summaries: {},
    tasks: [],
    ...over,
  });
  const { number: _, ...unnumbered } = row('c2', {
    title: '土城村水渠漏水淹地纠纷',
    village: '土城村',
    stage: 'screening',
    pendingActs: 1,
    parties: ['高秀'],
    partyCount: 1,
    matter: '',
    changedAt: AT + 3 * 86_400_000,
  });
  return [
    row(SAMPLE, { conflicts: 1 }),
    unnumbered,
    row('c3', {
      title: '沙卜村婚约财产纠纷',
      village: '沙卜村',
      stage: 'closed',
      outcome: 'settled',
      number: { register: 'case', year: 2024, value: 9 },
      parties: ['任杰', '李素珍'],
      partyCount: 2,
      matter: '彩礼返还，双方已当面履行。',
      changedAt: AT - 9 * 86_400_000,
    }),
  ];
}

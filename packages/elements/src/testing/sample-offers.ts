import { editFacts, editParty, Facts, OFFER, type OfferedChange, type RefusedChange, taskSlice, textName } from '@onedoor/core';
import type { FakeSession } from './fake-session.js';
import { SAMPLE } from './sample-case.js';

const AT = Date.UTC(2024, 2, 19, 1, 10);

/** In the sample case: 王 of the police station, who looks on, offers a field, two texts, and an act. */
export function fillOffers(session: FakeSession): void {
  const typed = (inserted: string, before: string, after: string): OfferedChange => ({
    command: 'text.edit',
    args: { name: textName(Facts.name, Facts.name, 'summary'), edits: [{ at: 0, before, after, removed: '', inserted }] },
  });
  const offer = (room: string, change: OfferedChange, at: number) => {
    const intent = { id: `offer-${room}-${at}`, command: OFFER, args: { change, madeAt: AT + at * 60_000, code: 'NOT_WRITABLE' }, base: 0 };
    session.room({ case: SAMPLE, room }).log(intent, { person: 'wang', at: AT + 86_400_000 + at });
  };
  offer('joint', editFacts.request({ patch: { place: '木匠沟村北坡第三地块' } }), 0);
  offer('joint', typed('其中第三地块已由林业部门复测。', '均在木匠沟村北坡。', '补偿款合计'), 1);
  offer('joint', typed('这里的原文已经没有了。', '早先写过又删去的一句话。', '它后面的另一句话也删了。'), 2);
  offer('joint', editParty.request({ id: 'p2', patch: { phone: '13800000099', note: '下午六点以后联系' } }), 3);
  offer('case', taskSlice.request.ask({ id: 't9', for: { person: 'sun' }, what: '请村委会补一份分户面积表', dueOn: '2024-04-01' }), 4);
  session.rows.set(
    session.rows.get().map((row) =>
      row.case === SAMPLE
        ? {
            ...row,
            offers: 5,
            rooms: [
              { room: 'case', wire: 'c/sample/case@1', seq: 9, write: false },
              { room: 'joint', wire: 'c/sample/joint@1', seq: 9, write: true },
            ],
            summaries: { case: { offers: 1 }, joint: { offers: 4 } },
          }
        : row,
    ),
  );
}

/** Refused changes of a person, in each state that they can be in. */
export function fillRefused(session: FakeSession): void {
  const refusal = {
    code: 'FORBIDDEN',
    seen: 'a room that is closed to you or not there',
    expected: 'a room of your list',
    todo: 'Ask for it.',
  } as const;
  const change = (id: string, over: Partial<RefusedChange>): RefusedChange => ({
    id,
    case: SAMPLE,
    room: 'joint',
    command: 'facts.edit',
    args: { patch: { place: '北坡第三地块' } },
    refusal,
    madeAt: AT,
    ...over,
  });
  const edits = [{ at: 0, before: '双方在', after: '', removed: '', inserted: '周三上午量了地，两家都签了字。' }];
  session.refused.set([
    change('r1', { command: 'text.edit', args: { name: textName(Facts.name, Facts.name, 'summary'), edits } }),
    change('r2', {}),
    change('r3', { case: 'lost', offer: { id: 'o3', askedAt: AT, state: 'sent' } }),
    change('r4', { offer: { id: 'o4', askedAt: AT, state: 'waiting' } }),
    change('r5', { offer: { id: 'o5', askedAt: AT, state: 'accepted', by: 'chen' } }),
    change('r6', { offer: { id: 'o6', askedAt: AT, state: 'declined', by: 'chen', reason: '地点以测绘图为准' } }),
    change('r7', { offer: { id: 'o7', askedAt: AT, state: 'failed', refusal: { ...refusal, code: 'TOO_MANY' } } }),
  ]);
}

import { type ActEntry, type ActRequest, caseSlice, directorySlice, type Intent, type Result } from '@onedoor/core';
import type { Who } from '../bindings.js';
import { type Centre, expectOk } from '../centre.js';

let made = 0;

/** An intent of a request, with an id of its own. */
export function intentOf(request: ActRequest, base = 0, id = `intent-${++made}`): Intent {
  return { id, ...request, base };
}

/** Who a small centre has. 王: lead. 李: patrol, member. 赵: court, observer. 孙: nobody's team. 周: leader, may assign. */
export const PEOPLE = ['wang', 'li', 'zhao', 'sun', 'zhou'] as const;
export type PersonId = (typeof PEOPLE)[number];

const DEPARTMENTS = [
  ['justice', '司法所'],
  ['patrol', '巡逻队'],
  ['court', '法庭'],
  ['office', '综治办'],
] as const;
/** What the directory says of each. */
export const STAFF: Readonly<Record<PersonId, { readonly name: string; readonly department: string; readonly rights: string[] }>> = {
  wang: { name: '王秀兰', department: 'justice', rights: ['case.create'] },
  li: { name: '李卫东', department: 'patrol', rights: ['case.create'] },
  zhao: { name: '赵敏', department: 'court', rights: [] },
  sun: { name: '孙小海', department: 'patrol', rights: [] },
  zhou: { name: '周国强', department: 'office', rights: ['case.create', 'case.assign', 'directory.manage'] },
};

/** Enrols the people of a small centre, as the server itself. */
export async function enrolPeople(centre: Centre): Promise<void> {
  const directory = `${centre.id}/-/directory`;
  const acts = [
    ...DEPARTMENTS.map(([id, name]) => directorySlice.request.department({ id, name })),
    ...PEOPLE.map((person) => directorySlice.request.enrol({ person, post: '', ...STAFF[person] })),
  ];
  for (const request of acts) expectOk(await centre.act(centre.system, directory, intentOf(request, 1_000_000)));
}

export const device = (person: PersonId): Who => ({ person, device: `${person}-device` });

/** Acts in the `case` room of a case, without a conflict with anything. */
export function actOnCase(centre: Centre, who: Who, caseId: string, request: ActRequest): Promise<Result<ActEntry>> {
  return centre.act(who, `${centre.id}/${caseId}/case`, intentOf(request, 1_000_000));
}

/** A case of 王 with 李 as member and 赵 as observer. */
export async function makeCase(centre: Centre, caseId: string): Promise<void> {
  const wang = device('wang');
  const acts = [
    caseSlice.request.create({ title: '木匠沟林地', category: '08', source: 'grid', village: '木匠沟' }),
    caseSlice.request.addMember({ person: 'li', role: 'member' }),
    caseSlice.request.addMember({ person: 'zhao', role: 'observer' }),
  ];
  for (const request of acts) expectOk(await actOnCase(centre, wang, caseId, request));
}

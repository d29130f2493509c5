import { type CaseRow, readCaseRow } from '@onedoor/core';

/** A row for tests, of what it is to show; `joint` is what else the joint room tells. */
export function rowOf(
  id: string,
  shown: Partial<
    Pick<
      CaseRow,
      | 'title'
      | 'category'
      | 'source'
      | 'village'
      | 'stage'
      | 'stageAt'
      | 'spent'
      | 'before'
      | 'createdAt'
      | 'changedAt'
      | 'parties'
      | 'matter'
      | 'number'
      | 'outcome'
      | 'tasks'
    >
  >,
  joint: Readonly<Record<string, unknown>> = {},
): CaseRow {
  const {
    title = id,
    category = '99',
    source = 'own',
    village = '',
    stage = 'joint',
    createdAt = 0,
    changedAt = createdAt,
    parties = [],
    matter = '',
    ...rest
  } = shown;
  const row = readCaseRow({
    case: id,
    rev: 1,
    gone: false,
    rooms: [],
    summary: {
      case: { title, category, source, village, stage, createdAt, changedAt, createdBy: 'sun', members: {}, conflicts: 0, ...rest },
      joint: { parties, partyCount: parties.length, matter, ...joint },
    },
  });
  if (row === undefined) throw new Error(`the row "${id}" does not fit`);
  return row;
}

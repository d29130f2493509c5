import type { DirectoryPerson } from '@onedoor/core';
import type { ImportRow, RowFault } from './tree.js';

export type ReadFault = RowFault['fault'] | 'refusal.lineShort' | 'refusal.lineCode' | 'refusal.linePerson';

const CODE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/;
/** Committee's code and name, grid's code and name, natural villages, worker. */
const LEAST_CELLS = 4;

/**
 * Rows of grids as they are pasted from a spreadsheet: code and name of the committee, code and name of the grid, natural
 * villages, worker by name. A first row without codes is a head and left out. Nothing is corrected: a row that cannot be read
 * is told by its line.
 *
 * @param people the centre's staff, among whom workers are looked up by name or id
 */
export function readRows(
  words: string,
  people: readonly Pick<DirectoryPerson, 'person' | 'name' | 'active'>[],
): { readonly rows: readonly ImportRow[]; readonly faults: readonly { readonly line: number; readonly fault: ReadFault }[] } {
  const rows: ImportRow[] = [];
  const faults: { line: number; fault: ReadFault }[] = [];
  for (const [at, text] of words.split(/\r?\n/).entries()) {
    const line = at + 1;
    if (text.trim() === '') continue;
    const cells = text.split(text.includes('\t') ? '\t' : /[,，]/u).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    const [committee = '', committeeName = '', code = '', name = '', villages = '', who = ''] = cells;
    const coded = CODE.test(committee) && CODE.test(code);
    if (!coded && rows.length === 0 && faults.length === 0 && line === 1) continue;
    if (cells.length < LEAST_CELLS || committeeName === '' || name === '') faults.push({ line, fault: 'refusal.lineShort' });
    else if (!coded) faults.push({ line, fault: 'refusal.lineCode' });
    else {
      const found = people.filter((each) => each.active && (each.person === who || each.name === who));
      // Two of one name: whoever pastes says which by the id.
      if (who !== '' && found.length !== 1) faults.push({ line, fault: 'refusal.linePerson' });
      const [worker] = found;
      rows.push({
        line,
        committee,
        committeeName,
        code,
        name,
        villages: villages.split(/[、;；/\s]+/u).filter((each) => each !== ''),
        ...(who === '' || worker === undefined ? {} : { worker: worker.person }),
      });
    }
  }
  return { rows, faults };
}

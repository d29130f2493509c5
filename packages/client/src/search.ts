import { type FoundCases, ok, type Result, readCaseRow } from '@onedoor/core';
import { searchAnswer } from '@onedoor/core/search';
import type { Api } from './transport/api.js';

/** Asks the server: a chunk of its own, loaded when somebody first looks for something. */
export async function search(api: Api, typed: string): Promise<Result<FoundCases>> {
  const answer = await api.post('/api/search', { typed }, (body) => searchAnswer.safeParse(body).data);
  if (!answer.ok) return answer;
  const { hits, rows, total, complete } = answer.value;
  return ok({ hits, rows: rows.flatMap((row) => readCaseRow(row) ?? []), total, complete });
}

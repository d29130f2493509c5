/** Where in the page a person is; it stands in the address behind `#`. */
export type Place =
  | { readonly kind: 'list' /** View of the board, as it told it. */; readonly query: string }
  | { readonly kind: 'case'; readonly case: string; readonly tab: string }
  | { readonly kind: 'page'; readonly plugin: string; readonly page: string }
  | { readonly kind: 'nowhere' };

export function placeOf(hash: string): Place {
  const [, kind, id, tab = 'overview'] = hash.split('/');
  if (kind === undefined || kind === '' || kind.startsWith('?')) return { kind: 'list', query: hash.slice('#/?'.length) };
  if (id === undefined || id === '') return { kind: 'nowhere' };
  return kind === 'case' ? { kind: 'case', case: decode(id), tab } : { kind: 'page', plugin: decode(kind), page: decode(id) };
}

/** Address of the board in a view. */
export const boardAddress = (query: string): string => (query === '' ? '#/' : `#/?${query}`);

export const addressOf = (id: string, tab?: string): string =>
  `#/case/${encodeURIComponent(id)}${tab === undefined || tab === 'overview' ? '' : `/${tab}`}`;

/** Address of a plugin's page. */
export const pageAddress = ({ plugin, page }: { readonly plugin: string; readonly page: string }): string =>
  `#/${encodeURIComponent(plugin)}/${encodeURIComponent(page)}`;

/** An address that somebody typed may hold a stray percent sign. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

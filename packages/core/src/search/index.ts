/**
 * Search over rows of cases: names by characters, spelling or initials, numbers, tails of telephone numbers, places, words.
 * A module of its own, because a page loads it when somebody first looks for something.
 */
export type { SearchEntry, SearchField } from './entry.js';
export { numberText, SEARCH_FIELDS, searchEntry } from './entry.js';
export { readingsOf } from './pinyin.js';
export { RowSearch } from './row-search.js';
export type { SearchHit, SearchResult } from './search-index.js';
export { SearchIndex } from './search-index.js';
export { phoneTails, searchText } from './text.js';

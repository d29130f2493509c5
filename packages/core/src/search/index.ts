/**
 * Search over rows of cases: names by characters, spelling or initials, numbers, tails of telephone numbers, places, words.
 * A module of its own, because a page loads it when somebody first looks for something.
 */

export type { SearchAnswer, SearchFound } from './answer.js';
export { searchAnswer, searchRequest } from './answer.js';
export type { SearchEntry, SearchField } from './entry.js';
export { numberText, SEARCH_FIELDS, searchEntry, summaryFields } from './entry.js';
export { readingsOf } from './pinyin.js';
export { RowSearch } from './row-search.js';
export type { SearchHit, SearchOptions, SearchResult } from './search-index.js';
export { SearchIndex } from './search-index.js';
export { excerptOf, phoneTails, searchText } from './text.js';

/** How a board looks to the benchmark: the one place to change when the board does. Runs in the page. */
export interface BoardLook {
  readonly tag: string;
  /** The view that is measured. */
  readonly query?: string;
  /** Cards that are drawn now; a long list draws only those near the screen. */
  cards(board: HTMLElement): HTMLElement[];
  searchBox(board: HTMLElement): HTMLInputElement | null;
  /** How many cases the filter leaves, in whatever words the board says it. */
  shownCount(board: HTMLElement): string;
  /** The case that a card is of. */
  caseOf(card: HTMLElement): string;
  /** The stage that a card shows, by a name on it or by the column it stands in. */
  stageOf(card: HTMLElement): string;
}

const rootOf = (board: HTMLElement): ShadowRoot | HTMLElement => board.shadowRoot ?? board;
const wordsIn = (parent: ParentNode, selector: string): string => parent.querySelector(selector)?.textContent?.trim() ?? '';

/** The board under test. */
export const BOARD: BoardLook = {
  tag: 'onedoor-board',
  // The latest change first: a card that somebody moves is drawn in its new column.
  query: 'sort=changed.down',
  cards: (board) => [...rootOf(board).querySelectorAll<HTMLElement>('article.card')],
  searchBox: (board) => rootOf(board).querySelector('input[type=search]'),
  shownCount: (board) => wordsIn(rootOf(board), '[role=status]'),
  caseOf: (card) => card.dataset['case'] ?? '',
  stageOf: (card) => card.closest<HTMLElement>('[data-stage]')?.dataset['stage'] ?? '',
};

/** The plain baseline: all cards, always. */
export const NAIVE: BoardLook = {
  tag: 'bench-naive-board',
  cards: (board) => [...rootOf(board).querySelectorAll<HTMLElement>('article')],
  searchBox: (board) => rootOf(board).querySelector('input'),
  shownCount: (board) => wordsIn(rootOf(board), 'output'),
  caseOf: (card) => card.dataset['case'] ?? '',
  stageOf: (card) => wordsIn(card, '.stage'),
};

// Apart from `kept.ts`: a page that lists changes names them without reading what is in them.

/** Command under which typed text is kept, and reversals by undo and redo. */
export const TEXT_EDIT = 'text.edit';
export const REVERSAL = 'undo';
/** Command under which a device brings again what a server that was put back from a backup has lost. */
export const RESTORED = 'restored';

/** Kept as the values that were written, and not as the command that wrote them. */
export const isOfValues = (command: string): boolean => command === REVERSAL || command === RESTORED;

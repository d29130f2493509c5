/**
 * Whether a key event belongs to the input method. 229 is what browsers report while it has the key, also where
 * `isComposing` comes late: Safari ends the composition before it reports the Enter that ended it.
 */
export const isImeKey = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229;

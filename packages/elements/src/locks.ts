/** The lock screen, device safety and signing out, in a module of its own for bundlers that split code. */

export { OnedoorSafety } from './safety/safety.js';
export { OnedoorSignOut } from './sign-out/sign-out.js';
export { OnedoorUnlock } from './unlock/unlock.js';

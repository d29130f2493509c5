// The script that the centre's server gives to portals: the desk, all elements, and the centre's plugins.
import './setup.js';
import './define.js';
import { OnedoorDesk } from './desk/desk.js';

OnedoorDesk.script = import.meta.url;

export { loadAllTags } from './page/tags.js';
export { VERSION } from './version.js';
export { OnedoorDesk };

// Before the desk is registered: a desk that stands in the page already is made at that moment.
import { OnedoorDesk } from './desk/desk.js';
import { plugins } from './plugins.js';

OnedoorDesk.plugins = plugins;

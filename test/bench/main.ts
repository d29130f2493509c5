// `npm run bench -- <name> [options]`: measures, prints, and writes test/bench/results/<name>.json.
// `npm run bench -- readme` keeps what was measured in docs/measured and writes the README's table from it.
import { benchAttribution } from './attribution.js';
import { benchBoard } from './board.js';
import { benchIdle } from './idle.js';
import { benchLedger } from './ledger.js';
import { benchOpen } from './open.js';
import { writeReadme } from './readme.js';
import { benchGuard, benchRelay } from './relay.js';
import { benchSearch } from './search.js';
import { benchStore } from './store.js';
import { benchText } from './text.js';

const BENCHES: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  attribution: benchAttribution,
  board: benchBoard,
  idle: benchIdle,
  ledger: benchLedger,
  open: benchOpen,
  relay: benchRelay,
  guard: benchGuard,
  search: benchSearch,
  store: benchStore,
  text: benchText,
  readme: async () => writeReadme(),
};

const [name = '', ...args] = process.argv.slice(2);
const bench = BENCHES[name];
if (bench === undefined) {
  console.error(`Unknown benchmark "${name}". Known: ${Object.keys(BENCHES).join(', ')}. Example: npm run bench -- board --rounds 12`);
  process.exitCode = 1;
} else await bench(args);

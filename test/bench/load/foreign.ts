import { readdirSync, readFileSync } from 'node:fs';
import { machineCpuS } from './contender.js';

/** Linux counts processor time in hundredths of a second. */
const TICKS_PER_S = 100;

/** Seconds of processor time of this process and all that descend from it, those that ended included. */
function treeCpuS(): number {
  const all = new Map<number, { readonly parent: number; readonly ticks: number }>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      const fields = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number);
      const [utime = 0, stime = 0, cutime = 0, cstime = 0] = fields.slice(11, 15);
      all.set(Number(entry), { parent: fields[1] ?? 0, ticks: utime + stime + cutime + cstime });
    } catch {
      // It ended meanwhile.
    }
  }
  const isOurs = (pid: number): boolean => {
    for (let at: number | undefined = pid; at !== undefined && at > 1; at = all.get(at)?.parent) if (at === process.pid) return true;
    return false;
  };
  let ticks = 0;
  for (const [pid, each] of all) if (isOurs(pid)) ticks += each.ticks;
  return ticks / TICKS_PER_S;
}

/** Begins to watch what else runs on the machine. @returns how many cores it took since, on an average */
export function watchForeign(): () => number {
  const [machine, own, began] = [machineCpuS(), treeCpuS(), performance.now()];
  return () => Math.max(0, machineCpuS() - machine - (treeCpuS() - own)) / ((performance.now() - began) / 1000);
}

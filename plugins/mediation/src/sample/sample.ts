import type { PluginSample, SampleStep } from '@onedoor/core';
import { Minutes, openSession } from '../model.js';
import { methods } from './method.js';
import { minutes } from './minutes.js';
import { periods } from './periods.js';
import { sessions as atTable } from './sessions.js';

/** Minutes, periods and steps of the sample cases: one session a day, in which all of that day is written. */
const sample: PluginSample = ({ key, id }) => {
  const sessions = new Map<string, string>();
  const written = (minutes[key] ?? []).flatMap(({ at, by, text }): SampleStep[] => {
    const day = at.slice(0, 10);
    const known = sessions.get(day);
    const session = known ?? id(at);
    sessions.set(day, session);
    const typing: SampleStep = { at, by, room: 'joint', type: { record: Minutes, id: session, field: 'text', text: `${text}\n` } };
    if (known !== undefined) return [typing];
    return [{ at, by, room: 'joint', run: openSession.request({ id: session, heldOn: day, place: '调解室' }) }, typing];
  });
  const table = key === 'mujianggou' ? sessions.get('2024-08-15') : undefined;
  const held = table === undefined ? [] : atTable(table, id);
  return [...written, ...held, ...(periods[key] ?? []), ...(methods[key] ?? [])].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
};

export default sample;

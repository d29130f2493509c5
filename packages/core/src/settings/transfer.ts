import { type Refusal, refuse } from '../errors.js';
import { misfitOf, parse } from '../schema/parse.js';
import * as z from '../z.js';
import type { SettingDefinitions } from './define.js';
import { paperName } from './papers.js';

/*
 * Settings as a file, for another centre: UTF-8 JSON of what holds on a day, by full name. No person, reason or moment, and no
 * template of a paper: those are files of their own.
 *
 *     { "format": "onedoor.settings", "v": 1, "settings": { "core.calendar": { … }, … } }
 */
const FORMAT = 'onedoor.settings';
const VERSION = 1;
const settingsFile = z.strictObject({ format: z.literal(FORMAT), v: z.literal(VERSION), settings: z.record(z.string(), z.unknown()) });

/** A setting of a file, by the two parts of its full name. */
export interface TransferredSetting {
  readonly group: string;
  readonly name: string;
  readonly value: unknown;
}

/** All settings that go into a file, with their defaults. */
function transferable(definitions: SettingDefinitions): TransferredSetting[] {
  return [...definitions.sets.values()].flatMap(({ group, settings, papers = {} }) => {
    const templates = new Set(Object.keys(papers).map(paperName));
    return Object.entries(settings).flatMap(([name, definition]) =>
      templates.has(name) ? [] : [{ group, name, value: definition.default }],
    );
  });
}

/**
 * The settings of a centre as the text of a file.
 *
 * @param holds the value that holds, by full name; undefined for the one that came with the program
 */
export function writeSettingsFile(definitions: SettingDefinitions, holds: (name: string) => unknown): string {
  const settings = transferable(definitions).map(({ group, name, value }) => [`${group}.${name}`, holds(`${group}.${name}`) ?? value]);
  return `${JSON.stringify({ format: FORMAT, v: VERSION, settings: Object.fromEntries(settings) }, undefined, 2)}\n`;
}

/** What is wrong with a file, and in which of its lines, from 1 on. */
export interface SettingsFileFault {
  readonly line: number;
  readonly refusal: Refusal;
}

/**
 * Reads such a file. All of it fits this centre, or none of it is given.
 *
 * @returns its settings; or what is wrong: BAD_VALUE for what is no such file, or a value that does not fit, BAD_ARGS for a setting that
 *   this centre has not
 */
export function readSettingsFile(text: string, definitions: SettingDefinitions): readonly TransferredSetting[] | SettingsFileFault {
  const lines = text.split('\n');
  const lineOf = (word: string): number =>
    Math.max(
      0,
      lines.findIndex((line) => line.includes(word)),
    ) + 1;
  const fault = (line: number, seen: string, at: string): SettingsFileFault => {
    const todo = 'Export the settings again, or correct what is named.';
    return { line, refusal: refuse('BAD_VALUE', { seen, expected: 'a file of settings', todo, at }).refusal };
  };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const position = /position (\d+)/u.exec(message)?.[1];
    return fault(position === undefined ? lines.length : text.slice(0, Number(position)).split('\n').length, message, '');
  }
  const parsed = parse(settingsFile, json);
  if (!parsed.success) {
    const { at, message } = misfitOf(parsed.error);
    return fault(lineOf(`"${at.split('.')[0]}"`), message, at);
  }
  const known = new Map(transferable(definitions).map((each) => [`${each.group}.${each.name}`, each]));
  const read: TransferredSetting[] = [];
  for (const [full, value] of Object.entries(parsed.data.settings)) {
    const line = lineOf(`${JSON.stringify(full)}:`);
    const setting = known.get(full);
    if (setting === undefined) {
      const expected = 'a setting of this centre';
      const todo = 'Switch on the plugin that it is of, or take it out of the file.';
      return { line, refusal: refuse('BAD_ARGS', { seen: `the setting "${full}"`, expected, todo, at: full }).refusal };
    }
    const refusal = definitions.misfit(setting.group, setting.name, value);
    if (refusal !== undefined) return { line, refusal: { ...refusal, at: [full, refusal.at].filter(Boolean).join('.') } };
    read.push({ ...setting, value });
  }
  return read;
}

/** A part of a value that another one has not, or has otherwise. */
export interface SettingPart {
  /** Keys that lead to it; none where the values as a whole are others. */
  readonly path: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
}

/** Where two values of a setting differ, part by part; lists are compared as a whole. */
export function settingParts(before: unknown, after: unknown, path: readonly string[] = []): SettingPart[] {
  if (isObject(before) && isObject(after))
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
      settingParts(before[key], after[key], [...path, key]),
    );
  return sameJson(before, after) ? [] : [{ path, before, after }];
}

function sameJson(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) return one.length === other.length && one.every((each, at) => sameJson(each, other[at]));
  if (isObject(one) && isObject(other)) return settingParts(one, other).length === 0;
  return one === other;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

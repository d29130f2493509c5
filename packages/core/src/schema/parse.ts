import * as z from '../z.js';

/** What a schema found wrong first, in words, and where. */
export interface Misfit {
  readonly message: string;
  /** Path of the field, joined by dots; empty for the value itself. */
  readonly at: string;
}

const UNITS: Readonly<Record<string, string>> = { string: ' characters', array: ' items' };
const kindOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);
const unitOf = (origin: string): string => UNITS[origin] ?? '';

/** zod/mini carries no texts, so that every mistake would read "Invalid input". A schema's own text goes before these. */
function inWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return `${kindOf(issue.input)} instead of ${issue.expected}`;
    case 'invalid_value':
      return `not one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return `too small: at least ${issue.minimum}${unitOf(issue.origin)}`;
    case 'too_big':
      return `too big: at most ${issue.maximum}${unitOf(issue.origin)}`;
    case 'invalid_format':
      // The pattern of a named format, such as a date's, runs over lines.
      return `not of the form ${issue.format === 'regex' ? issue.pattern : issue.format}`;
    case 'unrecognized_keys':
      return `unknown fields: ${issue.keys.join(', ')}`;
    default:
      return undefined;
  }
}

/** Checks a value; the texts of its issues say what is wrong, in the page as on the server. */
export const parse = <S extends z.core.$ZodType>(schema: S, value: unknown) => z.safeParse(schema, value, { error: inWords });

/** The first of a failed check's issues. */
export function misfitOf(error: z.core.$ZodError): Misfit {
  const issue = error.issues[0];
  return { message: issue?.message ?? 'invalid', at: issue?.path.join('.') ?? '' };
}

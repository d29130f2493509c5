/**
 * The schema builder, for authors of records, commands and plugins: `import * as z from '@onedoor/core/z'`. Named one by
 * one, so that a bundle holds what is used and none of zod's locales.
 */
import './no-eval.js';

export type { infer, input, output, ZodType } from 'zod';
export {
  array,
  boolean,
  discriminatedUnion,
  enum,
  int,
  iso,
  literal,
  looseObject,
  maxLength,
  minLength,
  null,
  nullable,
  number,
  object,
  optional,
  record,
  regex,
  strictObject,
  string,
  tuple,
  union,
  unknown,
} from 'zod';

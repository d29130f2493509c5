import * as z from '../z.js';

/**
 * What a person wants to have done. The client's clock is not in it: time, actor and order are the server's.
 * `base` is the `seq` of the last act that the client had folded; `after` the id of its own latest pending intent on
 * the same subject, so that one's own chain of intents is not taken for a conflict with oneself.
 */
export const intentSchema = z.object({
  id: z.string().check(z.minLength(1), z.maxLength(64)),
  command: z.string().check(z.minLength(1), z.maxLength(100)),
  args: z.record(z.string(), z.unknown()),
  base: z.int().check(z.minimum(0)),
  after: z.optional(z.string().check(z.maxLength(64))),
});
export type Intent = z.infer<typeof intentSchema>;

/** A logged act. `outcome` is the server's: a conflict is kept here and has no effect until somebody settles it. */
export const actEntrySchema = z.object({
  seq: z.int().check(z.minimum(1)),
  /** Epoch milliseconds by the server's clock. */
  at: z.int(),
  person: z.string(),
  device: z.string(),
  intent: intentSchema,
  outcome: z.enum(['applied', 'conflict']),
  /** For a conflict: the `seq` of the act that came first. */
  against: z.optional(z.int()),
  /** Official number given with this act, gapless within its register. */
  number: z.optional(z.object({ register: z.string(), year: z.int(), value: z.int().check(z.minimum(1)) })),
});
export type ActEntry = z.infer<typeof actEntrySchema>;

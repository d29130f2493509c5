import '../no-eval.js';
import * as z from 'zod';

/**
 * What a person wants to have done. The client's clock is not in it: time, actor and order are the server's.
 * `base` is the `seq` of the last act that the client had folded; `after` the id of its own latest pending intent on
 * the same subject, so that one's own chain of intents is not taken for a conflict with oneself.
 */
export const intentSchema = z.object({
  id: z.string().min(1).max(64),
  command: z.string().min(1).max(100),
  args: z.record(z.string(), z.unknown()),
  base: z.int().min(0),
  after: z.string().max(64).optional(),
});
export type Intent = z.infer<typeof intentSchema>;

/** A logged act. `outcome` is the server's: a conflict is kept here and has no effect until somebody settles it. */
export const actEntrySchema = z.object({
  seq: z.int().min(1),
  /** Epoch milliseconds by the server's clock. */
  at: z.int(),
  person: z.string(),
  device: z.string(),
  intent: intentSchema,
  outcome: z.enum(['applied', 'conflict']),
  /** For a conflict: the `seq` of the act that came first. */
  against: z.int().optional(),
  /** Official number given with this act, gapless within its register. */
  number: z.object({ register: z.string(), year: z.int(), value: z.int().min(1) }).optional(),
});
export type ActEntry = z.infer<typeof actEntrySchema>;

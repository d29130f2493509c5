import * as z from 'zod';

/** What a process tells of one batch of seeds. */
export const batchResult = z.object({
  counts: z.record(z.string(), z.number()),
  tally: z.record(z.string(), z.number()),
  failure: z.string().optional(),
});
export type BatchResult = z.infer<typeof batchResult>;

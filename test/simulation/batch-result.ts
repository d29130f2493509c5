import * as z from '@onedoor/core/z';

/** What a process tells of one batch of seeds. */
export const batchResult = z.object({
  counts: z.record(z.string(), z.number()),
  tally: z.record(z.string(), z.number()),
  failure: z.optional(z.string()),
});
export type BatchResult = z.infer<typeof batchResult>;

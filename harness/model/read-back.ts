import { z } from 'zod';

/** One thing that a member holds at the end; `of` says what kind of thing it is. */
export const elementSchema = z.discriminatedUnion('of', [
  z.object({
    of: z.literal('element'),
    key: z.string(),
    /** SHA-256 of the payload that came back, computed by the harness. */
    sha256: z.string(),
    /** The checksum that was stored beside the payload. */
    stored: z.string(),
  }),
  z.object({ of: z.literal('counter'), key: z.string(), value: z.number().int() }),
  z.object({ of: z.literal('account'), key: z.string(), balance: z.number().int() }),
  z.object({ of: z.literal('group'), key: z.string(), rows: z.number().int() }),
  z.object({ of: z.literal('list'), key: z.string(), values: z.array(z.number().int()) }),
]);
export type Element = z.infer<typeof elementSchema>;

/** How the read-back of one member began: before its elements are read. */
export const readBackHeaderSchema = z.object({
  format: z.literal('holdfast-read-back'),
  version: z.literal(2),
  member: z.string(),
  role: z.enum(['leader', 'follower', 'unknown']),
  startedAt: z.number(),
  /** The position (LSN, GTID, offset) that had to be reached first, and whether it was. */
  barrier: z.object({ wanted: z.string(), reached: z.boolean(), saw: z.string() }),
});
export type ReadBackHeader = z.infer<typeof readBackHeaderSchema>;

/** How it ended; a file without this last line was cut off and is no evidence of absence. */
export const readBackFooterSchema = z.object({
  end: z.enum(['complete', 'dataset-gone', 'unreachable', 'harness-error']),
  elements: z.number().int(),
  detail: z.string().optional(),
});
export type ReadBackFooter = z.infer<typeof readBackFooterSchema>;

/** A member's read-back as loaded from its file; without a footer it is torn. */
export interface ReadBack {
  header: ReadBackHeader;
  elements: Element[];
  footer: ReadBackFooter | undefined;
}

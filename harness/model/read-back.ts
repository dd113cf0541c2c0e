import { z } from 'zod';
import { memberRoleSchema } from './member-role.ts';
import { objectContentSchema } from './object-functions.ts';
import { registerValueSchema } from './register-functions.ts';

/** One version of an object. */
export const objectVersionSchema = z.object({
  /** Absent where the bucket keeps no versions. */
  versionId: z.string().optional(),
  /** Whether it is what a plain read of the object gets, or what makes it find nothing. */
  latest: z.boolean(),
  /** Whether it says that the object was deleted. */
  deleteMarker: z.boolean(),
  /** What came when it was read; absent for a delete marker, and where the store tells of it and does not give it. */
  content: objectContentSchema.optional(),
});
export type ObjectVersion = z.infer<typeof objectVersionSchema>;

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
  z.object({ of: z.literal('register'), key: z.string(), value: registerValueSchema }),
  /**
   * A message that was still in a queue, drained by the harness in the queue's order once no other consumer was
   * left, each on one member alone; it is written here before the harness acknowledges it. A drain is complete
   * when all queues are empty.
   */
  z.object({
    of: z.literal('message'),
    key: z.string(),
    queue: z.string(),
    sha256: z.string(),
    size: z.number().int(),
    redelivered: z.boolean(),
  }),
  /** An object of a bucket, each once for each member that was asked. */
  z.object({
    of: z.literal('object'),
    key: z.string(),
    /** Whether a plain listing of the bucket names it. */
    listed: z.boolean(),
    /** All versions that the store tells of; at most one where the bucket keeps none. */
    versions: z.array(objectVersionSchema),
  }),
]);
export type Element = z.infer<typeof elementSchema>;

/** The version of a read-back's format: see docs/bundle.md. */
export const READ_BACK_VERSION = 3;

/** How the read-back of one member began: before its elements are read. */
export const readBackHeaderSchema = z.object({
  format: z.literal('holdfast-read-back'),
  version: z.literal(READ_BACK_VERSION),
  member: z.string(),
  role: memberRoleSchema,
  startedAt: z.number(),
  /** The position (LSN, GTID, offset) that had to be reached first, and whether it was. */
  barrier: z.object({ wanted: z.string(), reached: z.boolean(), saw: z.string() }),
});
export type ReadBackHeader = z.infer<typeof readBackHeaderSchema>;

/** How it ended; a file without this last record was cut off and is no evidence of absence. */
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

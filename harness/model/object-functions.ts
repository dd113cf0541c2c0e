import { z } from 'zod';
import { payloadSchema } from './functions.ts';

const count = z.number().int();

/** What `put-object` sends. */
export const objectSchema = payloadSchema.extend({
  /** Unique for each write of every object; stored in the object's own metadata where it can be. */
  version: z.string(),
  /** How many parts it is uploaded in; 1: in one request. */
  parts: count.min(1),
});
export type ObjectValue = z.infer<typeof objectSchema>;

/** What `put-object` and `delete-object` come back with, where the store tells. */
export const objectAnswerSchema = z.object({
  /** The id of the version that was made, or of the delete marker; absent where the bucket keeps no versions. */
  versionId: z.string().optional(),
  /** Without quotation marks. */
  etag: z.string().optional(),
});
export type ObjectAnswer = z.infer<typeof objectAnswerSchema>;

/** The bytes of an object as they came, and what the store says of them. */
export const objectContentSchema = z.object({
  /** Of the bytes that came, computed by the harness. */
  sha256: z.string(),
  /** How many bytes came. */
  bytes: count,
  /** How many there are, by the store's metadata. */
  size: count,
  etag: z.string().optional(),
  versionId: z.string().optional(),
  /** The writer's own token, from the object's metadata. */
  version: z.string().optional(),
});
export type ObjectContent = z.infer<typeof objectContentSchema>;

/** What `read-object` came back with; `null`: the store says that there is no such object. */
export const objectReadSchema = objectContentSchema.nullable();

/** What `list-objects` sends. */
export const listingSchema = z.object({ prefix: z.string() });

/** What `list-objects` came back with: all objects of the prefix. */
export const listedSchema = z.object({
  objects: z.array(z.object({ key: z.string(), size: count, etag: z.string().optional() })),
});

import type { z } from 'zod';
import { mismatchOf } from './bundle-json.ts';

/** What was read is no record, though its bytes are those that were written; the message says why. */
export class DamagedRecord extends Error {}

/** A value of some shape. @throws DamagedRecord that says where it has another one. */
export function requireShape<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  // Without its full stop: the sentence goes on, or ends, where the file is named.
  const how = mismatchOf(parsed.error).slice(0, -1);
  throw new DamagedRecord(`a record has another shape${how}`, { cause: parsed.error });
}

import type { z } from 'zod';

/** What was read is no record, though its bytes are those that were written; the message says why. */
export class DamagedRecord extends Error {}

/** A value of some shape. @throws DamagedRecord that says where it has another one. */
export function requireShape<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place =
    issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.map(String).join('.')}`;
  const why = issue?.message ?? 'nobody says how';
  throw new DamagedRecord(`a record has another shape${place}: ${why}`, { cause: parsed.error });
}

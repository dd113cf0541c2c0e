import { z } from 'zod';

/**
 * One record of a history, in Jepsen's terms. `invoke` is written before the request leaves; the
 * completion is `ok` (acknowledged), `fail` (certainly not applied) or `info` (may or may not have been applied).
 */
export const operationSchema = z.object({
  /** The logical process; it takes a new id after an `info`, so that no process ever has two open operations. */
  process: z.number().int(),
  type: z.enum(['invoke', 'ok', 'fail', 'info']),
  /** What the operation does, e.g. `add`. */
  f: z.string(),
  key: z.string(),
  /** What was written: the payload's SHA-256 and its size in bytes. Payloads themselves are never kept. */
  value: z.object({ sha256: z.string(), size: z.number().int() }).optional(),
  /** Milliseconds since the run began, monotonic. */
  time: z.number(),
  /** Why it did not end `ok`, or what came with an answer that says less than it seems to. */
  error: z.string().optional(),
});
export type Operation = z.infer<typeof operationSchema>;

/** How an operation ended. */
export type Outcome = { type: 'ok' } | { type: 'fail' | 'info'; error: string };

export const historyHeaderSchema = z.object({
  format: z.literal('holdfast-history'),
  version: z.literal(1),
  run: z.string(),
  stack: z.string(),
  scenario: z.string(),
  seed: z.number().int(),
  /** Wall time of the run's time 0. */
  originWall: z.string(),
});
export type HistoryHeader = z.infer<typeof historyHeaderSchema>;

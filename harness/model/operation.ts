import { z } from 'zod';

/** The process of what the harness itself does or declares (faults, the contract in force): Jepsen's nemesis. */
export const NEMESIS = -1;

/**
 * One record of a history, in Jepsen's terms. `invoke` is written before the request leaves; the
 * completion is `ok` (acknowledged), `fail` (certainly not applied) or `info` (may or may not have been applied).
 */
export const operationSchema = z.object({
  /** The logical process; it takes a new id after an `info`, so that no process ever has two open operations. */
  process: z.number().int(),
  type: z.enum(['invoke', 'ok', 'fail', 'info']),
  /** What the operation does; its value's shape follows from it: see functions.ts. */
  f: z.string(),
  key: z.string(),
  /** On `invoke` what was sent, on `ok` what came back. Payloads themselves are never kept. */
  value: z.unknown().optional(),
  /** Who was asked, where that is not the leader's business alone. */
  member: z.string().optional(),
  /** Milliseconds since the run began, monotonic. */
  time: z.number(),
  /** Why it did not end `ok`, or what came with an answer that says less than it seems to. */
  error: z.string().optional(),
});
export type Operation = z.infer<typeof operationSchema>;

/** How an operation ended; `value` is what came back. */
export type Outcome = { type: 'ok'; value?: unknown } | { type: 'fail' | 'info'; error: string };

/** The version of a history's format: see docs/bundle.md. */
export const HISTORY_VERSION = 3;

export const historyHeaderSchema = z.object({
  format: z.literal('holdfast-history'),
  version: z.literal(HISTORY_VERSION),
  run: z.string(),
  stack: z.string(),
  scenario: z.string(),
  seed: z.number().int(),
  /** Wall time of the run's time 0. */
  originWall: z.string(),
});
export type HistoryHeader = z.infer<typeof historyHeaderSchema>;

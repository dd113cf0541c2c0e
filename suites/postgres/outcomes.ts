import { errorCode, sentenceOf } from '../../harness/core/errors.ts';
import type { Outcome } from '../../harness/model/operation.ts';

/** How far an operation had come: nothing sent, a transaction open, or the statement sent that makes it last. */
export type SendPhase = 'before-send' | 'before-commit' | 'sent';

/** SQLSTATE codes and classes with which PostgreSQL guarantees that the transaction was rolled back. */
const NEVER_APPLIED_CODES = new Set(['40001', '40P01', '25006']);
const NEVER_APPLIED_CLASSES = new Set(['22', '23', '42']);

/** PostgreSQL committed here, but gave up waiting for its standbys: the promise of the contract was not kept. */
const NOT_REPLICATED = /cancel\w* (the )?wait for synchronous replication/i;

/**
 * What a failure means. Before an autocommit statement or a transaction's COMMIT was sent nothing can have been
 * applied, whatever went wrong; once it was, only an error that ends the transaction for certain is a `fail`: a
 * lost connection, a deadline, a shutdown (57P01), a lack of resources (class 53) may each come after the commit.
 */
export function outcomeOfError(error: unknown, phase: SendPhase): Outcome {
  const code = errorCode(error);
  const text = `${code === undefined ? '' : `${code} `}${sentenceOf(error)}`;
  if (phase === 'before-send') return { type: 'fail', error: `not sent: ${text}` };
  if (phase === 'before-commit') return { type: 'fail', error: `not committed: ${text}` };
  const certain =
    code !== undefined && (NEVER_APPLIED_CODES.has(code) || hasClass(code, NEVER_APPLIED_CLASSES));
  return { type: certain ? 'fail' : 'info', error: text };
}

/** What the completion of an autocommit statement means, given the warnings that came with it. */
export function outcomeOfSuccess(warnings: readonly string[], value?: unknown): Outcome {
  const withdrawn = warnings.find((warning) => NOT_REPLICATED.test(warning));
  if (withdrawn !== undefined) return { type: 'info', error: `applied, not replicated: ${withdrawn}` };
  return value === undefined ? { type: 'ok' } : { type: 'ok', value };
}

/** What the completion of COMMIT means: a transaction that had failed before is completed with the tag ROLLBACK. */
export function outcomeOfCommit(tag: string, warnings: readonly string[], value?: unknown): Outcome {
  if (tag === 'COMMIT') return outcomeOfSuccess(warnings, value);
  if (tag === 'ROLLBACK') return { type: 'fail', error: 'COMMIT was answered with ROLLBACK' };
  return { type: 'info', error: `COMMIT was answered with "${tag}"` };
}

function hasClass(code: string, classes: ReadonlySet<string>): boolean {
  return /^[0-9A-Z]{5}$/.test(code) && classes.has(code.slice(0, 2));
}

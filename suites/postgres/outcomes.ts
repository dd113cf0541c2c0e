import { errorCode, sentenceOf } from '../../harness/core/errors.ts';
import type { Outcome } from '../../harness/model/operation.ts';

/** How far an operation had come when its answer arrived. */
export type SendPhase = 'before-send' | 'sent';

/** SQLSTATE codes and classes with which PostgreSQL guarantees that the transaction was rolled back. */
const NEVER_APPLIED_CODES = new Set(['40001', '40P01', '25006']);
const NEVER_APPLIED_CLASSES = new Set(['22', '23', '42']);

/** PostgreSQL committed here, but gave up waiting for its standbys: the promise of the contract was not kept. */
const NOT_REPLICATED = /cancel\w* (the )?wait for synchronous replication/i;

/**
 * What the failure of an autocommit statement means. Before it was sent nothing can have been applied; once it
 * was, only an error that ends the transaction for certain is a `fail`: a lost connection, a deadline, a shutdown
 * (57P01), a lack of resources (class 53) may each come after the commit.
 */
export function outcomeOfError(error: unknown, phase: SendPhase): Outcome {
  const code = errorCode(error);
  const text = `${code === undefined ? '' : `${code} `}${sentenceOf(error)}`;
  if (phase === 'before-send') return { type: 'fail', error: `not sent: ${text}` };
  const certain =
    code !== undefined && (NEVER_APPLIED_CODES.has(code) || isSqlState(code, NEVER_APPLIED_CLASSES));
  return { type: certain ? 'fail' : 'info', error: text };
}

/** What a command's completion means, given the warnings that came with it. */
export function outcomeOfSuccess(warnings: readonly string[]): Outcome {
  const withdrawn = warnings.find((warning) => NOT_REPLICATED.test(warning));
  return withdrawn === undefined
    ? { type: 'ok' }
    : { type: 'info', error: `applied, not replicated: ${withdrawn}` };
}

function isSqlState(code: string, classes: ReadonlySet<string>): boolean {
  return /^[0-9A-Z]{5}$/.test(code) && classes.has(code.slice(0, 2));
}

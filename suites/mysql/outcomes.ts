import { errorCode, sentenceOf } from '../../harness/core/errors.ts';
import type { Outcome } from '../../harness/model/operation.ts';

/**
 * How far an operation had come: nothing sent, a transaction open, the one statement of an autocommit operation
 * sent, or COMMIT sent.
 */
export type SendPhase = 'before-send' | 'before-commit' | 'statement' | 'commit';

/** The whole transaction was rolled back (a deadlock), or the server takes no writes at all. */
const NEVER_APPLIED = new Set([1213, 1290, 1836]);

/** InnoDB takes back the statement that waited too long for a lock: all there is of an autocommit operation, not of a transaction. */
const LOCK_WAIT_TIMEOUT = 1205;

/** SQLSTATE classes of what is refused while the statement is carried out: data, constraints, syntax and access. */
const REFUSED_CLASSES = new Set(['22', '23', '42']);

/** The number of a server's error (1213), if it has one. */
export function errorNumber(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('errno' in error)) return undefined;
  return typeof error.errno === 'number' && error.errno > 0 ? error.errno : undefined;
}

/** Whether a server answered with an error: its connection goes on. */
export const isAnswer = (error: unknown): boolean => errorNumber(error) !== undefined && !isFatal(error);

/**
 * What a failure means. Before an autocommit statement or a transaction's COMMIT was sent nothing can have been
 * applied, whatever went wrong. Once it was, only an error with which the server guarantees that it rolled back is a
 * `fail`: a lost connection, a deadline, a shutdown (1053), a session that was killed (1317), an error at COMMIT (1180)
 * may each come after the write.
 */
export function outcomeOfError(error: unknown, phase: SendPhase): Outcome {
  const code = errorCode(error);
  const text = `${code === undefined ? '' : `${code} `}${sentenceOf(error)}`;
  if (phase === 'before-send') return { type: 'fail', error: `not sent: ${text}` };
  if (phase === 'before-commit') return { type: 'fail', error: `not committed: ${text}` };
  return { type: isCertain(error, phase) ? 'fail' : 'info', error: text };
}

function isCertain(error: unknown, phase: 'statement' | 'commit'): boolean {
  const number = errorNumber(error);
  if (number === undefined || isFatal(error)) return false;
  if (NEVER_APPLIED.has(number)) return true;
  if (phase === 'statement' && number === LOCK_WAIT_TIMEOUT) return true;
  return REFUSED_CLASSES.has(sqlState(error).slice(0, 2));
}

function sqlState(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('sqlState' in error)) return '';
  return typeof error.sqlState === 'string' ? error.sqlState : '';
}

/** The client's own word for errors after which the connection is of no use. */
function isFatal(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'fatal' in error && error.fatal === true;
}

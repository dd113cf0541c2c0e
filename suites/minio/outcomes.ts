import type { Outcome } from '../../harness/model/operation.ts';

/** How far a request came, and what was answered. */
export interface Failure {
  /** Whether anything of the request can have left: its connection was made. */
  sent: boolean;
  /** The HTTP status, where there was an answer. */
  status?: number | undefined;
  /** The code of the S3 error. */
  code?: string | undefined;
  message: string;
}

/**
 * Statuses below 500 that do not say that nothing was done: the server gave up waiting for the request, or its client,
 * and may have done so after it had written.
 */
const UNDECIDED: ReadonlySet<number> = new Set([408, 499]);

/** What a failed request means that would have taken effect by itself: a PUT, a DELETE. */
export function outcomeOfRequest(failure: Failure): Outcome {
  const { sent, status } = failure;
  if (!sent) return { type: 'fail', error: `not sent: ${failure.message}` };
  const refused = status !== undefined && status >= 400 && status < 500 && !UNDECIDED.has(status);
  return { type: refused ? 'fail' : 'info', error: textOf(failure) };
}

/**
 * What a failed CompleteMultipartUpload means. That there is no such upload may be the answer of a server that has
 * completed it already; an error that comes with status 200 comes after the server had begun.
 */
export function outcomeOfComplete(failure: Failure): Outcome {
  if (failure.sent && failure.code === 'NoSuchUpload') return { type: 'info', error: textOf(failure) };
  return outcomeOfRequest(failure);
}

/** What it means that a step failed without which the write cannot have taken effect: the start of an upload, one of its parts. */
export function outcomeOfStep(failure: Failure, step: string): Outcome {
  return { type: 'fail', error: `${step}: ${textOf(failure)}` };
}

/** What a failed read means: nothing. */
export function outcomeOfRead(failure: Failure): Outcome {
  return { type: 'fail', error: failure.sent ? textOf(failure) : `not sent: ${failure.message}` };
}

/** Whether what was asked for is not there, by the store's own word: that is an answer. */
export function saysAbsent({ status, code }: Failure): boolean {
  return status === 404 && code === 'NoSuchKey';
}

function textOf({ status, code, message }: Failure): string {
  return [status === undefined ? '' : String(status), code ?? '', message].filter(Boolean).join(' ');
}

import { errorCode, sentenceOf } from '../../harness/core/errors.ts';
import type { Outcome } from '../../harness/model/operation.ts';

/** What came of a message that was sent. */
export interface Confirmation {
  /** Whether it came back as unroutable, in the broker's words; that comes before its confirmation. */
  returned?: string;
  /** `silence`: the connection or the channel ended first, or the deadline passed. */
  answer: 'ack' | 'nack' | 'silence';
  /** Why there was silence. */
  why?: string;
}

/**
 * Only a confirmation says anything for certain: with a return before it the message went into no queue, without one into
 * all. A nack says that the broker could not take charge of it, and not that it will never show up.
 */
export function outcomeOfPublish({ returned, answer, why }: Confirmation): Outcome {
  if (answer === 'ack') {
    return returned === undefined ? { type: 'ok' } : { type: 'fail', error: `returned: ${returned}` };
  }
  if (answer === 'nack') return { type: 'info', error: 'the broker refused to take charge of the message' };
  return { type: 'info', error: `no confirmation: ${why ?? 'nothing was heard'}` };
}

/** Reply codes with which a broker refuses a declaration before it does anything. */
const REFUSED: ReadonlySet<number> = new Set([402, 403, 404, 405, 406, 530]);

/** What the failure of a declaration that was sent means. A time-out of the metadata store is a 541, and may be applied later. */
export function outcomeOfDeclaration(error: unknown): Outcome {
  const code = replyCode(error);
  const certain = code !== undefined && REFUSED.has(code);
  return { type: certain ? 'fail' : 'info', error: sentenceOf(error) };
}

/** The AMQP reply code that an error of the client carries. */
export function replyCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'number' ? error.code : undefined;
}

/** Whether a queue or an exchange is not there at all, rather than out of reach for now. */
export function isMissing(error: unknown): boolean {
  return replyCode(error) === 404 && /\bno (queue|exchange)\b/.test(sentenceOf(error));
}

/**
 * Whether the broker refuses the user or the virtual host, rather than being out of reach. Of a refused virtual host the
 * client library tells no more than that the connection was closed where it was to be opened.
 */
export function isRefusedLogin(error: unknown): boolean {
  return /ACCESS.REFUSED|Expected ConnectionOpenOk; got <ConnectionClose/.test(sentenceOf(error));
}

const NOT_TAKEN: ReadonlySet<string> = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ETIMEDOUT']);

/** Whether nobody took a connection: no broker was reached that could have refused it. */
export function isNotTaken(error: unknown): boolean {
  return NOT_TAKEN.has(errorCode(error) ?? '');
}

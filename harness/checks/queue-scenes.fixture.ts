import { NEMESIS } from '../model/operation.ts';
import type { DeliveryValue, QueuePromise } from '../model/queue-functions.ts';
import type { DataJudgement } from './data-judge.ts';
import { ask, call, lines, type Held } from './asked.fixture.ts';
import type { Call } from './calls.ts';
import { QueueJudge } from './queue.ts';
import { payload, type MessageElement } from './queue.fixture.ts';

/** A drain that found nothing. */
export const EMPTY: Held[] = [{ member: 'mq-0', elements: [], end: 'complete' }];
/** A drain that found these. */
export const left = (...elements: MessageElement[]): Held[] => [
  { member: 'mq-0', elements, end: 'complete' },
];

let moment = 0;

/** A message sent, after everything that was sent and taken before. */
export function put(key: string, outcome: Call['outcome'] = 'ok', sent: object = {}, waived = false): Call {
  moment += 10;
  const sequence = Number(/\d+/.exec(key)?.[0] ?? 0);
  const value = { queue: 'q0', producer: 'p0', sequence, ...payload(key), ...sent };
  return call('enqueue', key, outcome, { from: moment }, { sent: value, waived });
}

/** A delivery of a message, after everything that was sent and taken before. */
export function take(
  key: string,
  got: Partial<DeliveryValue> = {},
  span: { from?: number; to?: number } = {},
  waived = false,
): Call {
  moment += 10;
  const told = { queue: 'q0', consumer: 'c0', redelivered: false, acknowledged: 'sent' as const };
  const value: DeliveryValue = { ...told, message: key, ...payload(key), ...got };
  const outcome = waived ? 'info' : 'ok';
  return call('dequeue', `d${String(moment)}`, outcome, { from: moment, ...span }, { got: value, waived });
}

export function declare(promise: Partial<QueuePromise>): Call {
  const sent = { q0: { delivery: 'at-least-once', ordered: false, ...promise } };
  return call('queues', 'queues', 'info', { from: 0, process: NEMESIS }, { sent });
}

export const judge = (calls: Call[], held?: Held[], end?: Parameters<typeof ask>[3]): DataJudgement =>
  ask(new QueueJudge({ operations: [] }), calls, held, end);
export const found = (...given: Parameters<typeof judge>): string[] => lines(judge(...given).findings);
export const AGAIN = { redelivered: true };

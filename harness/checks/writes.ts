import { isRead } from '../model/functions.ts';
import type { Call, Calls } from './calls.ts';

/** Whether an operation changes anything: its acknowledgement promises something. */
export const isWrite = (call: Pick<Call, 'f'>): boolean => !isRead(call.f);

export interface Acknowledgement {
  call: Call;
  at: number;
}

/** The writes of every kind that were acknowledged, in the order of their acknowledgements. */
export function acknowledged({ calls }: Calls): Acknowledgement[] {
  return calls
    .flatMap((call) =>
      isWrite(call) && call.outcome === 'ok' && call.completedAt !== undefined
        ? [{ call, at: call.completedAt }]
        : [],
    )
    .sort((a, b) => a.at - b.at);
}

/**
 * Whether a call was certainly over before a moment. Two records of the same time do not say which came
 * first, and what they do not say is held against nobody.
 */
export function wasAcknowledgedBefore(call: Pick<Call, 'outcome' | 'completedAt'>, at: number): boolean {
  return call.outcome === 'ok' && call.completedAt !== undefined && call.completedAt < at;
}

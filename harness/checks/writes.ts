import { isRead } from '../model/functions.ts';
import type { Call } from './calls.ts';

/** Whether an operation changes anything: its acknowledgement promises something. */
export const isWrite = (call: Pick<Call, 'f'>): boolean => !isRead(call.f);

/** When the client saw a call acknowledged, whatever the contract makes of that acknowledgement; NaN: it did not. */
export function acknowledgedAt(call: Pick<Call, 'outcome' | 'waived' | 'completedAt'>): number {
  return call.outcome === 'ok' || call.waived ? (call.completedAt ?? NaN) : NaN;
}

/**
 * Whether a call was certainly over before a moment. Two records of the same time do not say which came
 * first, and what they do not say is held against nobody.
 */
export function wasAcknowledgedBefore(call: Pick<Call, 'outcome' | 'completedAt'>, at: number): boolean {
  return call.outcome === 'ok' && (call.completedAt ?? Infinity) < at;
}

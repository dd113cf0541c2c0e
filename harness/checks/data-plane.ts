import type { FaultRecord } from '../model/fault-record.ts';
import type { Finding } from '../model/verdict.ts';
import type { Calls } from './calls.ts';
import { findingsBy, secondsBetween } from './finding.ts';
import { longestGap } from './load-span.ts';
import { isWrite, type Acknowledgement } from './writes.ts';

/**
 * Whether writes went on under a proven fault that must not stop them: no time without an acknowledgement
 * longer than the fault allows, between its injection and its heal (where nothing is healed, until the stack
 * was whole; else to the load's end). A gap in which no write was under way says nothing about the stack.
 */
export function dataPlaneFindings(
  fault: FaultRecord,
  acks: readonly Acknowledgement[],
  { calls }: Calls,
  load: { from: number; to: number } | undefined,
): Finding[] {
  const { longestGapSeconds, injectedAt: from, proof } = fault;
  if (longestGapSeconds === undefined || !proof.proven) return [];
  const find = findingsBy('availability');
  const loadEnd = load?.to ?? from;
  const gap = longestGap(acks, { from, to: Math.min(fault.healedAt ?? fault.wholeAt ?? loadEnd, loadEnd) });
  const tried = calls.filter(
    (call) => isWrite(call) && call.invokedAt < gap.to && (call.completedAt ?? Infinity) > gap.from,
  ).length;
  const seconds = secondsBetween(gap.from, gap.to);
  if (gap.length === 0 || (tried === 0 && seconds > longestGapSeconds)) {
    return [find('no-load-during-fault', 'unknown', `No write was tried while ${fault.fault} was in force.`)];
  }
  if (seconds <= longestGapSeconds) return [];
  const message = `Under ${fault.fault} no write was acknowledged for ${String(seconds)} s, ${String(tried)} tried; writes have to go on, with no gap longer than ${String(longestGapSeconds)} s.`;
  return [find('data-plane-outage', 'fail', message, { count: tried })];
}

import type { Evidence } from '../model/bundle-evidence.ts';
import type { Calls } from './calls.ts';
import { isWrite, type Acknowledgement } from './writes.ts';

/**
 * The span of the load, in run time: from its first write to its end, or to the history's where the load was
 * not seen to end. What came before the load (the baseline) is no part of it. Undefined: there was no load.
 */
export function loadSpan(
  { phases }: Pick<Evidence, 'phases'>,
  { calls, endedAt }: Calls,
): { from: number; to: number } | undefined {
  const loadFrom = phases.find((phase) => phase.phase === 'load')?.startedAt ?? -Infinity;
  const from = calls.find((call) => isWrite(call) && call.invokedAt >= loadFrom)?.invokedAt;
  const to = phases.find((phase) => phase.phase === 'quiesce')?.startedAt ?? endedAt;
  return from === undefined || to === undefined || to < from ? undefined : { from, to };
}

/** A time without an acknowledgement, in milliseconds of run time. */
export interface Gap {
  from: number;
  to: number;
  length: number;
}

/**
 * The longest time without an acknowledgement within a span. Its ends count like acknowledgements: a silence
 * at the beginning or at the end is a gap too.
 */
export function longestGap(
  acks: readonly Acknowledgement[],
  { from, to }: { from: number; to: number },
): Gap {
  let last = from;
  let longest: Gap = { from, to: from, length: 0 };
  const times = acks.map((ack) => ack.at).filter((at) => at > from && at < to);
  for (const at of [...times, to]) {
    if (at - last > longest.length) longest = { from: last, to: at, length: at - last };
    last = at;
  }
  return longest;
}

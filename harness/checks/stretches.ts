import type { Evidence } from '../model/bundle-evidence.ts';
import type { Stretch } from '../model/result.ts';
import type { Call, Calls } from './calls.ts';
import { loadSpan } from './load-span.ts';
import { alwaysWhole } from './situation.ts';
import { isWrite } from './writes.ts';

/** How many of the commonest errors of a stretch are kept, and how much of each. */
const ERRORS = 5;
const ERROR_LENGTH = 200;

/**
 * What the load's writes met before, during and after the faults. A write that was under way at any time
 * between the first injection and the last recovery belongs to `during`, however early it was sent or late it
 * was answered: its latency and its error are of the faults' making. Without faults all is `before`; a stack
 * that was not seen whole again has no `after`.
 */
export function stretchesOf(evidence: Evidence, calls: Calls): Stretch[] {
  const { faults } = evidence;
  const load = loadSpan(evidence, calls);
  if (load === undefined) return [];
  const from = Math.min(...faults.map((fault) => fault.injectedAt));
  const wasWhole = faults.length > 0 && alwaysWhole(evidence);
  const to = wasWhole ? Math.max(...faults.map((fault) => fault.wholeAt ?? Infinity)) : Infinity;
  const writes: Record<Stretch['stretch'], Call[]> = { before: [], during: [], after: [] };
  for (const call of calls.calls) {
    if (!isWrite(call) || call.invokedAt < load.from) continue;
    if (call.invokedAt > to) writes.after.push(call);
    else if ((call.completedAt ?? Infinity) < from || faults.length === 0) writes.before.push(call);
    else writes.during.push(call);
  }
  const names: Stretch['stretch'][] = ['before'];
  if (faults.length > 0) names.push('during');
  if (wasWhole) names.push('after');
  return names.map((stretch) => ({ stretch, ...summaryOf(writes[stretch]) }));
}

function summaryOf(writes: readonly Call[]): Omit<Stretch, 'stretch'> {
  const latencies: number[] = [];
  const errors = new Map<string, number>();
  let failed = 0;
  let indeterminate = 0;
  for (const { outcome, invokedAt, completedAt, error } of writes) {
    if (outcome === 'ok') {
      latencies.push((completedAt ?? invokedAt) - invokedAt);
      continue;
    }
    if (outcome === 'fail') failed += 1;
    else indeterminate += 1;
    if (error === undefined) continue;
    const text = alike(error);
    errors.set(text, (errors.get(text) ?? 0) + 1);
  }
  const commonest = [...errors].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, ERRORS);
  return {
    acknowledged: latencies.length,
    failed,
    indeterminate,
    latencyMs: quantilesOf(Float64Array.from(latencies).sort()),
    errors: commonest.map(([error, count]) => ({ error, count })),
  };
}

/** Without the numbers that differ from one error to the next; a code of five characters by itself (SQLSTATE) stays. */
function alike(error: string): string {
  const words = error
    .split(' ')
    .map((word) => (/^[0-9A-Z]{5}$/.test(word) ? word : word.replace(/\d+/g, '#')));
  return words.join(' ').slice(0, ERROR_LENGTH);
}

/** Quantiles by nearest rank, of values in ascending order, in milliseconds with three decimals. */
function quantilesOf(sorted: Float64Array): Stretch['latencyMs'] {
  if (sorted.length === 0) return null;
  const at = (quantile: number): number =>
    Math.round((sorted[Math.ceil(quantile * sorted.length) - 1] ?? 0) * 1000) / 1000;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

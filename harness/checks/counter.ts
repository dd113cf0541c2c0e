import type { Evidence } from '../model/bundle-evidence.ts';
import type { ReadBack } from '../model/read-back.ts';
import type { ScenarioResult } from '../model/result.ts';
import type { Finding } from '../model/verdict.ts';
import { Anomalies } from './anomalies.ts';
import { joinCalls, type Calls } from './calls.ts';
import { countersOf, type Counters } from './counter-increments.ts';
import { sweepReads } from './counter-sweep.ts';
import { COUNTER_TEXTS, type CounterAnomalies } from './counter-texts.ts';
import { heldBy, placeOf, provesAbsence } from './held.ts';
import { readsOf, type Reads } from './reads.ts';

/** What the counter judge found, with the numbers behind it. */
export interface CounterJudgement {
  findings: Finding[];
  data: Pick<
    ScenarioResult['data'],
    'lost' | 'duplicated' | 'unexpected' | 'lostUpdates' | 'stale' | 'backwards'
  >;
}

/**
 * Judges counters that only ever grow, by one at a time, with the bounds of Jepsen's checker `counter`
 * (jepsen/src/jepsen/checker.clj): a value is never above the increments that were invoked, and on the leader
 * never below those that were acknowledged before it was asked for. Increments that certainly did not happen
 * count in neither bound.
 *
 * It can conclude that an acknowledged increment had no effect (on each member at the end, or because two of
 * them came back with one value), that a value counts increments which nobody made, that the leader answered
 * with less than was acknowledged, and that a member went back behind what it had shown. Followers may lag:
 * they are held to the last of these alone while the load runs. It cannot conclude which increment was lost.
 */
export function judgeCounter(
  evidence: Evidence,
  calls: Calls = joinCalls(evidence.operations ?? []),
  reads: Reads = readsOf(evidence, calls),
): CounterJudgement {
  const anomalies: CounterAnomalies = new Anomalies('counter', COUNTER_TEXTS);
  const counters = countersOf(calls);
  findRepeated(counters, anomalies);
  sweepReads(counters, reads, anomalies);
  if (evidence.operations !== undefined) {
    for (const readBack of evidence.readBacks) judgeMember(readBack, counters, anomalies);
  }
  return {
    findings: [...counters.values.findings('counter'), ...anomalies.findings()],
    data: {
      lost: anomalies.keys('lost'),
      duplicated: anomalies.keys('duplicated'),
      unexpected: anomalies.keys('unexpected'),
      lostUpdates: anomalies.keys('lost-update'),
      stale: anomalies.times('stale'),
      backwards: anomalies.times('backwards'),
    },
  };
}

/** Two acknowledged increments of one counter cannot both have made it the same value: one overwrote the other. */
function findRepeated({ increments }: Counters, anomalies: CounterAnomalies): void {
  const returned = new Map<string, Set<number>>();
  for (const { key, value } of increments) {
    if (value === undefined) continue;
    const values = returned.get(key) ?? new Set();
    returned.set(key, values);
    if (values.has(value)) {
      anomalies.add('repeated', undefined, key, `${key} became ${String(value)} more than once`);
    }
    values.add(value);
  }
}

function judgeMember(readBack: ReadBack, counters: Counters, anomalies: CounterAnomalies): void {
  const place = placeOf(readBack);
  const seen = new Set<string>();
  for (const { key, value } of heldBy(readBack, 'counter')) {
    if (counters.suspect.has(key)) continue;
    if (seen.has(key)) anomalies.add('duplicated', place, key, `${key} is there more than once`);
    seen.add(key);
    const { acknowledged, possible } = counters.totals.get(key) ?? { acknowledged: 0, possible: 0 };
    if (value > possible || value < 0) {
      anomalies.add('tooHigh', place, key, `${key} is ${String(value)}, with ${String(possible)} invoked`);
    } else if (value < acknowledged) {
      anomalies.add(
        'tooLow',
        place,
        key,
        `${key} is ${String(value)}, with ${String(acknowledged)} acknowledged`,
      );
    }
  }
  if (!provesAbsence(readBack)) return;
  for (const [key, { acknowledged }] of counters.totals) {
    if (acknowledged === 0 || seen.has(key)) continue;
    anomalies.add('lost', place, key, `${key} is not there, with ${String(acknowledged)} acknowledged`);
  }
}

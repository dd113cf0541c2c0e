import type { Anomalies, AnomalyText } from './anomalies.ts';
import { counted } from './finding.ts';

/** The sentences of the counter judge. */
export const COUNTER_TEXTS = {
  lost: {
    kind: 'lost',
    effect: 'fail',
    say: (times, where) =>
      `${counted(times, 'counter')} with acknowledged increments ${are(times)} not on ${where}`,
  },
  tooLow: {
    kind: 'lost-update',
    effect: 'fail',
    say: (times, where) =>
      `${counted(times, 'counter')} on ${where} ${are(times)} below the acknowledged increments`,
  },
  repeated: {
    kind: 'lost-update',
    effect: 'fail',
    say: (times) =>
      `${counted(times, 'acknowledged increment')} came back with a value that another one had come back with`,
  },
  tooHigh: {
    kind: 'unexpected',
    effect: 'fail',
    say: (times, where) =>
      `${counted(times, 'counter')} on ${where} ${are(times)} no number of increments that were made`,
  },
  readTooHigh: {
    kind: 'unexpected',
    effect: 'fail',
    say: (times, where) =>
      `${counted(times, 'value')} that ${where} returned ${are(times)} no number of increments that could have been made by then`,
  },
  incrementTooHigh: {
    kind: 'unexpected',
    effect: 'fail',
    say: (times) => `${counted(times, 'increment')} came back with more than could have been made by then`,
  },
  staleRead: {
    kind: 'stale',
    effect: 'fail',
    say: (times, where) =>
      `${counted(times, 'value')} that ${where} returned ${are(times)} below the increments acknowledged before the read`,
  },
  staleIncrement: {
    kind: 'stale',
    effect: 'fail',
    say: (times) => `${counted(times, 'increment')} came back without all that had been acknowledged before`,
  },
  backwards: {
    kind: 'backwards',
    effect: 'fail',
    say: (times, where) =>
      `${counted(times, 'value')} that ${where} returned ${are(times)} below what it had returned before`,
  },
  duplicated: {
    kind: 'duplicated',
    effect: 'fail',
    say: (times, where) => `${where} holds ${counted(times, 'extra copy', 'extra copies')} of counters`,
  },
} as const satisfies Record<string, AnomalyText>;

export type CounterAnomalies = Anomalies<keyof typeof COUNTER_TEXTS>;

function are(times: number): string {
  return times === 1 ? 'is' : 'are';
}

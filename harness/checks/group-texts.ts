import type { Anomalies, AnomalyText } from './anomalies.ts';
import { counted } from './finding.ts';

/** The sentences of the groups judge. */
export const GROUP_TEXTS = {
  fractured: {
    kind: 'fractured',
    effect: 'fail',
    say: (times, where) =>
      `${where} did not show all rows of one transaction together, ${counted(times, 'time')}`,
  },
  lost: {
    kind: 'lost',
    effect: 'fail',
    say: (times, where) =>
      `${counted(times, 'acknowledged group')} ${times === 1 ? 'is' : 'are'} not on ${where}`,
  },
  recovered: {
    kind: 'recovered',
    effect: 'note',
    say: (times, where) =>
      `${where} holds ${counted(times, 'group')} whose outcome was unknown to the client`,
  },
  unexpected: {
    kind: 'unexpected',
    effect: 'fail',
    say: (times, where) =>
      `${where} showed groups that nobody had written, or whose write was certainly not applied, ${counted(times, 'time')}`,
  },
  duplicated: {
    kind: 'duplicated',
    effect: 'fail',
    say: (times, where) => `${where} holds ${counted(times, 'extra copy', 'extra copies')} of groups`,
  },
  stale: {
    kind: 'stale',
    effect: 'fail',
    say: (times, where) =>
      `${where} did not show groups that had been acknowledged before the read, ${counted(times, 'time')}`,
  },
  backwards: {
    kind: 'backwards',
    effect: 'fail',
    say: (times, where) => `${where} did not show groups that it had shown before, ${counted(times, 'time')}`,
  },
} as const satisfies Record<string, AnomalyText>;

export type GroupAnomalies = Anomalies<keyof typeof GROUP_TEXTS>;

import type { Anomalies, AnomalyText } from './anomalies.ts';
import { counted } from './finding.ts';

/** The sentences of the bank judge. */
export const BANK_TEXTS = {
  wrongTotal: {
    kind: 'wrong-total',
    effect: 'fail',
    say: (times, where) => `In ${counted(times, 'snapshot')} of ${where} money was made or lost`,
  },
  negative: {
    kind: 'negative-balance',
    effect: 'fail',
    say: (times, where) =>
      `${where} showed ${counted(times, 'balance')} below zero, though no transfer may overdraw an account`,
  },
  missing: {
    kind: 'missing-account',
    effect: 'fail',
    say: (times, where) => `Snapshots of ${where} lacked accounts, ${counted(times, 'time')}`,
  },
  unexpected: {
    kind: 'unexpected',
    effect: 'fail',
    say: (times, where) => `${where} showed accounts that were never made, ${counted(times, 'time')}`,
  },
  duplicated: {
    kind: 'duplicated',
    effect: 'fail',
    say: (times, where) => `${where} holds ${counted(times, 'extra copy', 'extra copies')} of accounts`,
  },
  wrongBalance: {
    kind: 'wrong-balance',
    effect: 'fail',
    say: (times, where) => `${counted(times, 'balance')} on ${where} cannot come from the transfers`,
  },
} as const satisfies Record<string, AnomalyText>;

export type BankAnomalies = Anomalies<keyof typeof BANK_TEXTS>;

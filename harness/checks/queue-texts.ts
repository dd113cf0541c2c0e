import type { Anomalies, AnomalyText } from './anomalies.ts';
import { counted } from './finding.ts';

const LOST = {
  kind: 'lost',
  effect: 'fail',
  say: (times) =>
    `${counted(times, 'confirmed message')} ${times === 1 ? 'was' : 'were'} neither delivered and acknowledged nor left at the end`,
} as const satisfies AnomalyText;

const DUPLICATED = {
  kind: 'duplicated',
  effect: 'fail',
  say: (times, where) =>
    `${counted(times, 'delivery', 'deliveries')}${from(where)} repeated what had been delivered and acknowledged, without saying so`,
} as const satisfies AnomalyText;

const RESURRECTED = {
  kind: 'resurrected',
  effect: 'fail',
  say: (times, where) =>
    `${counted(times, 'delivery', 'deliveries')}${from(where)} brought back messages that a consumer had acknowledged, with the broker's confirmation`,
} as const satisfies AnomalyText;

const REORDERED = {
  kind: 'reordered',
  effect: 'fail',
  say: (times, where) =>
    `${counted(times, 'message')}${from(where)} came after a later one of the same producer`,
} as const satisfies AnomalyText;

/** The sentences of the queue judge. Those that end in `Allowed` are for what the queue's promise does not rule out. */
export const QUEUE_TEXTS = {
  lost: LOST,
  lostAllowed: { ...LOST, effect: 'note' },
  lostInWindow: {
    kind: 'lost-in-window',
    effect: 'note',
    say: (times) =>
      `${counted(times, 'message')} confirmed in a loss window of the contract ${times === 1 ? 'is' : 'are'} gone`,
  },
  duplicated: DUPLICATED,
  duplicatedAllowed: { ...DUPLICATED, effect: 'note' },
  repeated: {
    kind: 'duplicated',
    effect: 'fail',
    say: (times, where) =>
      `${counted(times, 'delivery', 'deliveries')}${from(where)} repeated a message that is promised at most once`,
  },
  resurrected: RESURRECTED,
  resurrectedAllowed: { ...RESURRECTED, effect: 'note' },
  reordered: REORDERED,
  reorderedAllowed: { ...REORDERED, effect: 'note' },
  recovered: {
    kind: 'recovered',
    effect: 'note',
    say: (times) =>
      `${counted(times, 'message')} whose outcome was unknown to the producer ${times === 1 ? 'was' : 'were'} in a queue`,
  },
  unexpected: {
    kind: 'unexpected',
    effect: 'fail',
    say: (times, where) =>
      `${counted(times, 'delivery', 'deliveries')}${from(where)} brought messages that nobody had sent to that queue by then, or whose sending had certainly failed`,
  },
  corrupted: {
    kind: 'corrupted',
    effect: 'fail',
    say: (times, where) =>
      `${counted(times, 'delivery', 'deliveries')}${from(where)} brought another payload than was sent`,
  },
} as const satisfies Record<string, AnomalyText>;

export type QueueAnomalies = Anomalies<keyof typeof QUEUE_TEXTS>;

function from(where: string): string {
  return where === '' ? '' : ` from ${where}`;
}

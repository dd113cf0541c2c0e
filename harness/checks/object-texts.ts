import type { Anomalies, AnomalyText } from './anomalies.ts';
import { counted } from './finding.ts';

/** The sentences of the objects judge. */
export const OBJECT_TEXTS = {
  lost: {
    kind: 'lost',
    effect: 'fail',
    say: (times, where) => `${counted(times, 'acknowledged put')} ${are(times)} not on ${where}`,
  },
  lostVersion: {
    kind: 'lost-version',
    effect: 'fail',
    say: (times, where) =>
      `${counted(times, 'acknowledged version')}, beside what should be the latest, ${are(times)} not on ${where}`,
  },
  lostInWindow: {
    kind: 'lost-in-window',
    effect: 'note',
    say: (times, where) =>
      `${counted(times, 'write')} acknowledged in a loss window of the contract ${are(times)} not on ${where}`,
  },
  stale: {
    kind: 'stale',
    effect: 'fail',
    say: (times, where) =>
      `${where} has ${counted(times, 'object')} in a state that an acknowledged put had taken the place of`,
  },
  staleRead: {
    kind: 'stale',
    effect: 'fail',
    say: (times, where) =>
      `${counted(times, 'read')}${of(where)} came back with what a write acknowledged before had taken the place of`,
  },
  staleMeanwhile: {
    kind: 'stale-meanwhile',
    effect: 'note',
    say: (times, where) =>
      `${counted(times, 'read')}${of(where)} between a fault and the recovery from it came back with what a write acknowledged before had taken the place of`,
  },
  listedMeanwhile: {
    kind: 'stale-meanwhile',
    effect: 'note',
    say: (times, where) =>
      `${counted(times, 'entry', 'entries')} of listings${of(where)} between a fault and the recovery from it ${are(times)} not what the objects were then`,
  },
  resurrected: {
    kind: 'resurrected',
    effect: 'fail',
    say: (times, where) => `${where} shows ${counted(times, 'object')} whose deletion was acknowledged`,
  },
  recovered: {
    kind: 'recovered',
    effect: 'note',
    say: (times, where) => `${where} holds ${counted(times, 'put')} whose outcome was unknown to the client`,
  },
  duplicated: {
    kind: 'duplicated',
    effect: 'fail',
    say: (times, where) => `${where} holds ${counted(times, 'extra version')} of puts`,
  },
  unexpected: {
    kind: 'unexpected',
    effect: 'fail',
    say: (times, where) =>
      `${counted(times, 'object or version', 'objects or versions')}${of(where)} ${are(times)} of nobody's making by then, or of a write that had certainly failed`,
  },
  corrupted: {
    kind: 'corrupted',
    effect: 'fail',
    say: (times, where) =>
      `${counted(times, 'object')}${of(where)} came with other bytes, or other metadata, than ${times === 1 ? 'was' : 'were'} put`,
  },
  fractured: {
    kind: 'fractured',
    effect: 'fail',
    say: (times, where) =>
      `${counted(times, 'multipart upload')}${of(where)} ${are(times)} there in part, or though certainly not completed`,
  },
  unreadable: {
    kind: 'listing-mismatch',
    effect: 'fail',
    say: (times, where) => `${where} tells of ${counted(times, 'object')} that cannot be read`,
  },
  unlisted: {
    kind: 'listing-mismatch',
    effect: 'fail',
    say: (times, where) =>
      `${where === '' ? 'A listing' : where} does not name ${counted(times, 'object')} that can be read`,
  },
  wrongListing: {
    kind: 'listing-mismatch',
    effect: 'fail',
    say: (times, where) =>
      `${counted(times, 'entry', 'entries')} of listings${of(where)} ${are(times)} not what the objects were then`,
  },
} as const satisfies Record<string, AnomalyText>;

export type ObjectAnomalies = Anomalies<keyof typeof OBJECT_TEXTS>;

function are(times: number): string {
  return times === 1 ? 'is' : 'are';
}

function of(where: string): string {
  return where === '' ? '' : ` on ${where}`;
}

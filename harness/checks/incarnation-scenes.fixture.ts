import type { Evidence } from '../model/bundle-evidence.ts';
import type { FaultRecord } from '../model/fault-record.ts';
import type { Beat, Incarnation } from '../model/incarnation.ts';
import { controlEvidence, fault } from './evidence.fixture.ts';
import { beat, container, heartbeat, sampleIncarnations } from './incarnations.fixture.ts';
import { gapsOf } from './incarnation-gaps.ts';
import { judgeIncarnations } from './incarnations.ts';

export const found = (evidence: Evidence): string[] =>
  judgeIncarnations(evidence).map(
    ({ kind, effect, member: who }) => `${effect} ${kind}${who === undefined ? '' : ` ${who}`}`,
  );

/** What was not seen, and of whom. */
export const gaps = ({ incarnations, ...rest }: Evidence): string[] =>
  incarnations === undefined
    ? []
    : gapsOf(rest, incarnations).map(({ member, text }) => `${member ?? 'all'}: ${text}`);

export const UNSEEN = 'unknown incarnations-unseen db-0';
export const TWO = 'fail two-incarnations db-0';
export const WAIVED = 'note two-incarnations db-0';

export const OLD = container(0, { finishedAt: 31_500, lastSeenAt: 31_000 });
export const LOST = container(0, { lastSeenAt: 31_000 });
export const NEXT = container(0, { podUid: 'uid-new', containerId: 'c-new', startedAt: 33_000 });
export const IN_TURN = [beat('uid-0', 2_500, 31_000), beat('uid-new', 33_500, 82_000)];

/** The control, with these containers and beats of db-0. */
export function seen(
  containers: Incarnation[],
  runs: Beat[] = IN_TURN,
  changes: Partial<Evidence> = {},
): Evidence {
  const sample = sampleIncarnations(false);
  return controlEvidence({
    incarnations: {
      ...sample,
      incarnations: [...containers, container(1), container(2)],
      heartbeats: [heartbeat(0, runs), ...sample.heartbeats.slice(1)],
    },
    ...changes,
  });
}

export const force = (changes: Partial<FaultRecord> = {}): Partial<Evidence> => ({
  faults: [fault({ fault: 'pod-delete-grace-0', waivesAtMostOne: true, ...changes })],
});
export const crash = (changes: Partial<FaultRecord> = {}): Partial<Evidence> => ({
  faults: [fault({ fault: 'node-crash', takesNode: true, ...changes })],
});

import type { PodSighting } from '../model/incarnation.ts';

/** How far, in milliseconds, the controller's picture of the pods may be behind what the watch saw. */
const BEHIND = 2_000;

/** What a watch tells within so many milliseconds is in no order: after a disconnection it tells all that is new at once. */
const AT_ONCE = 20;

/** One pod, from its first sighting to its last. Run times in milliseconds. */
export interface SeenPod {
  readonly ordinal: number;
  readonly pod: string;
  readonly uid: string;
  readonly revision: string | null;
  readonly from: number;
  /** When it was gone; Infinity: it still is there. */
  until: number;
  /** When it was made; undefined: it was there when the watch began, or was only found after a disconnection. */
  readonly bornAt: number | undefined;
  /** Whether it was ever seen terminating or gone. */
  ends: boolean;
  /** When it began to; undefined: it did not, or nobody was looking. */
  dyingAt: number | undefined;
  /** When it was ready and not terminating. */
  readonly healthy: { from: number; until: number }[];
}

/** The pods that a watch saw, in the order in which it first saw them. */
export function podsOf(sightings: readonly PodSighting[]): SeenPod[] {
  const pods: SeenPod[] = [];
  const present = new Map<number, SeenPod>();
  const firstAt = sightings[0]?.time;
  for (const sighting of sightings) {
    const { time, type, ordinal, uid } = sighting;
    const known = present.get(ordinal);
    if (known?.uid === uid) look(known, sighting);
    // The end of a pod whose successor was seen already tells nothing new.
    else if (type !== 'DELETED') {
      if (known !== undefined) leave(known, time);
      const bornAt = type === 'ADDED' && time !== firstAt ? time : undefined;
      const { pod, revision, terminating: ends } = sighting;
      const found: SeenPod = {
        ...{ ordinal, pod, uid, revision, from: time, until: Infinity },
        ...{ bornAt, ends, dyingAt: undefined, healthy: [] },
      };
      look(found, sighting);
      pods.push(found);
      present.set(ordinal, found);
    }
    if (type === 'DELETED' && known?.uid === uid) {
      leave(known, time);
      present.delete(ordinal);
    }
  }
  return pods;
}

/** Takes one more sighting of a pod. */
function look(pod: SeenPod, { time, type, ready, terminating }: PodSighting): void {
  if ((terminating || type === 'DELETED') && !pod.ends) {
    pod.ends = true;
    pod.dyingAt = time;
  }
  const isHealthy = ready && !pod.ends;
  const last = pod.healthy.at(-1);
  if (isHealthy && last?.until !== Infinity) pod.healthy.push({ from: time, until: Infinity });
  if (!isHealthy && last?.until === Infinity) last.until = time;
}

function leave(pod: SeenPod, time: number): void {
  pod.until = time;
  const last = pod.healthy.at(-1);
  if (last?.until === Infinity) last.until = time;
}

/** Whether a pod was there at a time, and some time longer. */
export function wasThere({ from, until }: SeenPod, at: number): boolean {
  return from <= at && until > at + AT_ONCE;
}

/** Whether the controller may have believed at a time that a pod is ready and stays. */
export function mayHaveBeenReady({ healthy }: SeenPod, at: number): boolean {
  return healthy.some(({ from, until }) => from <= at + AT_ONCE && until >= at - BEHIND);
}

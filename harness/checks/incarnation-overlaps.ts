import type { FaultRecord } from '../model/fault-record.ts';
import type { Heartbeat, Incarnation, Incarnations } from '../model/incarnation.ts';
import { secondsBetween } from './finding.ts';

/** Two incarnations of one identity at once. */
export interface Overlap {
  pod: string;
  /** The pods' UIDs, two by two; the same one twice where two containers of one pod ran at once. */
  pairs: readonly (readonly [string, string])[];
  /** The run time from which on both were there. */
  from: number;
  text: string;
}

/** Shorter overlaps than this, in milliseconds, are within what a wall clock may be set by while it runs. */
export const TOLERANCE = 5;

/** Containers of one pod name that ran at the same time, by the clocks of their nodes. */
export function containerOverlaps({ incarnations, heartbeats }: Incarnations): Overlap[] {
  return [...Map.groupBy(incarnations, ({ pod }) => pod)].flatMap(([pod, containers]) => {
    const beats = heartbeats.find((heartbeat) => heartbeat.pod === pod);
    const started = containers
      .flatMap((container) => {
        const from = container.startedAt;
        return from === undefined ? [] : [{ container, from, to: endOf(container, from, containers, beats) }];
      })
      .sort((a, b) => a.from - b.from);
    return started.flatMap((later, i) =>
      started.slice(0, i).flatMap((earlier): Overlap[] => {
        const until = Math.min(earlier.to, later.to);
        const [a, b] = [earlier.container, later.container];
        if (until - later.from <= TOLERANCE || a.containerId === b.containerId) return [];
        const text =
          `${nameOf(a)} was still running ${String(secondsBetween(later.from, until))} s after ` +
          `${nameOf(b)} had started, ${String(secondsBetween(0, later.from))} s into the run`;
        return [{ pod, pairs: [[a.podUid, b.podUid]], from: later.from, text }];
      }),
    );
  });
}

const nameOf = ({ containerId, podUid, node }: Incarnation): string =>
  `the container ${containerId} of the pod ${podUid} on ${node}`;

/**
 * When a container was alive at the latest that is known. A pod that still beat was alive: where the end was
 * not seen, its last beat counts for the last of its containers.
 */
function endOf(
  { podUid, finishedAt, lastSeenAt }: Incarnation,
  startedAt: number,
  containers: readonly Incarnation[],
  beats: Heartbeat | undefined,
): number {
  if (finishedAt !== undefined) return finishedAt;
  const followed = containers.some((one) => one.podUid === podUid && (one.startedAt ?? 0) > startedAt);
  const runs = followed ? [] : (beats?.runs.filter((run) => run.incarnation === podUid) ?? []);
  return Math.max(lastSeenAt, ...runs.map((run) => run.lastAt));
}

/** Incarnations that beat again on a volume after another one did: both were there. */
export function beatOverlaps({ pod, runs }: Heartbeat): Overlap[] {
  const lastRun = new Map<string, number>();
  return runs.flatMap(({ incarnation, firstAt }, i): Overlap[] => {
    const before = lastRun.get(incarnation);
    lastRun.set(incarnation, i);
    const others = before === undefined ? [] : runs.slice(before + 1, i);
    const [other] = others;
    if (other === undefined) return [];
    const text =
      `${incarnation} beat on the volume again at ${String(secondsBetween(0, firstAt))} s, ` +
      `after ${other.incarnation} had at ${String(secondsBetween(0, other.firstAt))} s`;
    const pairs = others.map((one) => [incarnation, one.incarnation] as const);
    return [{ pod, pairs, from: other.firstAt, text }];
  });
}

/**
 * Whether Kubernetes itself waives the guarantee for an overlap: a pod that is deleted by force is taken for
 * ended before it is, so that its successor may run beside it
 * (kubernetes.io/docs/tasks/run-application/force-delete-stateful-set-pod). Of nobody else is that said.
 */
export function isWaived(
  { pod, pairs, from }: Pick<Overlap, 'pod' | 'pairs' | 'from'>,
  faults: readonly FaultRecord[],
  stack: string,
): boolean {
  return pairs.every(([a, b]) =>
    faults.some(
      (fault) =>
        fault.waivesAtMostOne === true &&
        fault.proof.proven &&
        from >= fault.injectedAt - TOLERANCE &&
        a !== b &&
        fault.victims.some(
          (victim) =>
            victim.stack === stack && victim.pod === pod && (victim.podUid === a || victim.podUid === b),
        ),
    ),
  );
}

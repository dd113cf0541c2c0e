import type { RunClock } from '../core/clock.ts';
import { runTimeOf } from '../core/wall.ts';
import type { Incarnation } from '../model/incarnation.ts';
import { bareId } from './ctr.ts';
import { lifeOf, type NodeRecord } from './node-record.ts';

/** A container to be told about, as the API knows it. */
export interface Contained {
  pod: string;
  podUid: string;
  node: string;
}

export interface Lives {
  incarnations: Incarnation[];
  /** What is not known, and why. */
  problems: string[];
}

/** What is known of a node, and why not more. */
interface Known {
  record: NodeRecord;
  why(): string | undefined;
}

/** The lives of containers in run time, in the order of the containers. */
export function livesOf(
  containers: ReadonlyMap<string, Contained>,
  nodeOf: (node: string) => Known | undefined,
  clock: RunClock,
): Lives {
  const incarnations: Incarnation[] = [];
  const problems: string[] = [];
  for (const [containerId, { pod, podUid, node }] of containers) {
    const id = bareId(containerId);
    const known = nodeOf(node);
    const life = known === undefined ? undefined : lifeOf(known.record, id);
    const why = known === undefined ? `the runtime of "${node}" was not followed` : known.why();
    const note = (what: string, more = ''): void => {
      const of = `container ${id.slice(0, 12)} of ${pod} on ${node}`;
      problems.push(`The ${what} of ${of} was not seen${why === undefined ? '' : ` (${why})`}${more}.`);
    };
    if (life === undefined) {
      note('life');
      continue;
    }
    const { startedAt, lastSeenAt, endFrom } = life;
    // That it was gone when somebody looked is no end that could be set against another's start.
    const finishedAt = endFrom === 'listing' ? undefined : life.finishedAt;
    if (startedAt === undefined) note('start');
    if (endFrom === 'listing' && life.finishedAt !== undefined) {
      const seconds = (runTimeOf(clock, life.finishedAt) / 1000).toFixed(1);
      note('end', `; it was gone ${seconds} s into the run`);
    }
    incarnations.push({
      pod,
      podUid,
      containerId,
      node,
      ...(startedAt === undefined ? {} : { startedAt: runTimeOf(clock, startedAt) }),
      ...(finishedAt === undefined ? {} : { finishedAt: runTimeOf(clock, finishedAt) }),
      lastSeenAt: runTimeOf(clock, lastSeenAt),
    });
  }
  return { incarnations, problems };
}

import type { Evidence } from '../model/bundle-evidence.ts';
import { FUNCTIONS, isRead } from '../model/functions.ts';
import type { Finding } from '../model/verdict.ts';
import type { Place } from './anomalies.ts';
import type { Call } from './calls.ts';
import type { DataJudge, DataJudgement, HeldSink } from './data-judge.ts';
import { counted, findingsBy, secondsBetween } from './finding.ts';
import { podsOf } from './ordering-timeline.ts';

const find = findingsBy('readiness');

/** A member that is called ready may be out of reach for so long, in milliseconds: its address has to get around. */
const TOLERANCE = 5_000;

/** Fewer refusals than this are no evidence of a silence. */
const FEWEST = 5;

/** A time in which a pod was called ready, and how it began: what it refused before it answered anything. */
interface Beginning {
  uid: string;
  from: number;
  until: number;
  answered: boolean;
  refused: number;
  firstAt: number;
  lastAt: number;
  lastError: string | undefined;
}

/**
 * Judges whether a member serves once Kubernetes calls its pod ready: that is what a readiness probe is for
 * (kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes), and what rollouts, disruption
 * budgets and ordered starts go by. It holds against a member that from the moment it became ready every read
 * sent to it was refused, for more than five seconds.
 *
 * It can conclude that readiness came too early. It cannot conclude that it goes away in time: a member that
 * has served once since it became ready is not judged, nor is one that nobody read, or that was ready before
 * the watch began. Until a member was reached for the first time, the way to it may not be there; reads that a fault in
 * force may have kept from any member say nothing either; and a member of which the data set is gone refuses them for
 * that reason, which is found elsewhere.
 */
export class ReadinessJudge implements DataJudge {
  readonly name = 'readiness';
  readonly functions = FUNCTIONS.filter(isRead);
  readonly kinds = [];
  readonly keepsNothing = true;
  /** By the member's pod. */
  readonly #beginnings: ReadonlyMap<string, Beginning[]>;
  /** When a fault was taking hold, or was held. */
  readonly #spans: readonly { from: number; to: number }[];
  /** The members that have answered at all. */
  readonly #reached = new Set<string>();
  readonly #gone = new Set<string>();

  constructor({ pods = [], faults }: Pick<Evidence, 'pods' | 'faults'>) {
    this.#beginnings = beginningsOf(pods);
    this.#spans = faults.map(({ injectedAt, effectAt, healedAt }) => ({
      from: injectedAt,
      to: healedAt ?? effectAt ?? injectedAt,
    }));
  }

  call({ member, invokedAt, completedAt, outcome, error }: Call): void {
    if (member === undefined || completedAt === undefined) return;
    if (outcome === 'ok') this.#reached.add(member);
    if (!this.#reached.has(member)) return;
    const beginning = this.#beginnings
      .get(member)
      ?.find(({ from, until }) => invokedAt > from && completedAt < until);
    if (beginning === undefined || beginning.answered) return;
    if (outcome === 'ok') beginning.answered = true;
    else if (!this.#spans.some(({ from, to }) => invokedAt <= to && completedAt >= from)) {
      beginning.refused += 1;
      // From the first read on: before that nobody asked.
      beginning.firstAt = Math.min(beginning.firstAt, invokedAt);
      beginning.lastAt = completedAt;
      beginning.lastError = error;
    }
  }

  history(): void {
    // What the history says of its keys does not concern who answered.
  }

  member({ member }: Place): HeldSink {
    return {
      element: () => undefined,
      end: (footer) => {
        if (footer?.end === 'dataset-gone') this.#gone.add(member);
      },
    };
  }

  judgement(): DataJudgement {
    const findings = [...this.#beginnings].flatMap(([pod, beginnings]): Finding[] => {
      const silent = this.#gone.has(pod) ? [] : beginnings.filter(wasSilent);
      const [first] = silent;
      if (first === undefined) return [];
      const count = silent.reduce((sum, { refused }) => sum + refused, 0);
      const message = `${pod} was called ready and refused every read, ${counted(count, 'read')} in all: ${textOf(first)}.`;
      return [
        find('ready-but-refusing', 'fail', message, { member: pod, count, objects: silent.map(textOf) }),
      ];
    });
    return { findings, data: {} };
  }
}

/** One that was ready when it was first seen became so at some time before, and is left out. */
function beginningsOf(sightings: NonNullable<Evidence['pods']>): Map<string, Beginning[]> {
  const all = podsOf(sightings).flatMap(({ pod, uid, from: seenAt, healthy }) =>
    healthy
      .filter(({ from }) => from !== seenAt)
      .map((time) => ({ pod, ...time, ...{ uid, answered: false, refused: 0 } })),
  );
  return new Map(
    [...Map.groupBy(all, ({ pod }) => pod)].map(([pod, ofOne]) => [
      pod,
      ofOne.map((one) => ({ ...one, firstAt: Infinity, lastAt: 0, lastError: undefined })),
    ]),
  );
}

const wasSilent = ({ refused, firstAt, lastAt }: Beginning): boolean =>
  refused >= FEWEST && lastAt - firstAt > TOLERANCE;

const textOf = ({ uid, from, firstAt, lastAt, lastError }: Beginning): string =>
  `the pod ${uid} was ready at ${String(secondsBetween(0, from))} s, and answered nothing for ` +
  `${String(secondsBetween(firstAt, lastAt))} s, with ${lastError ?? 'nothing'} in the end`;

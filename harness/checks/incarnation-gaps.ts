import type { Evidence } from '../model/bundle-evidence.ts';
import type { Heartbeat, Incarnation, Incarnations } from '../model/incarnation.ts';
import { wantedAtTheEnd } from './identity-wanted.ts';
import { beatOverlaps, isWaived, TOLERANCE } from './incarnation-overlaps.ts';

/** Something that was not seen and might hide a second incarnation. */
export interface Gap {
  /** Absent: it concerns all of them. */
  member?: string;
  text: string;
}

/** A node that a proven fault took down: what ran there ended then, and its runtime could not be asked. */
interface Crash {
  /** Null: on none. */
  node: string | null;
  at: number;
}

/** What is missing before "never two at once" may be said. */
export function gapsOf(evidence: Evidence, seen: Incarnations): Gap[] {
  const crashes = crashesOf(evidence);
  const crashed = new Set<string | null>(crashes.map(({ node }) => node));
  const gaps: Gap[] = seen.problems
    .filter((problem) => !wordsOf(problem).some((word) => crashed.has(word)))
    .map((text) => ({ text }));
  if (evidence.before === undefined) gaps.push({ text: 'It is not known which members there were.' });
  gaps.push(...memberGaps(evidence, seen));
  for (const [pod, containers] of Map.groupBy(seen.incarnations, (one) => one.pod)) {
    const beats = seen.heartbeats.find((heartbeat) => heartbeat.pod === pod);
    gaps.push(...containerGaps(containers, crashes, beats, evidence).map((text) => ({ member: pod, text })));
  }
  return gaps;
}

/** Node names are words with dots and dashes; a sentence's full stop belongs to none. */
const wordsOf = (sentence: string): string[] =>
  Array.from(sentence.matchAll(/\w[\w.-]*\w|\w/g), ([word]) => word);

function crashesOf({ faults }: Evidence): Crash[] {
  return faults
    .filter(({ takesNode, proof }) => proof.proven && takesNode === true)
    .flatMap(({ victims, injectedAt, effectAt }) =>
      victims.map(({ node }) => ({ node, at: effectAt ?? injectedAt })),
    );
}

/** Whether every member was looked at, in its node's runtime and on its volume. */
function memberGaps({ before, after, faults, record }: Evidence, seen: Incarnations): Gap[] {
  const gaps: Gap[] = [];
  const atTheEnd = new Map(after?.members.map((member) => [member.pod, member]));
  for (const { pod, runs, problem } of seen.heartbeats) {
    // Of a member that is not ready, or not there, nobody could have read them; that is found elsewhere.
    if (problem !== undefined && atTheEnd.get(pod)?.ready === true) {
      gaps.push({ member: pod, text: `the heartbeats of ${pod} could not be read: ${problem}` });
    } else if (problem === undefined && runs.length === 0) {
      gaps.push({ member: pod, text: `${pod} left no heartbeat` });
    }
  }
  for (const { pod, ordinal } of before?.members ?? []) {
    if (!seen.incarnations.some((container) => container.pod === pod)) {
      gaps.push({ member: pod, text: `no container of ${pod} was seen` });
    }
    const isAway =
      !atTheEnd.has(pod) && wantedAtTheEnd({ pod, ordinal }, true, faults, record.stack) === 'unwanted';
    if (!isAway && !seen.heartbeats.some((heartbeat) => heartbeat.pod === pod)) {
      gaps.push({ member: pod, text: `nobody looked for the heartbeats of ${pod}` });
    }
  }
  return gaps;
}

/**
 * Where the times of a pod's containers do not suffice. An end that was not seen is only known to be later
 * than something: then the beats on the volume must show that one incarnation came after the other. Two
 * containers of one pod beat as one; there only the crash of their node is known to have ended the first.
 */
function containerGaps(
  containers: readonly Incarnation[],
  crashes: readonly Crash[],
  beats: Heartbeat | undefined,
  { faults, record }: Evidence,
): string[] {
  return containers.flatMap((container): string[] => {
    const { pod, containerId, podUid, node, startedAt, finishedAt, lastSeenAt } = container;
    const others = containers.filter((one) => one.containerId !== containerId);
    if (startedAt === undefined) {
      const explained = crashes.some((crash) => crash.node === node);
      const told = others.every((one) => areInTurn(podUid, one.podUid, beats));
      return explained && told ? [] : [`when the container ${containerId} on ${node} started was not seen`];
    }
    if (finishedAt !== undefined) return [];
    const unclear = others.filter((one) => {
      const from = one.startedAt;
      if (from === undefined || from <= startedAt) return false;
      // Then an overlap is certain, or would be held against nobody.
      if (lastSeenAt > from + TOLERANCE) return false;
      if (isWaived({ pod, pairs: [[podUid, one.podUid]], from }, faults, record.stack)) return false;
      if (one.podUid !== podUid) return !areInTurn(podUid, one.podUid, beats);
      return !crashes.some(
        ({ node: down, at }) => down === node && at >= startedAt && at <= from + TOLERANCE,
      );
    });
    return unclear.map(
      (one) =>
        `when the container ${containerId} ended, before or after ${one.containerId} started, was not seen`,
    );
  });
}

/** Whether the beats on the volume show that two pods were there in turn. */
function areInTurn(one: string, other: string, beats: Heartbeat | undefined): boolean {
  if (beats === undefined || beats.problem !== undefined || one === other) return false;
  const seen = new Set(beats.runs.map(({ incarnation }) => incarnation));
  return seen.has(one) && seen.has(other) && beatOverlaps(beats).length === 0;
}

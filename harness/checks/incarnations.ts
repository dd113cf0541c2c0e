import type { Evidence } from '../model/bundle-evidence.ts';
import type { Finding } from '../model/verdict.ts';
import { counted, findingsBy } from './finding.ts';
import { gapsOf } from './incarnation-gaps.ts';
import { beatOverlaps, containerOverlaps, isWaived, type Overlap } from './incarnation-overlaps.ts';

const find = findingsBy('incarnations');

/**
 * Judges whether there was at most one incarnation of each identity at any time, as a StatefulSet promises
 * (kubernetes.io/docs/tasks/run-application/force-delete-stateful-set-pod). Names are unique in the API, so
 * that a watch can never show two; the evidence is of two other kinds: when containers ran, by the runtimes
 * of their nodes, and the heartbeats that each incarnation appends to the member's volume.
 *
 * It can conclude that two containers of one name ran at once, and that two pods wrote to one volume in
 * turns. It cannot see an overlap that is shorter than the tolerance and than the time between two beats. Times
 * of different nodes are compared as they are: on a local cluster all nodes share one clock; elsewhere the
 * clocks have to agree, and by as much as they do not, an overlap may be hidden or made up.
 */
export function judgeIncarnations(evidence: Evidence): Finding[] {
  const { incarnations: seen, faults, record } = evidence;
  if (seen === undefined) {
    return [find('incarnations-unseen', 'unknown', 'There is no record of the incarnations.')];
  }
  const overlaps = [...containerOverlaps(seen), ...seen.heartbeats.flatMap(beatOverlaps)];
  const waived = overlaps.filter((overlap) => isWaived(overlap, faults, record.stack));
  const gaps = gapsOf(evidence, seen);
  return [
    ...overlapFindings(
      overlaps.filter((overlap) => !waived.includes(overlap)),
      'fail',
      '',
    ),
    ...overlapFindings(waived, 'note', ', which Kubernetes gives up itself when a pod is deleted by force'),
    ...[...Map.groupBy(gaps, ({ member }) => member)].map(([member, ofOne]) => {
      const objects = ofOne.map(({ text }) => text);
      const who = member ?? 'every identity';
      const message = `Whether ${who} had one incarnation at a time was not seen everywhere: ${sentence(objects)}`;
      return find('incarnations-unseen', 'unknown', message, { objects, member });
    }),
  ];
}

function overlapFindings(overlaps: readonly Overlap[], effect: Finding['effect'], why: string): Finding[] {
  return [...Map.groupBy(overlaps, ({ pod }) => pod)].map(([member, ofOne]) => {
    const objects = ofOne.map(({ text }) => text);
    const message = `There were two incarnations of ${member} at once, ${counted(ofOne.length, 'time')}${why}: ${sentence(objects)}`;
    return find('two-incarnations', effect, message, { member, objects });
  });
}

/** The first of several texts, with a full stop. */
function sentence(texts: readonly string[]): string {
  const first = String(texts[0]);
  return first.endsWith('.') ? first : `${first}.`;
}

import type { Expectation, FaultRecord, Victim } from '../model/fault-record.ts';
import type { MemberIdentity } from '../model/identity.ts';
import type { Finding } from '../model/verdict.ts';
import { counted, findingsBy } from './finding.ts';

/** One fault that hit a member, and what the member was just before. */
export interface Hit {
  expectation: Expectation;
  proven: boolean;
  victim: Victim;
}

const find = findingsBy('identity');

/** What leaves no member the pod it was: one that is gone comes back, if at all, as a new one. */
const REPLACING: readonly Expectation[] = ['new-pod', 'new-claim', 'gone'];

/** The faults that hit a member, in the order of their injection. */
export function hitsOf(faults: readonly FaultRecord[], stack: string, pod: string): Hit[] {
  return [...faults]
    .sort((a, b) => a.injectedAt - b.injectedAt)
    .flatMap((fault) =>
      fault.victims
        .filter((victim) => victim.stack === stack && victim.pod === pod)
        .map((victim) => ({
          expectation: victim.expectation ?? fault.expectation,
          proven: fault.proof.proven,
          victim,
        })),
    );
}

/**
 * Whether a member's pod and container are new exactly where the faults demand it. Of several faults the
 * last one decides, measured from what the member was when it hit; a new pod once demanded must not be
 * the old one. A member that an unproven fault may or may not have hit can show either.
 */
export function podFindings(before: MemberIdentity, after: MemberIdentity, hits: readonly Hit[]): Finding[] {
  if (hits.some((hit) => !hit.proven)) return [];
  const member = after.pod;
  const last = hits.at(-1);
  const lastReplaced = hits.findLastIndex((hit) => REPLACING.includes(hit.expectation));
  const former = new Set([before.podUid, ...hits.slice(0, lastReplaced + 1).map((hit) => hit.victim.podUid)]);

  if (lastReplaced >= 0 && former.has(after.podUid)) {
    const message = `${member} is still the pod ${after.podUid}; the fault should have replaced it.`;
    return [find('pod-not-replaced', 'fail', message, { member })];
  }
  if (last !== undefined && REPLACING.includes(last.expectation)) return newPodFindings(after);

  const reference = last?.victim ?? before;
  if (after.podUid !== reference.podUid || (lastReplaced < 0 && after.podUid !== before.podUid)) {
    const message = `${member} was replaced (pod ${before.podUid} before, ${after.podUid} at the end), and no fault did that.`;
    return [find('unexpected-new-pod', 'fail', message, { member })];
  }
  const sameContainer = after.containerId === reference.containerId;
  const restarts = after.restartCount - reference.restartCount;
  if (last?.expectation === 'new-container') {
    if (!sameContainer && restarts > 0) return restarts === 1 ? [] : [restartNote(member, restarts - 1)];
    const message =
      `The container of ${member} should have been restarted: ` +
      `${sameContainer ? 'it is the same one' : 'it is another one'}, its restart count went from ` +
      `${String(reference.restartCount)} to ${String(after.restartCount)}.`;
    return [find('container-not-restarted', 'fail', message, { member })];
  }
  if (sameContainer && restarts === 0) return [];
  const message = `The container of ${member} was restarted (restart count ${String(reference.restartCount)} before, ${String(after.restartCount)} at the end), and no fault did that.`;
  return [find('unexpected-restart', 'fail', message, { member })];
}

/** A member may start over while it waits for the others; how often is worth a note. */
function newPodFindings(after: MemberIdentity): Finding[] {
  return after.restartCount === 0 ? [] : [restartNote(after.pod, after.restartCount)];
}

function restartNote(member: string, restarts: number): Finding {
  const message = `The container of ${member} started over ${counted(restarts, 'more time')} while recovering.`;
  return find('restarted-while-recovering', 'note', message, { member, count: restarts });
}

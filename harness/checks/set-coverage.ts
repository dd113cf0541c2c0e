import type { Evidence } from '../model/bundle-evidence.ts';
import type { ReadBackFooter, ReadBackHeader } from '../model/read-back.ts';
import type { Finding } from '../model/verdict.ts';
import { counted, findingsBy } from './finding.ts';
import { anyProven } from './situation.ts';

const find = findingsBy('set');

/** How the read-back of one member went. */
export interface Coverage {
  header: ReadBackHeader;
  /** Of whatever kind. */
  elements: number;
  footer: ReadBackFooter | undefined;
}

type Circumstances = Pick<Evidence, 'record' | 'before' | 'after' | 'faults'>;

/**
 * What is missing between the read-backs that there are and the ones that a pass needs: one of every
 * member, complete, taken at the position that every acknowledged write had reached.
 * A member that does not answer after a proven fault is the stack's failure. A read-back that is missing,
 * torn or ended by the harness's own trouble is no evidence, and neither is silence without a proven fault.
 */
export function coverageFindings(evidence: Circumstances, readBacks: readonly Coverage[]): Finding[] {
  const stacksTrouble = anyProven(evidence) ? 'fail' : 'unknown';
  return [
    ...missingFindings(evidence, new Set(readBacks.map(({ header }) => header.member))),
    ...readBacks.flatMap((readBack) => endFindings(readBack, stacksTrouble)),
    ...readBacks.flatMap((readBack) => barrierFindings(readBack, stacksTrouble)),
  ];
}

function missingFindings(
  { record, before, after, faults }: Circumstances,
  read: ReadonlySet<string>,
): Finding[] {
  if (read.size === 0) return [find('no-read-back', 'unknown', 'No member was read back.')];
  const wanted = membersAtTheEnd(record.members, faults);
  // A StatefulSet counts its pods from 0: those from `wanted` on were scaled away.
  const known = [...(before?.members ?? []), ...(after?.members ?? [])]
    .filter(({ ordinal }) => ordinal < wanted)
    .map(({ pod }) => pod);
  const unread = new Set(known.filter((pod) => !read.has(pod)));
  const missing = Math.max(wanted - read.size, unread.size);
  if (missing <= 0) return [];
  const names = unread.size > 0 ? ` (${[...unread].join(', ')})` : '';
  const message = `${counted(missing, 'member')} of ${String(wanted)}${names} ${missing === 1 ? 'was' : 'were'} not read back.`;
  return [find('no-read-back', 'unknown', message, { count: missing, objects: unread })];
}

/** How many members there have to be after the last fault that changed their number. */
function membersAtTheEnd(begunWith: number, faults: Evidence['faults']): number {
  const changes = faults.toSorted((a, b) => a.injectedAt - b.injectedAt).map((fault) => fault.membersAfter);
  return changes.findLast((members) => members !== undefined) ?? begunWith;
}

function endFindings(
  { header: { member }, elements, footer }: Coverage,
  stacksTrouble: Finding['effect'],
): Finding[] {
  if (footer === undefined) {
    const message = `The read-back of ${member} was cut off after ${counted(elements, 'element')}; what is not in it may be there.`;
    return [find('torn-read-back', 'unknown', message, { member })];
  }
  const why = footer.detail === undefined ? '' : `: ${footer.detail}`;
  if (footer.end === 'unreachable') {
    const message = `${member} could not be reached to read its data back${why}`;
    return [find('not-read-back', stacksTrouble, sentence(message), { member })];
  }
  if (footer.end === 'harness-error') {
    const message = `The harness could not finish the read-back of ${member}${why}`;
    return [find('no-read-back', 'unknown', sentence(message), { member })];
  }
  return [];
}

/** Only where the member answered: else its end says more than a position that nobody could ask for. */
function barrierFindings(
  { header: { member, barrier }, footer }: Coverage,
  stacksTrouble: Finding['effect'],
): Finding[] {
  if (barrier.reached || (footer !== undefined && footer.end !== 'complete')) return [];
  if (barrier.wanted === '') {
    const message = `No position could be taken that ${member} had to reach before it was read; it was at ${barrier.saw || 'no known position'}.`;
    return [find('no-position', stacksTrouble, message, { member })];
  }
  const message = `${member} did not reach the position ${barrier.wanted} within its budget; it was at ${barrier.saw || 'no known position'}.`;
  return [find('behind', 'fail', message, { member })];
}

function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}

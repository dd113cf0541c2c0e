import type { IdentitySnapshot } from '../model/identity.ts';
import type { Finding } from '../model/verdict.ts';
import { findingsBy } from './finding.ts';
import type { Sight } from './identity-snapshot.ts';
import type { Place, Wanted } from './identity-wanted.ts';

const find = findingsBy('identity');

/** The pods that are missing, those that should have gone, and the ghosts that should never have been there. */
export function namesFindings(
  before: IdentitySnapshot,
  after: IdentitySnapshot,
  wantedOf: (place: Place) => Wanted,
  sight: Sight,
): Finding[] {
  const was = byName(before);
  const is = byName(after);
  const partlySeen = after.problems.length > 0;
  const absent = sight.absent === 'fail' && partlySeen ? 'unknown' : sight.absent;
  const findings: Finding[] = [];
  for (const [member, place] of was) {
    if (is.has(member) || wantedOf(place) === 'unwanted') continue;
    findings.push(find('member-missing', absent, `${member} is missing at the end.`, { member }));
  }
  for (const [member, place] of is) {
    const wanted = wantedOf(place);
    if (wanted === 'wanted') continue;
    if (!was.has(member)) {
      const effect = wanted === 'unclear' ? 'unknown' : 'fail';
      findings.push(find('ghost', effect, `${member} is there at the end and was not before.`, { member }));
    } else if (wanted === 'unwanted') {
      findings.push(
        find('not-gone', 'fail', `${member} is there at the end and should be gone.`, { member }),
      );
    }
  }
  return findings;
}

function byName({ members }: IdentitySnapshot): Map<string, Place> {
  return new Map(members.map(({ pod, ordinal }) => [pod, { pod, ordinal }]));
}

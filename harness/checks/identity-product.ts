import type { MemberIdentity } from '../model/identity.ts';
import type { Finding } from '../model/verdict.ts';
import { findingsBy } from './finding.ts';
import type { Sight } from './identity-snapshot.ts';

const find = findingsBy('identity');

/** Whether a member is still itself to the product, and its volume still names it as the owner. */
export function productFindings(before: MemberIdentity, after: MemberIdentity, sight: Sight): Finding[] {
  return [...productIdFindings(before, after, sight), ...markerFindings(before, after, sight)];
}

function productIdFindings(before: MemberIdentity, after: MemberIdentity, sight: Sight): Finding[] {
  const member = after.pod;
  if (before.productId !== undefined && after.productId !== undefined) {
    if (before.productId === after.productId) return [];
    const message = `${member} was ${before.productId} to the product and is ${after.productId}.`;
    return [find('product-id-changed', 'fail', message, { member })];
  }
  return unseen("The product's own id", 'product-id-unseen', before.productId !== undefined, after, sight);
}

function markerFindings(before: MemberIdentity, after: MemberIdentity, sight: Sight): Finding[] {
  const member = after.pod;
  // A marker that was never there cannot have been lost.
  const had = typeof before.marker === 'string';
  if (!had || after.marker === undefined)
    return unseen('The marker on the volume', 'marker-unseen', had, after, sight);
  if (after.marker === before.marker) return [];
  if (after.marker === null) {
    const message = `The volume of ${member} has lost the marker that named its owner.`;
    return [find('marker-lost', 'fail', message, { member })];
  }
  const message = `The volume of ${member} names ${after.marker} as its owner; it was ${before.marker ?? ''}.`;
  return [find('marker-foreign', 'fail', message, { member })];
}

/** What was not seen at the end of a member that is not ready is no finding of its own: `not-ready` is one. */
function unseen(
  what: string,
  kind: string,
  seenBefore: boolean,
  after: MemberIdentity,
  sight: Sight,
): Finding[] {
  const member = after.pod;
  if (!seenBefore)
    return [find(kind, 'unknown', `${what} of ${member} was not seen before the faults.`, { member })];
  return after.ready
    ? [find(kind, sight.unseen, `${what} of ${member} could not be seen at the end.`, { member })]
    : [];
}

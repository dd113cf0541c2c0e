import type { MemberIdentity } from '../model/identity.ts';
import type { Finding } from '../model/verdict.ts';
import { findingsBy } from './finding.ts';
import type { Fate } from './identity-claims.ts';
import type { Sight } from './identity-snapshot.ts';

const find = findingsBy('identity');

/** Whether a member is still itself to the product, and its volume still names it as the owner. */
export function productFindings(
  before: MemberIdentity,
  after: MemberIdentity,
  fate: Fate,
  sight: Sight,
): Finding[] {
  const marker =
    fate === 'kept' ? markerFindings(before, after, sight) : newVolumeFindings(before, after, fate);
  return [...productIdFindings(before, after, sight), ...marker];
}

/**
 * Whether a member that was not there before is one of the others to the product: where they all go by the
 * same id (a system identifier, a cluster's id), it must go by it too. Where each has its own, or only
 * one other is known, nothing can be said.
 */
export function newcomerFindings(
  newcomer: MemberIdentity,
  members: readonly MemberIdentity[],
  sight: Sight,
): Finding[] {
  const others = members.flatMap(({ pod, productId }) =>
    pod === newcomer.pod || productId === undefined ? [] : [productId],
  );
  const common = String(others[0]);
  if (others.length < 2 || others.some((id) => id !== common)) return [];
  const member = newcomer.pod;
  if (newcomer.productId === undefined) {
    return unseen("The product's own id", 'product-id-unseen', true, newcomer, sight);
  }
  if (newcomer.productId === common) return [];
  const message = `${member} is ${newcomer.productId} to the product; all others are ${common}.`;
  return [find('product-id-foreign', 'fail', message, { member })];
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
  return [foreignMarker(before, member, after.marker)];
}

/** Nobody leaves a marker on a new volume: one that is there came with an old one. */
function newVolumeFindings(before: MemberIdentity, after: MemberIdentity, fate: Fate): Finding[] {
  const member = after.pod;
  if (typeof after.marker !== 'string') return [];
  if (after.marker !== before.marker) return [foreignMarker(before, member, after.marker)];
  if (fate === 'either') return [];
  const message = `The new volume of ${member} has the marker that was left on the old one.`;
  return [find('marker-not-replaced', 'fail', message, { member })];
}

function foreignMarker(before: MemberIdentity, member: string, marker: string): Finding {
  const message = `The volume of ${member} names ${marker} as its owner; it was ${before.marker ?? 'nobody'}.`;
  return find('marker-foreign', 'fail', message, { member });
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

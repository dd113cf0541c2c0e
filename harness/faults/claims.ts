import { claimUids } from '../kube/stateful-set.ts';
import type { FaultContext } from './fault.ts';

/**
 * What became of the victims' claims, in one sentence. This proves nothing: a claim that went with its pod is the
 * stack's own doing, and the judges' business.
 */
export async function claimsLeft({ cluster, namespace, victims }: FaultContext): Promise<string> {
  const there = new Set((await claimUids(cluster.client, namespace)).values());
  const claimed = victims.filter((victim) => victim.claimUid !== null);
  const kept = claimed.filter((victim) => there.has(victim.claimUid ?? ''));
  const uids = kept.map((victim) => victim.claimUid).join(', ');
  return `${String(kept.length)} of their ${String(claimed.length)} claims exist with the UIDs they had: ${uids}.`;
}

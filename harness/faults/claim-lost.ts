import { HoldfastError } from '../core/errors.ts';
import { found, notYet, waitFor } from '../core/wait-for.ts';
import { isStatus } from '../kube/client.ts';
import { deletePod, getClaim, getPod } from '../kube/resources.ts';
import { claimUids } from '../kube/stateful-set.ts';
import type { Victim } from '../model/fault-record.ts';
import { evidence, podReplaced } from './evidence.ts';
import type { Fault, FaultContext } from './fault.ts';
import { thisPod } from './victim.ts';

/**
 * Takes a member's claim and pod away: it has to be rebuilt from its peers on an empty volume. There is no class for the
 * loss of a volume: a follower's goes with its pod, and is held to that promise. Proof: neither the
 * claim nor the pod with the old UID is there any more.
 */
export const claimLost: Fault = {
  id: 'claim-lost',
  class: 'pod',
  expectation: 'new-claim',
  async inject(context) {
    const { cluster, namespace, victim, clock } = context;
    const { client } = cluster;
    const claim = [...(await claimUids(client, namespace))].find(([, uid]) => uid === victim.claimUid)?.[0];
    if (claim === undefined) throw new HoldfastError(`Pod ${victim.pod} has no claim that could be lost.`);
    // The claim first: a claim in use only goes with its pod, so that the pod's successor finds it going or gone.
    await client.text('DELETE', claimPath(namespace, claim), {
      body: { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid: victim.claimUid } },
    });
    await deletePod(client, thisPod(victim, namespace));
    await claimGone(context, claim);
    return { effectAt: clock.now() };
  },
  prove: (context) => {
    const { cluster, namespace, victim } = context;
    return evidence(context, `the claim of ${victim.pod} being lost`, async () => {
      if (victim.claimUid === null) return { saw: 'it had none' };
      const claims = await claimUids(cluster.client, namespace);
      if ([...claims.values()].includes(victim.claimUid)) {
        return { saw: `the claim with UID ${victim.claimUid} is still there` };
      }
      const gone = podReplaced(victim, await getPod(cluster.client, namespace, victim.pod));
      if ('saw' in gone) return gone;
      return {
        evidence: [
          `The claim of ${victim.pod} with UID ${victim.claimUid} is gone; ${successor(claims, victim)}.`,
          ...gone.evidence,
        ],
      };
    });
  },
};

/**
 * Waits until the old claim is gone. The pod's successor may have been made while the old claim was still going:
 * it keeps the claim from going, and has to be deleted as well.
 */
async function claimGone(context: FaultContext, claim: string): Promise<void> {
  const { cluster, namespace, victim, budgets, signal } = context;
  await waitFor(
    `claim ${namespace}/${claim} with UID ${victim.claimUid ?? ''} to be gone`,
    async () => {
      const old = await getClaim(cluster.client, namespace, claim);
      if (old?.metadata.uid !== victim.claimUid) return found(true);
      const pod = await getPod(cluster.client, namespace, victim.pod);
      const inTheWay = pod !== undefined && pod.metadata.uid !== victim.podUid;
      if (inTheWay && pod.metadata.deletionTimestamp === undefined) {
        await deletePod(cluster.client, pod).catch((error: unknown) => {
          if (!isStatus(error, 404) && !isStatus(error, 409)) throw error;
        });
      }
      return notYet(inTheWay ? 'a new pod keeps it from going' : 'it goes once its pod is gone');
    },
    { budget: budgets.of('inject'), signal },
  );
}

/** A StatefulSet's claims are called TEMPLATE-POD. */
function successor(claims: ReadonlyMap<string, string>, victim: Victim): string {
  const now = [...claims].find(([name]) => name.endsWith(`-${victim.pod}`));
  return now === undefined ? 'there is no other yet' : `${now[0]} has UID ${now[1]} now`;
}

const claimPath = (namespace: string, name: string): string =>
  `/api/v1/namespaces/${namespace}/persistentvolumeclaims/${name}`;

import { BudgetExceededError, found, notYet, waitFor } from '../core/wait-for.ts';
import type { Pod } from '../kube/objects.ts';
import { getPod } from '../kube/resources.ts';
import type { FaultContext, Proof } from './fault.ts';

/** Polls the victim's pod until `see` returns evidence; without any within the budget "prove" the fault is not proven. */
export async function evidenceFromPod(
  context: FaultContext,
  what: string,
  see: (pod: Pod | undefined) => { evidence: string[] } | { saw: string },
): Promise<Proof> {
  const { cluster, namespace, victim, budgets, signal } = context;
  try {
    const evidence = await waitFor(
      what,
      async () => {
        const seen = see(await getPod(cluster.client, namespace, victim.pod));
        return 'evidence' in seen ? found(seen.evidence) : notYet(seen.saw);
      },
      { budget: budgets.of('prove'), signal },
    );
    return { proven: true, evidence };
  } catch (error) {
    if (!(error instanceof BudgetExceededError)) throw error;
    return {
      proven: false,
      evidence: [`No evidence of ${what} within ${String(error.budget.seconds)} s: ${error.lastSeen}.`],
    };
  }
}

/** Evidence that the very pod that was there before is gone. */
export function podReplaced(
  context: FaultContext,
  pod: Pod | undefined,
): { evidence: string[] } | { saw: string } {
  const { victim } = context;
  const uid = pod?.metadata.uid;
  if (uid === victim.podUid) return { saw: `pod ${victim.pod} still has UID ${victim.podUid}` };
  const now = uid === undefined ? 'there is no such pod now' : `its successor has UID ${uid}`;
  return { evidence: [`Pod ${victim.pod} with UID ${victim.podUid} is gone; ${now}.`] };
}

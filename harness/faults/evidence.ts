import type { BudgetName } from '../core/budgets.ts';
import { sentenceOf } from '../core/errors.ts';
import { BudgetExceededError, found, notYet, waitFor } from '../core/wait-for.ts';
import type { Pod } from '../kube/objects.ts';
import { getPod } from '../kube/resources.ts';
import { podsOfStatefulSet } from '../kube/stateful-set.ts';
import type { Victim } from '../model/fault-record.ts';
import type { FaultContext, Proof } from './fault.ts';
import { hold } from './hold.ts';

/** What one look for evidence found: sentences that prove the fault, or what there was to see instead. */
export type Seen = { evidence: string[] } | { saw: string };

/** Looks until `see` returns evidence; without any within the budget "prove" the fault is not proven. */
export async function evidence(
  { budgets, signal }: FaultContext,
  what: string,
  see: () => Promise<Seen>,
): Promise<Proof> {
  try {
    const sentences = await waitFor(
      what,
      async () => {
        const seen = await see();
        return 'evidence' in seen ? found(seen.evidence) : notYet(seen.saw);
      },
      { budget: budgets.of('prove'), signal },
    );
    return { proven: true, evidence: sentences };
  } catch (error) {
    if (!(error instanceof BudgetExceededError)) throw error;
    return {
      proven: false,
      evidence: [`No evidence of ${what} within ${String(error.budget.seconds)} s: ${error.lastSeen}.`],
    };
  }
}

/** Looks for evidence at the victim's pod. */
export async function evidenceFromPod(
  context: FaultContext,
  what: string,
  see: (pod: Pod | undefined) => Seen,
): Promise<Proof> {
  const { cluster, namespace, victim } = context;
  return await evidence(context, what, async () => see(await getPod(cluster.client, namespace, victim.pod)));
}

/**
 * Holds a fault whose beginning is proven, and looks for its evidence once more at the end. A fault that did
 * not last is not proven, whatever was seen at first.
 */
export async function evidenceHeld(
  { budgets, signal }: FaultContext,
  first: Proof,
  held: {
    what: string;
    budget: BudgetName;
    look: () => Promise<string | undefined>;
    atEnd: () => Promise<Seen>;
  },
): Promise<Proof> {
  if (!first.proven) return first;
  const budget = budgets.of(held.budget);
  try {
    const looks = await hold(held.what, held.look, { budget, signal });
    const end = await held.atEnd();
    if ('saw' in end) return { proven: false, evidence: [...first.evidence, `At the end: ${end.saw}.`] };
    const lasted = `${held.what} lasted ${String(budget.seconds)} s and was seen in place ${String(looks)} times.`;
    return { proven: true, evidence: [...first.evidence, lasted, ...end.evidence] };
  } catch (error) {
    if (signal.aborted) throw error;
    return { proven: false, evidence: [...first.evidence, sentenceOf(error)] };
  }
}

/** Evidence that the very pod that was there before is gone. */
export function podReplaced(victim: Victim, pod: Pod | undefined): Seen {
  const uid = pod?.metadata.uid;
  if (uid === victim.podUid) return { saw: `pod ${victim.pod} still has UID ${victim.podUid}` };
  const now = uid === undefined ? 'there is no such pod now' : `its successor has UID ${uid}`;
  return { evidence: [`Pod ${victim.pod} with UID ${victim.podUid} is gone; ${now}.`] };
}

/** Evidence that the pod of every victim is gone. */
export async function allReplaced(context: FaultContext): Promise<Seen> {
  const { cluster, namespace, statefulSet, victims } = context;
  const pods = await podsOfStatefulSet(cluster.client, namespace, statefulSet);
  const sentences: string[] = [];
  for (const victim of victims) {
    const gone = podReplaced(victim, pods.get(victim.ordinal));
    if ('saw' in gone) return gone;
    sentences.push(...gone.evidence);
  }
  return { evidence: sentences };
}

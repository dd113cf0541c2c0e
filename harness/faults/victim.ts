import { HoldfastError } from '../core/errors.ts';
import type { Victim } from '../model/fault-record.ts';
import type { Pod } from '../kube/objects.ts';

/** The node that the victim runs on. @throws HoldfastError where it runs on none. */
export function nodeOf(victim: Victim): string {
  if (victim.node === null)
    throw new HoldfastError(`Pod ${victim.pod} is on no node, so that none could be hit.`);
  return victim.node;
}

/** Where the victim's data container runs, and its id. @throws HoldfastError where none runs. */
export function containerOf(victim: Victim): { node: string; containerId: string } {
  if (victim.containerId === null) {
    throw new HoldfastError(`Pod ${victim.pod} has no running container that could be hit.`);
  }
  return { node: nodeOf(victim), containerId: victim.containerId };
}

/** The victim's very pod, for requests that must not hit a successor of the same name. */
export function thisPod(victim: Victim, namespace: string): Pick<Pod, 'metadata'> {
  return { metadata: { name: victim.pod, namespace, uid: victim.podUid } };
}

/** The victims by name, as a list in a sentence. */
export const names = (victims: readonly Victim[]): string => victims.map((victim) => victim.pod).join(', ');

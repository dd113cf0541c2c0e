import type { KubeObject } from '../../../../harness/kube/objects.ts';
import { changed, type StatefulSetSpec } from '../../../../harness/scenario/changed.ts';
import type { KnownBad } from '../../../../harness/scenario/known-bad.ts';
import { stack } from '../../stack.ts';

const CLAIM = 'postgres-data';

/** One claim for all; it can be reached from one node, so that nobody may keep off it. */
function onOneClaim(objects: KubeObject[], namespace: string): KubeObject[] {
  let claim: object = {};
  const onClaim = (spec: StatefulSetSpec): void => {
    claim = spec.volumeClaimTemplates?.[0]?.spec ?? {};
    delete spec.volumeClaimTemplates;
    delete spec.template.spec.affinity;
    spec.template.spec.volumes.push({ name: 'data', persistentVolumeClaim: { claimName: CLAIM } });
  };
  const rest = changed(objects, { statefulSet: onClaim });
  const metadata = { name: CLAIM, namespace };
  return [{ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata, spec: claim }, ...rest];
}

export const knownBad: KnownBad = {
  flaw: 'All members mount the same claim, which the pod template names, instead of one each.',
  stack: {
    ...stack,
    manifests: (parameters) => onOneClaim(stack.manifests(parameters), parameters.namespace),
  },
  scenario: 'pod-delete',
  // The second member takes the data of the first for its own old ones, and moves them aside: it is never whole.
  budgets: { deploy: 60 },
  expects: { verdict: 'fail', reasons: [{ kind: 'volume-shared', judge: 'identity', atLeast: 2 }] },
};

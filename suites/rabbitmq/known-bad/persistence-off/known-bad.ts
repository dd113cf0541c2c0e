import { HoldfastError } from '../../../../harness/core/errors.ts';
import type { KubeObject } from '../../../../harness/kube/objects.ts';
import type { KnownBad } from '../../../../harness/scenario/known-bad.ts';
import { stack } from '../../stack.ts';

interface StatefulSetSpec {
  template: { spec: { volumes: object[] } };
  volumeClaimTemplates?: object[];
}

/** The good stack's objects, with an emptyDir in the claim's place; those given stay as they are. */
function withoutClaims(objects: readonly KubeObject[]): KubeObject[] {
  return objects.map((object) => {
    if (object.kind !== 'StatefulSet') return object;
    const spec = structuredClone(object.spec) as StatefulSetSpec;
    if (spec.volumeClaimTemplates === undefined) {
      throw new HoldfastError('The StatefulSet of the good stack has no claim that could be left out.');
    }
    delete spec.volumeClaimTemplates;
    spec.template.spec.volumes.push({ name: 'data', emptyDir: {} });
    return { ...object, spec };
  });
}

export const knownBad: KnownBad = {
  flaw: 'Persistence is off: the nodes keep their data in an emptyDir, which goes with the pod.',
  stack: { ...stack, manifests: (parameters) => withoutClaims(stack.manifests(parameters)) },
  scenario: 'pod-delete-all',
  // A cluster that is not the one that was: there is nothing to wait long for.
  budgets: { 'replica-replay': 15, settle: 20, dns: 20, load: 20 },
  expects: {
    verdict: 'fail',
    reasons: [
      { kind: 'lost', judge: 'queue', atLeast: 30 },
      { kind: 'lost', judge: 'set', atLeast: 5 },
      { kind: 'marker-lost', atLeast: 3 },
    ],
    alsoAllowed: ['product-id-changed', 'no-write-after-fault', 'behind', 'ready-but-refusing'],
  },
};

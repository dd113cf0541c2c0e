import type { KubeObject } from '../../../../harness/kube/objects.ts';
import type { KnownBad } from '../../../../harness/scenario/known-bad.ts';
import { stack } from '../../stack.ts';

interface StatefulSetSpec {
  template: { spec: { volumes: object[] } };
  volumeClaimTemplates?: object[];
}

function onEmptyDir(object: KubeObject): KubeObject {
  if (object.kind !== 'StatefulSet') return object;
  const { volumeClaimTemplates: _dropped, ...spec } = structuredClone(object.spec) as StatefulSetSpec;
  spec.template.spec.volumes.push({ name: 'data', emptyDir: {} });
  return { ...object, spec };
}

export const knownBad: KnownBad = {
  flaw: 'The data directory is an emptyDir, which goes with the pod.',
  stack: { ...stack, manifests: (parameters) => stack.manifests(parameters).map(onEmptyDir) },
  scenario: 'pod-delete-all',
  // A database that is not the one that was: there is nothing to wait long for.
  budgets: { recover: 60, 'replica-replay': 15, settle: 30, dns: 20 },
  expects: { verdict: 'fail', kinds: ['lost'] },
};

import type { KubeObject } from '../../../../harness/kube/objects.ts';
import { changed, type StatefulSetSpec } from '../../../../harness/scenario/changed.ts';
import type { KnownBad } from '../../../../harness/scenario/known-bad.ts';
import { stack } from '../../stack.ts';

const CLAIM = 'postgres-data';

/** A Deployment knows no claims of its own and no ordinals: one claim is made beside it, and the ordinal is a constant. */
function asDeployment(objects: KubeObject[], namespace: string): KubeObject[] {
  let claim: object = {};
  const away = (spec: StatefulSetSpec): void => {
    claim = spec.volumeClaimTemplates?.[0]?.spec ?? {};
    delete spec.volumeClaimTemplates;
    delete spec.serviceName;
    const { initContainers = [], containers, volumes } = spec.template.spec;
    volumes.push({ name: 'data', persistentVolumeClaim: { claimName: CLAIM } });
    for (const container of [...initContainers, ...containers]) {
      container.env = container.env?.map((one) =>
        one.name === 'MEMBER_INDEX' ? { name: one.name, value: '0' } : one,
      );
    }
  };
  const rest = changed(objects, { statefulSet: away }).map((object) =>
    object.kind === 'StatefulSet' ? { ...object, kind: 'Deployment' } : object,
  );
  const metadata = { name: CLAIM, namespace };
  return [{ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata, spec: claim }, ...rest];
}

export const knownBad: KnownBad = {
  flaw: 'A Deployment with one claim takes the place of the StatefulSet: its pod has no name, no ordinal and no claim of its own.',
  stack: {
    ...stack,
    members: 1,
    manifests: (parameters) => asDeployment(stack.manifests(parameters), parameters.namespace),
  },
  scenario: 'pod-delete',
  // There are no members to wait for.
  budgets: { deploy: 30 },
  expects: { verdict: 'fail', reasons: [{ kind: 'no-identity', judge: 'identity', atLeast: 1 }] },
};

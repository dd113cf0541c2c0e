import { HoldfastError } from '../../../harness/core/errors.ts';
import type { KubeObject } from '../../../harness/kube/objects.ts';

/** What variants change of the StatefulSet. */
export interface StatefulSetSpec {
  template: { spec: { topologySpreadConstraints?: object[]; volumes: object[] } };
  volumeClaimTemplates?: { metadata: { name: string }; spec: object }[];
}

/** The good stack's objects with a changed StatefulSet; those given stay as they are. */
export function changed(
  objects: readonly KubeObject[],
  change: (spec: StatefulSetSpec) => void,
): KubeObject[] {
  if (objects.every(({ kind }) => kind !== 'StatefulSet')) {
    throw new HoldfastError('The manifests of MinIO hold no StatefulSet that could be changed.');
  }
  return objects.map((object) => {
    if (object.kind !== 'StatefulSet') return object;
    const spec = structuredClone(object.spec) as StatefulSetSpec;
    change(spec);
    return { ...object, spec };
  });
}

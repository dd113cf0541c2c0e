import { HoldfastError } from '../../../harness/core/errors.ts';
import type { KubeObject } from '../../../harness/kube/objects.ts';

/** What variants change of a container. */
export interface Container {
  name: string;
  image: string;
  command?: string[];
  args?: string[] | undefined;
  env?: { name: string; value?: string }[] | undefined;
  volumeMounts?: { name: string; mountPath: string; subPath?: string }[];
  startupProbe?: object;
  readinessProbe?: { exec: { command: string[] }; [field: string]: unknown };
  lifecycle?: object;
}

/** What variants change of the StatefulSet. */
export interface StatefulSetSpec {
  serviceName?: string;
  replicas: number;
  selector: object;
  persistentVolumeClaimRetentionPolicy?: { whenDeleted?: string; whenScaled?: string };
  template: {
    metadata: object;
    spec: { affinity?: object; initContainers?: Container[]; containers: Container[]; volumes: object[] };
  };
  volumeClaimTemplates?: { metadata: { name: string }; spec: object }[];
}

export interface Change {
  /** Changes a copy of the StatefulSet's spec; gets the container of the data as well. */
  statefulSet?: (spec: StatefulSetSpec, data: Container) => void;
  /** Changes copies of the scripts, by their names. */
  scripts?: (scripts: Record<string, string>) => void;
}

/** The good stack's objects with a change; those given stay as they are. */
export function changed(objects: readonly KubeObject[], change: Change): KubeObject[] {
  return objects.map((object) => {
    if (object.kind === 'StatefulSet') {
      // Without what objects share: a list that two containers have in common is changed in one of them.
      const spec = JSON.parse(JSON.stringify(object.spec)) as StatefulSetSpec;
      const [data] = spec.template.spec.containers;
      if (data === undefined) throw new HoldfastError('The StatefulSet has no container to be changed.');
      change.statefulSet?.(spec, data);
      return { ...object, spec };
    }
    if (object.kind === 'ConfigMap' && object.metadata.name === 'postgres-scripts') {
      const data = { ...(object.data as Record<string, string>) };
      change.scripts?.(data);
      return { ...object, data };
    }
    return object;
  });
}

/** @throws HoldfastError where what is to be replaced is not there exactly once: the good stack has moved on. */
export function replaced(text: string | undefined, from: string, to: string): string {
  const parts = text?.split(from) ?? [];
  const [head, tail] = parts;
  if (parts.length === 2 && head !== undefined && tail !== undefined) return `${head}${to}${tail}`;
  throw new HoldfastError(
    `"${from}" is there ${String(Math.max(parts.length - 1, 0))} times, and is to be replaced once.`,
  );
}

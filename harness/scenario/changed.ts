import { HoldfastError } from '../core/errors.ts';
import type { KubeObject } from '../kube/objects.ts';

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
    spec: {
      affinity?: object;
      topologySpreadConstraints?: object[];
      initContainers?: Container[];
      containers: Container[];
      volumes: object[];
    };
  };
  volumeClaimTemplates?: { metadata: { name: string }; spec: object }[];
}

export interface Change {
  /** Changes a copy of the StatefulSet's spec; gets the container of the data as well. */
  statefulSet?: (spec: StatefulSetSpec, data: Container) => void;
  /** Changes copies of the scripts, by their names: those of the ConfigMap that is named after the StatefulSet. */
  scripts?: (scripts: Record<string, string>) => void;
}

/**
 * A good stack's objects with a change, for its known-bad variants; those given stay as they are.
 * @throws HoldfastError where there is nothing that could be changed.
 */
export function changed(objects: readonly KubeObject[], change: Change): KubeObject[] {
  const set = objects.find(({ kind }) => kind === 'StatefulSet');
  if (set === undefined) throw new HoldfastError('The manifests hold no StatefulSet that could be changed.');
  const scripts = `${set.metadata.name}-scripts`;
  return objects.map((object) => {
    if (object === set) {
      // Without what objects share: a list that two containers have in common is changed in one of them.
      const spec = JSON.parse(JSON.stringify(object.spec)) as StatefulSetSpec;
      const [data] = spec.template.spec.containers;
      if (data === undefined) throw new HoldfastError('The StatefulSet has no container to be changed.');
      change.statefulSet?.(spec, data);
      return { ...object, spec };
    }
    if (object.kind === 'ConfigMap' && object.metadata.name === scripts) {
      const data = { ...(object.data as Record<string, string>) };
      change.scripts?.(data);
      return { ...object, data };
    }
    return object;
  });
}

/** Puts an emptyDir, which goes with its pod, in the claim's place. @throws HoldfastError where there is no claim. */
export function onEmptyDir(spec: StatefulSetSpec): void {
  if (spec.volumeClaimTemplates === undefined) {
    throw new HoldfastError('The StatefulSet of the good stack has no claim that could be left out.');
  }
  delete spec.volumeClaimTemplates;
  spec.template.spec.volumes.push({ name: 'data', emptyDir: {} });
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

import { HoldfastError } from '../../../harness/core/errors.ts';
import type { KubeObject } from '../../../harness/kube/objects.ts';

/** What variants change of the StatefulSet. */
export interface StatefulSetSpec {
  template: { spec: { volumes: object[] } };
  volumeClaimTemplates?: object[];
}

export interface Change {
  /** Changes a copy of the StatefulSet's spec. */
  statefulSet?: (spec: StatefulSetSpec) => void;
  /** Changes copies of the scripts, by their names. */
  scripts?: (scripts: Record<string, string>) => void;
}

/** The good stack's objects with a change; those given stay as they are. */
export function changed(objects: readonly KubeObject[], change: Change): KubeObject[] {
  return objects.map((object) => {
    if (object.kind === 'StatefulSet') {
      const spec = JSON.parse(JSON.stringify(object.spec)) as StatefulSetSpec;
      change.statefulSet?.(spec);
      return { ...object, spec };
    }
    if (object.kind === 'ConfigMap' && object.metadata.name === 'mysql-scripts') {
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
  const times = String(Math.max(parts.length - 1, 0));
  throw new HoldfastError(`"${from}" is there ${times} times, and is to be replaced once.`);
}

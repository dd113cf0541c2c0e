import { readFileSync } from 'node:fs';
import type { KubeObject } from '../../../harness/kube/objects.ts';
import type { ManifestParameters } from '../../../harness/stack/stack.ts';
import { statefulSet } from './stateful-set.ts';

export const NAME = 'postgres';
export const LABELS = { 'app.kubernetes.io/name': NAME };

const script = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

/** PostgreSQL as a StatefulSet: the primary at ordinal 0, the others its streaming followers. */
export function manifests(parameters: ManifestParameters): KubeObject[] {
  const { namespace, password, members } = parameters;
  return [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: NAME, namespace, labels: LABELS },
      type: 'Opaque',
      data: { password: Buffer.from(password).toString('base64') },
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `${NAME}-scripts`, namespace, labels: LABELS },
      data: {
        'create-replication.sh': script('create-replication.sh'),
        'prepare-member.sh': script('prepare-member.sh'),
      },
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `${NAME}-settings`, namespace, labels: LABELS },
      data: { members: String(members) },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: NAME, namespace, labels: LABELS },
      spec: {
        clusterIP: 'None',
        // Members find each other by name before they are ready to serve.
        publishNotReadyAddresses: true,
        selector: LABELS,
        ports: [{ name: 'postgresql', port: 5432, targetPort: 5432, protocol: 'TCP' }],
      },
    },
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: NAME, namespace, labels: LABELS },
      spec: { maxUnavailable: 1, selector: { matchLabels: LABELS } },
    },
    statefulSet(parameters, NAME, LABELS),
  ];
}

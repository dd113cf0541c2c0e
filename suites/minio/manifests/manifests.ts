import { readFileSync } from 'node:fs';
import type { KubeObject } from '../../../harness/kube/objects.ts';
import type { ManifestParameters } from '../../../harness/stack/stack.ts';
import { NAME, PORT } from './pools.ts';
import { statefulSet, TAKES_WRITES } from './stateful-set.ts';

export const LABELS = { 'app.kubernetes.io/name': NAME };

/** The administrator. */
export const ROOT_USER = 'holdfast';

/** MinIO as a StatefulSet: pools of four servers with a drive each. */
export function manifests(parameters: ManifestParameters): KubeObject[] {
  const { namespace, password } = parameters;
  const ports = [{ name: 'http', port: PORT, targetPort: PORT, protocol: 'TCP' }];
  return [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: NAME, namespace, labels: LABELS },
      type: 'Opaque',
      data: {
        user: Buffer.from(ROOT_USER).toString('base64'),
        password: Buffer.from(password).toString('base64'),
      },
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `${NAME}-scripts`, namespace, labels: LABELS },
      data: { [TAKES_WRITES]: readFileSync(new URL(TAKES_WRITES, import.meta.url), 'utf8') },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: NAME, namespace, labels: LABELS },
      spec: {
        clusterIP: 'None',
        // No server starts before it has found others by their names, and none is ready before it has started.
        publishNotReadyAddresses: true,
        selector: LABELS,
        ports,
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: `${NAME}-s3`, namespace, labels: LABELS },
      spec: { selector: LABELS, ports },
    },
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: NAME, namespace, labels: LABELS },
      spec: { maxUnavailable: 1, selector: { matchLabels: LABELS } },
    },
    statefulSet(parameters, LABELS),
  ];
}

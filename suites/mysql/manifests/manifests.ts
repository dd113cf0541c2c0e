import { readFileSync } from 'node:fs';
import type { KubeObject } from '../../../harness/kube/objects.ts';
import type { ManifestParameters } from '../../../harness/stack/stack.ts';
import { LABELS, NAME } from '../names.ts';
import { statefulSet } from './stateful-set.ts';

const file = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

/**
 * MySQL as a StatefulSet: the primary at ordinal 0, the others its followers; one service that names the members, and
 * one for reads from any of them.
 * @param parameters the password goes into SQL and option files as it is: no quotes and backslashes.
 */
export function manifests(parameters: ManifestParameters): KubeObject[] {
  const { namespace, password, members } = parameters;
  const named = (name: string): object => ({ name, namespace, labels: LABELS });
  const ports = [{ name: 'mysql', port: 3306, targetPort: 3306, protocol: 'TCP' }];
  const config = (name: string, data: Record<string, string>): KubeObject =>
    ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: named(name), data }) as KubeObject;
  return [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: NAME, namespace, labels: LABELS },
      type: 'Opaque',
      data: { password: Buffer.from(password).toString('base64') },
    },
    config(`${NAME}-config`, {
      'server.cnf': file('config/server.cnf'),
      'primary.cnf': file('config/primary.cnf'),
      'replica.cnf': file('config/replica.cnf'),
    }),
    config(`${NAME}-scripts`, {
      'create-replication.sh': file('create-replication.sh'),
      'prepare-member.sh': file('prepare-member.sh'),
    }),
    config(`${NAME}-settings`, { members: String(members) }),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: NAME, namespace, labels: LABELS },
      spec: {
        clusterIP: 'None',
        // Members find each other by name before they are ready to serve.
        publishNotReadyAddresses: true,
        selector: LABELS,
        ports,
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: `${NAME}-read`, namespace, labels: LABELS },
      spec: { selector: LABELS, ports },
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

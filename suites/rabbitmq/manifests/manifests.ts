import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { KubeObject } from '../../../harness/kube/objects.ts';
import type { ManifestParameters } from '../../../harness/stack/stack.ts';
import { NAME } from '../names.ts';
import { definitions } from './definitions-file.ts';
import { access } from './role.ts';
import { statefulSet } from './stateful-set.ts';

export const LABELS = { 'app.kubernetes.io/name': NAME };

const SCRIPTS = ['prepare-member.sh', 'leave-cluster.sh', 'look.sh', 'look.erl'];

const file = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** RabbitMQ as a StatefulSet whose members find each other through the API server. */
export function manifests(parameters: ManifestParameters): KubeObject[] {
  const { namespace, password, members } = parameters;
  const about = (name: string): KubeObject['metadata'] => ({ name, namespace, labels: LABELS });
  // Whoever knows it controls every node; made from the password, so that it is the same whenever it is applied.
  const cookie = createHash('sha256').update(`erlang cookie ${password}`).digest('hex');
  return [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: about(NAME),
      type: 'Opaque',
      data: {
        password: base64(password),
        cookie: base64(cookie),
        'definitions.json': base64(JSON.stringify(definitions(password))),
      },
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: about(`${NAME}-files`),
      data: {
        'rabbitmq.conf': file('rabbitmq.conf'),
        enabled_plugins: '[rabbitmq_peer_discovery_k8s].\n',
      },
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: about(`${NAME}-scripts`),
      data: Object.fromEntries(SCRIPTS.map((name) => [name, file(name)])),
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: about(`${NAME}-settings`),
      data: { members: String(members) },
    },
    ...access(NAME, about),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: about(NAME),
      spec: {
        clusterIP: 'None',
        // Members find each other by name before they are ready to serve.
        publishNotReadyAddresses: true,
        selector: LABELS,
        ports: [
          { name: 'amqp', port: 5672, targetPort: 5672, protocol: 'TCP' },
          { name: 'epmd', port: 4369, targetPort: 4369, protocol: 'TCP' },
          { name: 'cluster', port: 25672, targetPort: 25672, protocol: 'TCP' },
        ],
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: about(`${NAME}-client`),
      spec: {
        selector: LABELS,
        ports: [{ name: 'amqp', port: 5672, targetPort: 5672, protocol: 'TCP' }],
      },
    },
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: about(NAME),
      spec: { maxUnavailable: 1, selector: { matchLabels: LABELS } },
    },
    statefulSet(parameters, NAME, LABELS),
  ];
}

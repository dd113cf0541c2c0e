import type { KubeObject } from '../../../harness/kube/objects.ts';
import type { ManifestParameters } from '../../../harness/stack/stack.ts';
import { DEFINITIONS_FILE } from '../definitions.ts';
import { USER, VHOST } from '../names.ts';
import { FEATURE_FLAGS } from './feature-flags.ts';

const MOUNT = '/var/lib/rabbitmq';
const AMQP = 5672;
/** Where nodes talk to each other: open from the moment the virtual machine runs, whatever the broker waits for. */
const DISTRIBUTION = 25672;

const field = (name: string, fieldPath: string): object => ({
  name,
  valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath } },
});

function environment(name: string): object[] {
  const secret = (variable: string, key: string): object => ({
    name: variable,
    valueFrom: { secretKeyRef: { name, key } },
  });
  return [
    field('POD_NAME', 'metadata.name'),
    field('NAMESPACE', 'metadata.namespace'),
    field('MEMBER_INDEX', "metadata.labels['apps.kubernetes.io/pod-index']"),
    // Not in the template itself, which must not change with the number of members.
    {
      name: 'MEMBERS',
      valueFrom: { configMapKeyRef: { name: `${name}-settings`, key: 'members' } },
    },
    secret('ERLANG_COOKIE', 'cookie'),
    { name: 'RABBITMQ_DEFAULT_USER', value: USER },
    secret('RABBITMQ_DEFAULT_PASS', 'password'),
    { name: 'RABBITMQ_DEFAULT_VHOST', value: VHOST },
    { name: 'RABBITMQ_USE_LONGNAME', value: 'true' },
    { name: 'RABBITMQ_NODENAME', value: `rabbit@$(POD_NAME).${name}.$(NAMESPACE)` },
    { name: 'K8S_SERVICE_NAME', value: name },
    { name: 'K8S_HOSTNAME_SUFFIX', value: `.${name}.$(NAMESPACE)` },
    { name: 'RABBITMQ_FEATURE_FLAGS', value: FEATURE_FLAGS },
    { name: 'RABBITMQ_ADVANCED_CONFIG_FILE', value: '/settings/advanced.config' },
    // One scheduler that does not spin: three nodes share the machine with others.
    { name: 'RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS', value: '+S 1:1 +sbwt none' },
  ];
}

/** Members one a node, each with a claim of its own, all started at once: one alone may have to wait for the others. */
export function statefulSet(
  { namespace, members, images, storageClass }: ManifestParameters,
  name: string,
  labels: Record<string, string>,
): KubeObject {
  const image = images.rabbitmq;
  const env = environment(name);
  const mounts = [
    { name: 'data', mountPath: MOUNT },
    { name: 'settings', mountPath: '/settings' },
    { name: 'scripts', mountPath: '/scripts' },
  ];
  const knock = (port: number, times: object): object => ({
    tcpSocket: { port },
    timeoutSeconds: 5,
    ...times,
  });
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, namespace, labels },
    spec: {
      serviceName: name,
      replicas: members,
      podManagementPolicy: 'Parallel',
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: name,
          terminationGracePeriodSeconds: 60,
          securityContext: { runAsUser: 999, runAsGroup: 999, fsGroup: 999 },
          affinity: {
            podAntiAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: [
                { labelSelector: { matchLabels: labels }, topologyKey: 'kubernetes.io/hostname' },
              ],
            },
          },
          initContainers: [
            {
              name: 'prepare',
              image,
              command: ['sh', '/scripts/prepare-member.sh'],
              env,
              volumeMounts: mounts,
            },
          ],
          containers: [
            {
              name,
              image,
              env,
              resources: { requests: { cpu: '50m', memory: '192Mi' } },
              ports: [
                { name: 'amqp', containerPort: AMQP, protocol: 'TCP' },
                { name: 'cluster', containerPort: DISTRIBUTION, protocol: 'TCP' },
              ],
              volumeMounts: [
                ...mounts,
                { name: 'definitions', mountPath: DEFINITIONS_FILE.replace(/\/[^/]*$/, ''), readOnly: true },
                {
                  name: 'files',
                  mountPath: '/etc/rabbitmq/conf.d/20-cluster.conf',
                  subPath: 'rabbitmq.conf',
                },
                { name: 'files', mountPath: '/etc/rabbitmq/enabled_plugins', subPath: 'enabled_plugins' },
              ],
              // A node may wait for a majority of its peers for long; that is no reason to start it again.
              startupProbe: knock(AMQP, { periodSeconds: 1, failureThreshold: 600 }),
              readinessProbe: knock(AMQP, { periodSeconds: 2 }),
              livenessProbe: knock(DISTRIBUTION, { periodSeconds: 10, failureThreshold: 6 }),
            },
          ],
          volumes: [
            { name: 'settings', emptyDir: {} },
            { name: 'scripts', configMap: { name: `${name}-scripts` } },
            { name: 'files', configMap: { name: `${name}-files` } },
            {
              name: 'definitions',
              secret: { secretName: name, items: [{ key: 'definitions.json', path: 'definitions.json' }] },
            },
          ],
        },
      },
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: {
            accessModes: ['ReadWriteOnce'],
            resources: { requests: { storage: '1Gi' } },
            ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
          },
        },
      ],
    },
  };
}

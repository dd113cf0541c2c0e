import type { KubeObject } from '../../../harness/kube/objects.ts';
import type { ManifestParameters } from '../../../harness/stack/stack.ts';
import { DATABASE } from '../names.ts';

const MOUNT = '/var/lib/mysql';
const CONF = '/etc/mysql/conf.d';

/** Members one a node, each with a claim of its own. */
export function statefulSet(
  parameters: ManifestParameters,
  name: string,
  labels: Record<string, string>,
): KubeObject {
  const { namespace, members, images, storageClass } = parameters;
  const image = images.mysql;
  const field = (variable: string, fieldPath: string): object => ({
    name: variable,
    valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath } },
  });
  const env = [
    field('NAMESPACE', 'metadata.namespace'),
    field('MEMBER_INDEX', "metadata.labels['apps.kubernetes.io/pod-index']"),
    { name: 'MYSQL_ROOT_PASSWORD', valueFrom: { secretKeyRef: { name, key: 'password' } } },
    { name: 'MYSQL_DATABASE', value: DATABASE },
    {
      name: 'MEMBERS',
      // Not in the template itself, which must not change with the number of members.
      valueFrom: { configMapKeyRef: { name: `${name}-settings`, key: 'members' } },
    },
  ];
  const mounts = [
    { name: 'data', mountPath: MOUNT },
    { name: 'conf', mountPath: CONF },
    { name: 'scripts', mountPath: '/scripts' },
  ];
  const probe = (command: string[], times: object): object => ({
    exec: { command },
    timeoutSeconds: 5,
    ...times,
  });
  // The server that makes the data directory is reached by its socket alone: the first to listen is the one that stays.
  const started = { tcpSocket: { port: 3306 }, periodSeconds: 1, failureThreshold: 180 };
  const isUp = ['mysqladmin', '--silent', 'ping'];
  const reads = ['mysql', `--defaults-extra-file=${CONF}/credentials`, '--execute', 'SELECT 1'];
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, namespace, labels },
    spec: {
      serviceName: name,
      replicas: members,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
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
              command: ['bash', '/scripts/prepare-member.sh'],
              env,
              volumeMounts: [...mounts, { name: 'config', mountPath: '/config' }],
            },
          ],
          containers: [
            {
              name: 'mysql',
              image,
              args: ['mysqld'],
              env,
              ports: [{ name: 'mysql', containerPort: 3306, protocol: 'TCP' }],
              volumeMounts: [
                ...mounts,
                {
                  name: 'scripts',
                  mountPath: '/docker-entrypoint-initdb.d/create-replication.sh',
                  subPath: 'create-replication.sh',
                },
              ],
              startupProbe: started,
              readinessProbe: probe(reads, { periodSeconds: 5 }),
              livenessProbe: probe(isUp, { periodSeconds: 10, failureThreshold: 6 }),
            },
          ],
          volumes: [
            { name: 'config', configMap: { name: `${name}-config` } },
            { name: 'scripts', configMap: { name: `${name}-scripts` } },
            // The option files of this member, one of them with the password of root.
            { name: 'conf', emptyDir: { medium: 'Memory' } },
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

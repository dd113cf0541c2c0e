import type { KubeObject } from '../../../harness/kube/objects.ts';
import type { ManifestParameters } from '../../../harness/stack/stack.ts';

const MOUNT = '/var/lib/postgresql/data';

/**
 * The server's settings; a follower ignores what concerns the primary, and the other way round. Whom a commit
 * waits for is not among them: it changes with the number of members (see scale.ts).
 */
function settings(name: string): string[] {
  return [
    'cluster_name=$(POD_NAME)',
    `primary_conninfo=host=${name}-0.${name} port=5432 user=replicator application_name=$(POD_NAME)`,
    'primary_slot_name=member_$(MEMBER_INDEX)',
    // A member that was scaled away keeps its slot, so that it can catch up, but not at any price.
    'max_slot_wal_keep_size=512MB',
    'wal_retrieve_retry_interval=1s',
    // A peer that went without a word (its node lost, its network cut) holds the slot until this is over.
    'wal_sender_timeout=10s',
    'wal_receiver_timeout=10s',
    'shared_buffers=64MB',
    'max_connections=60',
  ].flatMap((setting) => ['-c', setting]);
}

/** Members one a node, each with a claim of its own. */
export function statefulSet(
  parameters: ManifestParameters,
  name: string,
  labels: Record<string, string>,
): KubeObject {
  const { namespace, members, images, storageClass } = parameters;
  const image = images.postgres;
  const field = (variable: string, fieldPath: string): object => ({
    name: variable,
    valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath } },
  });
  const secret = (variable: string): object => ({
    name: variable,
    valueFrom: { secretKeyRef: { name, key: 'password' } },
  });
  const env = [
    field('POD_NAME', 'metadata.name'),
    field('NAMESPACE', 'metadata.namespace'),
    field('MEMBER_INDEX', "metadata.labels['apps.kubernetes.io/pod-index']"),
    secret('POSTGRES_PASSWORD'),
    secret('PGPASSWORD'), // what a follower's WAL receiver presents to the primary
    { name: 'POSTGRES_USER', value: 'postgres' },
    { name: 'POSTGRES_DB', value: 'holdfast' },
    { name: 'PGDATA', value: `${MOUNT}/pgdata` },
    {
      name: 'MEMBERS',
      // Not in the template itself, which must not change with the number of members.
      valueFrom: { configMapKeyRef: { name: `${name}-settings`, key: 'members' } },
    },
    // No follower exists while the primary initialises itself: what it commits then waits for nobody.
    { name: 'PGOPTIONS', value: '-c synchronous_commit=local' },
  ];
  const mounts = [
    { name: 'data', mountPath: MOUNT },
    { name: 'scripts', mountPath: '/scripts' },
  ];
  const probe = (command: string[], times: object): object => ({
    exec: { command },
    timeoutSeconds: 5,
    ...times,
  });
  const isUp = ['pg_isready', '--quiet', '--host', '127.0.0.1'];
  const reads = [
    'psql',
    '--host',
    '127.0.0.1',
    '--username',
    'postgres',
    '--dbname',
    'holdfast',
    '--command',
    'SELECT 1',
  ];
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
              command: ['sh', '/scripts/prepare-member.sh'],
              env,
              volumeMounts: mounts,
            },
          ],
          containers: [
            {
              name: 'postgres',
              image,
              args: ['postgres', ...settings(name)],
              env,
              ports: [{ name: 'postgresql', containerPort: 5432, protocol: 'TCP' }],
              volumeMounts: [
                ...mounts,
                {
                  name: 'scripts',
                  mountPath: '/docker-entrypoint-initdb.d/create-replication.sh',
                  subPath: 'create-replication.sh',
                },
              ],
              startupProbe: probe(isUp, { periodSeconds: 1, failureThreshold: 180 }),
              readinessProbe: probe(reads, { periodSeconds: 5 }),
              livenessProbe: probe(isUp, { periodSeconds: 10, failureThreshold: 6 }),
            },
          ],
          volumes: [{ name: 'scripts', configMap: { name: `${name}-scripts` } }],
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

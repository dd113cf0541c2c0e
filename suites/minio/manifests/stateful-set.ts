import { HoldfastError } from '../../../harness/core/errors.ts';
import type { KubeObject } from '../../../harness/kube/objects.ts';
import type { ManifestParameters } from '../../../harness/stack/stack.ts';
import { argumentsOf, MOUNT, NAME, PORT } from './pools.ts';

/** The script by which a server is found to serve. */
export const TAKES_WRITES = 'takes-writes.sh';

/**
 * What a server is told besides its pools. All servers must have the same: a server does not start beside peers whose
 * MINIO_ variables differ. The metrics are public for the version that they tell.
 */
export const SETTINGS: Readonly<Record<string, string>> = {
  MINIO_PROMETHEUS_AUTH_TYPE: 'public',
  MINIO_BROWSER: 'off',
  MINIO_UPDATE: 'off',
  // Go's own limit: buffers are given back before they add up.
  GOMEMLIMIT: '400MiB',
};

/** Every server is on a node of its own as far as the nodes go; nodes that no pod may use do not count. */
const spread = (labels: Record<string, string>): object => ({
  maxSkew: 1,
  topologyKey: 'kubernetes.io/hostname',
  whenUnsatisfiable: 'DoNotSchedule',
  nodeAffinityPolicy: 'Honor',
  nodeTaintsPolicy: 'Honor',
  labelSelector: { matchLabels: labels },
});

const probe = (path: string, times: object): object => ({
  httpGet: { path: `/minio/health/${path}`, port: PORT },
  timeoutSeconds: 5,
  ...times,
});

/** The servers. What `live` and `ready` say is that a server answers; that it serves is found out once, at its start. */
export function statefulSet(
  { namespace, members, images, storageClass }: ManifestParameters,
  labels: Record<string, string>,
): KubeObject {
  const image = images[NAME];
  if (image === undefined) throw new HoldfastError(`MinIO's manifests need an image named "${NAME}".`);
  const secret = (key: string): object => ({ valueFrom: { secretKeyRef: { name: NAME, key } } });
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: NAME, namespace, labels },
    spec: {
      serviceName: NAME,
      replicas: members,
      // A server starts once it has found half of the others: none may wait for another to be ready.
      podManagementPolicy: 'Parallel',
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          terminationGracePeriodSeconds: 30,
          securityContext: {
            runAsUser: 1000,
            runAsGroup: 1000,
            fsGroup: 1000,
            fsGroupChangePolicy: 'OnRootMismatch',
          },
          topologySpreadConstraints: [spread(labels)],
          containers: [
            {
              name: NAME,
              image,
              args: argumentsOf(members),
              env: [
                { name: 'MINIO_ROOT_USER', ...secret('user') },
                { name: 'MINIO_ROOT_PASSWORD', ...secret('password') },
                ...Object.entries(SETTINGS).map(([name, value]) => ({ name, value })),
              ],
              ports: [{ name: 'http', containerPort: PORT, protocol: 'TCP' }],
              resources: { requests: { cpu: '50m', memory: '192Mi' } },
              volumeMounts: [
                { name: 'data', mountPath: MOUNT },
                { name: 'scripts', mountPath: '/scripts' },
              ],
              startupProbe: {
                exec: { command: ['bash', `/scripts/${TAKES_WRITES}`] },
                timeoutSeconds: 10,
                periodSeconds: 1,
                failureThreshold: 300,
              },
              readinessProbe: probe('ready', { periodSeconds: 2 }),
              livenessProbe: probe('live', { periodSeconds: 10, failureThreshold: 6 }),
            },
          ],
          volumes: [{ name: 'scripts', configMap: { name: `${NAME}-scripts` } }],
        },
      },
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: {
            accessModes: ['ReadWriteOnce'],
            resources: { requests: { storage: '2Gi' } },
            ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
          },
        },
      ],
    },
  };
}

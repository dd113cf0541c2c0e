import type { Stack } from '../../harness/stack/stack.ts';
import { contract } from './contract.ts';
import { manifests, ROOT_USER } from './manifests/manifests.ts';
import { argumentsOf, MOUNT, NAME, PORT, SERVERS_PER_POOL } from './manifests/pools.ts';
import { SETTINGS } from './manifests/stateful-set.ts';
import { MIX } from './plan.ts';
import { scale } from './scale.ts';
import { describeMembers, isWhole } from './wholeness.ts';
import { MinioWorkload } from './workload.ts';

/** Succeeds once the server has write quorum; the image has no program for HTTP. */
const READY = `exec 3<>/dev/tcp/127.0.0.1/${String(PORT)} &&
  printf 'GET /minio/health/cluster HTTP/1.0\\r\\nHost: 127.0.0.1\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == *' 200 '* ]]`;

const POOLS =
  'MinIO is not scaled by the number of its servers: a server pool never changes its size, and is taken out by ' +
  'decommissioning it, which moves its objects away for good ' +
  '(https://docs.min.io/community/minio-object-store/operations/install-deploy-manage/decommission-server-pool.html).';

const UPGRADE =
  'MinIO is not upgraded by a roll-out: its documentation asks not to upgrade one server after the other, but all at once ' +
  '(https://min.io/docs/minio/linux/reference/minio-mc-admin/mc-admin-update.html), and a server does not start beside ' +
  'peers of which fewer than half run the same binary, so that the roll-out of a StatefulSet stops at its first pod.';

/** An operation takes some 13 ms of CPU over all servers, and each version is read back through each of them. */
const PACE = { operations: 25, reads: 8 };

/** MinIO as a pool of four servers with a drive each: whatever is acknowledged is on three of them. */
export const stack: Stack = {
  name: NAME,
  product: 'MinIO RELEASE.2025-09-07',
  members: SERVERS_PER_POOL,
  images: ['minio'],
  layout: {
    statefulSet: NAME,
    service: NAME,
    container: NAME,
    volumePath: MOUNT,
    clientPort: PORT,
    leastNodes: 3,
  },
  mix: MIX,
  pace: PACE,
  single: {
    image: 'minio',
    environment: (password) => ({ MINIO_ROOT_USER: ROOT_USER, MINIO_ROOT_PASSWORD: password, ...SETTINGS }),
    command: argumentsOf(1),
    dataPath: MOUNT,
    ready: ['bash', '-c', READY],
  },
  adapts: {
    'scale-up': {
      title: 'A server pool of four is added to one',
      members: SERVERS_PER_POOL,
      steps: [{ fault: 'restart-into-8', target: 'all' }],
    },
  },
  inapplicable: { upgrade: UPGRADE, 'scale-down': POOLS, 'scale-down-up': POOLS },
  contract,
  manifests,
  describeMembers,
  isWhole,
  scale,
  workload: (access, options) => new MinioWorkload(access, options),
};

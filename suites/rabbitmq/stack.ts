import type { Stack } from '../../harness/stack/stack.ts';
import { contract } from './contract.ts';
import { FEATURE_FLAGS } from './manifests/feature-flags.ts';
import { manifests } from './manifests/manifests.ts';
import { describeMembers, isWhole } from './members.ts';
import { NAME, USER, VHOST } from './names.ts';
import { MIX } from './plan.ts';
import { scale } from './scale.ts';
import { QueueWorkload } from './workload.ts';

const MEMBERS = 3;
const DATA = '/var/lib/rabbitmq';

/** RabbitMQ in a cluster of three: quorum queues that any majority keeps going, and a classic queue on one node. */
export const stack: Stack = {
  name: NAME,
  product: 'RabbitMQ 4.0',
  members: MEMBERS,
  images: ['rabbitmq', 'rabbitmq-previous'],
  upgrade: { from: 'rabbitmq-previous', to: 'rabbitmq' },
  layout: { statefulSet: NAME, service: NAME, container: NAME, volumePath: DATA, clientPort: 5672 },
  mix: MIX,
  single: {
    image: 'rabbitmq',
    hostname: `${NAME}-0`,
    environment: (password) => ({
      RABBITMQ_DEFAULT_USER: USER,
      RABBITMQ_DEFAULT_PASS: password,
      RABBITMQ_DEFAULT_VHOST: VHOST,
      RABBITMQ_FEATURE_FLAGS: FEATURE_FLAGS,
      RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: `+S 1:1 +sbwt none -rabbit server_properties [{<<"member">>,longstr,<<"${NAME}-0">>}]`,
    }),
    dataPath: DATA,
    ready: ['bash', '-c', 'exec 3<>/dev/tcp/127.0.0.1/5672'],
  },
  contract,
  manifests,
  describeMembers,
  isWhole,
  scale,
  workload: (access, options) => new QueueWorkload(access, options),
};

import { promisesOf, type Citation, type DurabilityContract } from '../../harness/model/contract.ts';

const DOCUMENTATION = 'https://www.rabbitmq.com/docs/4.0';

const SOURCES: readonly Citation[] = [
  {
    title:
      'RabbitMQ 4.0, Publisher Confirms: a persistent message to a durable queue is confirmed once it is on disk',
    url: `${DOCUMENTATION}/confirms#when-publishes-are-confirmed`,
  },
  {
    title:
      'RabbitMQ 4.0, Quorum Queues: a message is confirmed once a majority of replicas has it, and is kept while one is left',
    url: `${DOCUMENTATION}/quorum-queues#data-safety`,
  },
  {
    title: 'RabbitMQ 4.0, Khepri: a definition is acknowledged once a majority of the nodes has it',
    url: `${DOCUMENTATION}/metadata-store/everyday-operations`,
  },
];

/**
 * What RabbitMQ's confirmation promises with so many members. The quorum queue and the definitions are on the disks of
 * a majority, flushed. The classic queue is on one disk, and comes back with that; its store writes a message to
 * a file before it is confirmed and does not flush it, whatever the documentation says, so that the loss of power may
 * take what the kernel had not written yet.
 */
export function contract(members: number): DurabilityContract {
  return {
    members,
    summary: summary(members),
    promises: {
      ...promisesOf({ keeps: 'everything' }),
      power: { keeps: 'all-but-window', windowSeconds: WRITE_BACK_SECONDS },
    },
    documented: { promises: promisesOf({ keeps: 'everything' }), sources: [...SOURCES] },
  };
}

/** Linux writes back what was written 30 s ago (vm.dirty_expire_centisecs), and looks for such every 5 s. */
const WRITE_BACK_SECONDS = 35;

function summary(members: number): string {
  const majority = Math.floor(members / 2) + 1;
  const replicated =
    members === 1
      ? 'A confirmed message is on the disk of the only member.'
      : `A confirmed message of the quorum queue is on the disks of ${String(majority)} of ${String(members)} members, ` +
        'and so is an acknowledged definition.';
  return `${replicated} One of the classic queue is in a file of the one member that has the queue, not flushed, and waits there while that is away.`;
}

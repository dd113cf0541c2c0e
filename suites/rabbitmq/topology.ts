import type { QueuePromise } from '../../harness/model/queue-functions.ts';
import type { Link } from './link.ts';

/** Where messages are sent; the routing key is the queue's name. */
export const WORK = 'work';
/** A quorum queue, and so replicated. */
export const ORDERS = 'orders';
/** A classic queue: durable, and on one node only. */
export const PARCELS = 'parcels';
export const QUEUES: readonly string[] = [ORDERS, PARCELS];

/** Where bindings are made under load. Nothing is ever sent there but to see whether they are there. */
export const DEFINITIONS = 'definitions';
/** Bound to nothing: only the policy of that name gives it an alternate exchange, and what is sent to it a way. */
export const POLICED = 'policed';
export const STRAYS = 'strays';
/** Takes what is sent to see a way, and drops it at once. */
export const AUDIT = 'audit';

/**
 * What both queues promise. A message may come again, and says so then; redeliveries go back to where they were, and first
 * deliveries keep the order of their channel (www.rabbitmq.com/docs/semantics#ordering).
 */
const PROMISE: QueuePromise = { delivery: 'at-least-once', ordered: true };

export const promises = (): Record<string, QueuePromise> =>
  Object.fromEntries(QUEUES.map((queue) => [queue, PROMISE]));

const durable = { durable: true };
const quorum = {
  'x-queue-type': 'quorum',
  // Since 4.0 a quorum queue drops what came back 20 times, where nothing else is said.
  'x-delivery-limit': -1,
  'x-queue-leader-locator': 'client-local',
};

/** Makes exchanges, queues and bindings; the classic queue lives on the node that this link leads to from then on. */
export async function declareTopology(link: Link): Promise<void> {
  const { channel } = link;
  for (const exchange of [WORK, DEFINITIONS, POLICED]) {
    await link.within(channel.assertExchange(exchange, 'direct', durable));
  }
  await link.within(channel.assertExchange(STRAYS, 'fanout', durable));
  const audited = { ...quorum, 'x-max-length': 0 };
  for (const [queue, settings] of [
    [ORDERS, quorum],
    [PARCELS, { 'x-queue-type': 'classic' }],
    [AUDIT, audited],
  ] as const) {
    await link.within(channel.assertQueue(queue, { ...durable, arguments: settings }));
  }
  for (const queue of QUEUES) await link.within(channel.bindQueue(queue, WORK, queue));
  await link.within(channel.bindQueue(AUDIT, STRAYS, ''));
}

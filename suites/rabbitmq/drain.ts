import type { ConsumeMessage, GetMessage } from 'amqplib';
import { found, notYet, waitFor } from '../../harness/core/wait-for.ts';
import type { Element } from '../../harness/model/read-back.ts';
import type { Access } from '../../harness/stack/stack.ts';
import { sha256 } from '../../harness/stack/payload.ts';
import { withLinkInTime } from './connection.ts';
import type { Link } from './link.ts';
import { isMissing } from './outcomes.ts';

/** Messages that a drain has in its hands at a time. */
const PREFETCH = 100;

type Emit = (element: Element) => Promise<void>;

/**
 * Takes everything out of a queue, through one member. Other members do so at the same time: the queue is empty once no
 * message is ready and nobody consumes it any more, who could have one in his hands.
 * @returns whether there is such a queue. @throws what the member answered, or `emit` threw.
 */
export async function drain(access: Access, pod: string, queue: string, emit: Emit): Promise<boolean> {
  try {
    await withLinkInTime(access, pod, (link) => consumeAll(access, link, queue, emit));
    // What was on its way when the subscription ended is in the queue again, or will be soon.
    await withLinkInTime(access, pod, (link) => fetchRest(access, link, queue, emit));
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

async function consumeAll(access: Access, link: Link, queue: string, emit: Emit): Promise<void> {
  const inbox: ConsumeMessage[] = [];
  await link.within(link.channel.prefetch(PREFETCH));
  const deliver = (message: ConsumeMessage | null): void => {
    if (message === null) link.drop();
    else inbox.push(message);
  };
  const { consumerTag } = await link.within(link.channel.consume(queue, deliver, { noAck: false }));
  let trouble: unknown;
  await waitFor(
    `${queue} to be consumed through ${link.pod}`,
    async () => {
      try {
        for (let message = inbox.shift(); message !== undefined; message = inbox.shift()) {
          await keep(link, queue, message, emit);
        }
        const { messageCount } = await link.within(link.channel.checkQueue(queue));
        if (messageCount === 0 && inbox.length === 0) return found(true);
        return notYet(`${String(messageCount)} messages are left`);
      } catch (error) {
        trouble = error;
        return found(false);
      }
    },
    { budget: access.budgets.of('read-back'), everyMs: 20 },
  );
  if (trouble !== undefined) throw trouble;
  await link.within(link.channel.cancel(consumerTag));
}

async function fetchRest(access: Access, link: Link, queue: string, emit: Emit): Promise<void> {
  let trouble: unknown;
  await waitFor(
    `${queue} to be empty and to have no consumer`,
    async () => {
      try {
        for (;;) {
          const message = await link.within(link.channel.get(queue, { noAck: false }));
          if (message === false) break;
          await keep(link, queue, message, emit);
        }
        const { messageCount, consumerCount } = await link.within(link.channel.checkQueue(queue));
        if (messageCount === 0 && consumerCount === 0) return found(true);
        return notYet(`${String(messageCount)} messages and ${String(consumerCount)} consumers are left`);
      } catch (error) {
        trouble = error;
        return found(false);
      }
    },
    { budget: access.budgets.of('read-back'), everyMs: 100 },
  );
  if (trouble !== undefined) throw trouble;
}

/** Writes a message down, and only then acknowledges it. */
async function keep(
  link: Link,
  queue: string,
  message: ConsumeMessage | GetMessage,
  emit: Emit,
): Promise<void> {
  const { content, fields, properties } = message;
  const id: unknown = properties.messageId;
  await emit({
    of: 'message',
    key: typeof id === 'string' ? id : '',
    queue,
    sha256: sha256(content),
    size: content.length,
    redelivered: fields.redelivered,
  });
  link.channel.ack(message);
}

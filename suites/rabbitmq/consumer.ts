import type { ConsumeMessage } from 'amqplib';
import { HoldfastError, sentenceOf } from '../../harness/core/errors.ts';
import type { DeliveryValue } from '../../harness/model/queue-functions.ts';
import type { Outcome } from '../../harness/model/operation.ts';
import type { Access } from '../../harness/stack/stack.ts';
import { sha256 } from '../../harness/stack/payload.ts';
import { Link } from './link.ts';

/** How long a consumer waits for a message before it says that there was none, in milliseconds. */
const PATIENCE = 1000;

/** What becomes of a message that was looked at. */
export type Then = 'acknowledge' | 'put back';

/** A subscription on a connection of its own; what lies here unread goes back to the queue with it. */
interface Subscription {
  name: string;
  link: Link;
  inbox: ConsumeMessage[];
  /** Ends the wait for a message. */
  wake: () => void;
}

/** A client with one message at a time in its hands (prefetch 1), which gives each back or acknowledges it after it has looked at it. */
export class Consumer {
  readonly #access: Access;
  readonly #queue: string;
  readonly #podFor: (times: number) => string | undefined;
  readonly #newName: (pod: string) => string;
  #times = 0;
  #subscription: Subscription | undefined;

  constructor(
    access: Access,
    queue: string,
    podFor: (times: number) => string | undefined,
    newName: (pod: string) => string,
  ) {
    this.#access = access;
    this.#queue = queue;
    this.#podFor = podFor;
    this.#newName = newName;
  }

  /** Takes the next delivery; never throws. */
  async take(then: Then): Promise<Outcome> {
    if (this.#subscription?.link.ended !== undefined) this.#subscription = undefined;
    let subscription: Subscription;
    try {
      subscription = this.#subscription ??= await this.#subscribe();
    } catch (error) {
      return { type: 'fail', error: `not subscribed: ${sentenceOf(error)}` };
    }
    const { link, inbox } = subscription;
    await arrival(subscription);
    if (link.ended !== undefined) return { type: 'info', error: link.ended };
    const message = inbox.shift();
    if (message === undefined) return { type: 'fail', error: 'there was no message' };
    const value = await this.#answered(subscription, message, then);
    return { type: 'ok', value };
  }

  async close(): Promise<void> {
    await this.#subscription?.link.close();
  }

  async #subscribe(): Promise<Subscription> {
    const pod = this.#podFor(this.#times++);
    if (pod === undefined) throw new HoldfastError('there is no member to consume from');
    const link = await Link.open(this.#access, pod);
    const inbox: ConsumeMessage[] = [];
    const subscription: Subscription = { name: this.#newName(pod), link, inbox, wake: () => undefined };
    link.onEnded(() => {
      subscription.wake();
    });
    try {
      await link.within(link.channel.prefetch(1));
      const deliver = (message: ConsumeMessage | null): void => {
        if (message === null)
          link.drop(); // the broker has ended the subscription
        else inbox.push(message);
        subscription.wake();
      };
      await link.within(link.channel.consume(this.#queue, deliver, { noAck: false }));
      return subscription;
    } catch (error) {
      await link.close();
      throw error;
    }
  }

  async #answered({ name, link }: Subscription, message: ConsumeMessage, then: Then): Promise<DeliveryValue> {
    const { content, fields, properties } = message;
    const id: unknown = properties.messageId;
    const value = {
      queue: this.#queue,
      message: typeof id === 'string' ? id : '',
      redelivered: fields.redelivered,
      consumer: name,
      ...{ sha256: sha256(content), size: content.length },
    };
    try {
      if (then === 'put back') {
        link.channel.nack(message, false, true);
        return { ...value, acknowledged: 'no' };
      }
      link.channel.ack(message);
    } catch {
      return { ...value, acknowledged: 'no' }; // the channel had ended: nothing was written
    }
    try {
      // A channel handles what it is sent in order: its answer shows that the acknowledgement before has arrived.
      await link.within(link.channel.checkQueue(this.#queue));
      return { ...value, acknowledged: 'confirmed' };
    } catch {
      link.drop();
      return { ...value, acknowledged: 'sent' };
    }
  }
}

/** Waits until a message lies there, the subscription has ended, or the patience is over. */
async function arrival(subscription: Subscription): Promise<void> {
  if (subscription.inbox.length > 0 || subscription.link.ended !== undefined) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, PATIENCE);
    subscription.wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  subscription.wake = () => undefined;
}

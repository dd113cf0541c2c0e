import type { Outcome } from '../../harness/model/operation.ts';
import type { Access } from '../../harness/stack/stack.ts';
import { podsOf } from './connection.ts';
import { Consumer, type Then } from './consumer.ts';

/** Consumers of both queues: as many as there are deliveries asked for at a time, and one more on each member. */
export class Consumers {
  readonly #access: Access;
  readonly #all: Consumer[] = [];
  readonly #idle = new Map<string, Consumer[]>();
  readonly #ofMember = new Map<string, Consumer>();
  #names = 0;
  #closed = false;

  constructor(access: Access) {
    this.#access = access;
  }

  /** Takes one delivery off a queue, through whichever member a consumer happens to be at. */
  async take(queue: string): Promise<Outcome> {
    const idle = this.#idle.get(queue) ?? [];
    this.#idle.set(queue, idle);
    const turn = this.#all.length;
    const consumer =
      idle.pop() ??
      this.#hire(queue, (times) => {
        const pods = podsOf(this.#access);
        return pods[(turn + times) % pods.length];
      });
    const outcome = await this.#ask(consumer, 'acknowledge');
    idle.push(consumer);
    return outcome;
  }

  /** Looks at one delivery through this member, and puts it back: it comes again, as often as it is put back. */
  async lookThrough(pod: string, queue: string): Promise<Outcome> {
    const consumer = this.#ofMember.get(pod) ?? this.#hire(queue, () => pod);
    this.#ofMember.set(pod, consumer);
    return await this.#ask(consumer, 'put back');
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#all.map((consumer) => consumer.close()));
  }

  async #ask(consumer: Consumer, then: Then): Promise<Outcome> {
    if (this.#closed) return { type: 'fail', error: 'not asked: the clients of the load are closed' };
    return await consumer.take(then);
  }

  #hire(queue: string, podFor: (times: number) => string | undefined): Consumer {
    const name = (pod: string): string => `c${String(this.#names++)} at ${pod}`;
    const consumer = new Consumer(this.#access, queue, podFor, name);
    this.#all.push(consumer);
    return consumer;
  }
}

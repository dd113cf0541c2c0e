import { found, notYet, waitFor } from '../../harness/core/wait-for.ts';
import type { ReadBackFooter } from '../../harness/model/read-back.ts';
import { clientVersion } from '../../harness/stack/client-version.ts';
import type { Access } from '../../harness/stack/stack.ts';
import { sha256 } from '../../harness/stack/payload.ts';
import type {
  Declaration,
  Planned,
  ReadBackSink,
  Workload,
  WorkloadOptions,
} from '../../harness/stack/workload.ts';
import { withAnyMember, withLink } from './connection.ts';
import { Consumers } from './consumers.ts';
import { Definers } from './definers.ts';
import { importDefinitions } from './definitions.ts';
import { NAME } from './names.ts';
import { isMissing } from './outcomes.ts';
import { Plan, type Step } from './plan.ts';
import type { SendOptions } from './producer.ts';
import { Producers } from './producers.ts';
import { readBackMember } from './read-back.ts';
import { AUDIT, DEFINITIONS, declareTopology, ORDERS, promises, QUEUES } from './topology.ts';

const HOME = `${NAME}-0`;

/** Messages to a quorum queue and to a classic one, their consumers on all members, and bindings made meanwhile. */
export class QueueWorkload implements Workload {
  readonly #access: Access;
  readonly #plan: Plan;
  readonly #producers: Producers;
  readonly #consumers: Consumers;
  readonly #definers: Definers;
  #reads = 0;
  #settled = 0;

  constructor(access: Access, { seed, mix }: WorkloadOptions, sending?: SendOptions) {
    this.#access = access;
    this.#plan = new Plan(seed, mix);
    this.#producers = new Producers(access, sending);
    this.#consumers = new Consumers(access);
    this.#definers = new Definers(access);
  }

  async setUp(): Promise<void> {
    await withLink(this.#access, HOME, declareTopology);
    await importDefinitions(this.#access);
  }

  declared(): Declaration[] {
    return [{ f: 'queues', key: 'queues', value: promises() }];
  }

  next(): Planned {
    const step = this.#plan.next();
    const { f, key } = step;
    switch (step.f) {
      case 'enqueue':
        return this.#enqueue(step);
      case 'dequeue':
        return { f, key, send: () => this.#consumers.take(step.queue) };
      case 'add': {
        const name = Buffer.from(key);
        const value = { sha256: sha256(name), size: name.length };
        return { f, key, value, send: () => this.#definers.define(key) };
      }
    }
  }

  nextRead(ordinal: number): Planned {
    const member = `${NAME}-${String(ordinal)}`;
    const key = `r${String(this.#reads++)}`;
    return { f: 'dequeue', key, member, send: () => this.#consumers.lookThrough(member, ORDERS) };
  }

  /**
   * The position is a last binding: a member that knows it knows all that were made before it. Where there is nothing left
   * that could be bound, nobody will know it, and what each member has is looked at all the same.
   */
  async settle(): Promise<string> {
    await this.close();
    const position = `settled-${String(this.#settled++)}`;
    return await waitFor(
      'the queues to have no consumer left, and a last binding to be made',
      async () => {
        for (const queue of QUEUES) {
          const consumers = await consumersOf(this.#access, queue);
          if (consumers > 0) return notYet(`${queue} has ${String(consumers)} consumers`);
        }
        await this.#bind(position);
        return found(position);
      },
      { budget: this.#access.budgets.of('settle') },
    );
  }

  async #bind(key: string): Promise<void> {
    try {
      await withAnyMember(this.#access, (link) =>
        link.within(link.channel.bindQueue(AUDIT, DEFINITIONS, key)),
      );
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }

  readBack(pod: string, position: string | undefined, sink: ReadBackSink): Promise<ReadBackFooter> {
    const definitions = this.#plan.definitions();
    return readBackMember(this.#access, pod, { position, definitions }, sink);
  }

  async versions(): Promise<Record<string, string>> {
    const said = await withAnyMember(this.#access, ({ properties }) => Promise.resolve(properties));
    const { version, platform, packages } = said;
    const amqplib = clientVersion(new URL('package.json', import.meta.resolve('amqplib')));
    return {
      rabbitmq: String(version),
      erlang: String(platform),
      ...(typeof packages === 'string' ? { packages } : {}),
      amqplib,
    };
  }

  async close(): Promise<void> {
    await Promise.all([this.#producers.close(), this.#consumers.close(), this.#definers.close()]);
  }

  #enqueue({ f, key, queue, data, sha256: digest }: Extract<Step, { f: 'enqueue' }>): Planned {
    const { producer, sequence, send } = this.#producers.ticket();
    const value = { queue, producer, sequence, sha256: digest, size: data.length };
    return { f, key, value, send: () => send({ key, queue, data }) };
  }
}

/** How many consume a queue; nobody one that is not there. */
async function consumersOf(access: Access, queue: string): Promise<number> {
  try {
    return await withAnyMember(access, async (link) => {
      const { consumerCount } = await link.within(link.channel.checkQueue(queue));
      return consumerCount;
    });
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}

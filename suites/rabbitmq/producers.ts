import type { Outcome } from '../../harness/model/operation.ts';
import type { Access } from '../../harness/stack/stack.ts';
import { KEPT, Producer, type Message, type Place, type SendOptions } from './producer.ts';

/** A message with its place, to be sent once. */
export interface Ticket extends Place {
  send: (message: Message) => Promise<Outcome>;
}

/** As many clients that send as there are messages under way, each with a connection and a channel of its own. */
export class Producers {
  readonly #access: Access;
  readonly #options: SendOptions;
  readonly #all: Producer[] = [];
  readonly #idle: Producer[] = [];
  #names = 0;
  #closed = false;

  constructor(access: Access, options: SendOptions = KEPT) {
    this.#access = access;
    this.#options = options;
  }

  /** The next place in the order of a client that has nothing to do; it is kept for this message until that was sent. */
  ticket(): Ticket {
    const producer = this.#idle.pop() ?? this.#hire();
    const place = producer.place();
    return {
      ...place,
      send: async (message) => {
        if (this.#closed) return { type: 'fail', error: 'not sent: the clients of the load are closed' };
        const outcome = await producer.send(message, place);
        this.#idle.push(producer);
        return outcome;
      },
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#all.map((producer) => producer.close()));
  }

  #hire(): Producer {
    const name = (): string => `p${String(this.#names++)}`;
    const producer = new Producer(this.#access, this.#options, this.#all.length, name);
    this.#all.push(producer);
    return producer;
  }
}

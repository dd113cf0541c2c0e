import { HoldfastError, sentenceOf } from '../../harness/core/errors.ts';
import { raceAbort } from '../../harness/core/wait-for.ts';
import type { Outcome } from '../../harness/model/operation.ts';
import type { Access } from '../../harness/stack/stack.ts';
import { podsOf } from './connection.ts';
import { Link } from './link.ts';
import { outcomeOfPublish, type Confirmation } from './outcomes.ts';
import { WORK } from './topology.ts';

/** What is sent, and to which queue. */
export interface Message {
  key: string;
  queue: string;
  data: Buffer;
}

/** How messages are sent: with both they are kept. */
export interface SendOptions {
  /** Whether the broker is asked to write the message to disk. */
  persistent: boolean;
  /** Whether the broker's confirmation is waited for; without it a message is taken for sent once it is written to the socket. */
  confirmed: boolean;
}

export const KEPT: SendOptions = { persistent: true, confirmed: true };

/** Whose order a message belongs to, and its place in it. */
export interface Place {
  producer: string;
  sequence: number;
}

/** A client that sends one message at a time; where its connection ends it goes on with the next member, under a new name. */
export class Producer {
  readonly #access: Access;
  readonly #options: SendOptions;
  readonly #newName: () => string;
  /** The member that it goes to next, counted on and on. */
  #turn: number;
  #name: string;
  #sent = 0;
  #link: Link | undefined;

  constructor(access: Access, options: SendOptions, turn: number, newName: () => string) {
    this.#access = access;
    this.#options = options;
    this.#turn = turn;
    this.#newName = newName;
    this.#name = newName();
  }

  place(): Place {
    if (this.#link?.ended !== undefined) this.#leave();
    return { producer: this.#name, sequence: this.#sent++ };
  }

  /** Sends a message once; never throws. */
  async send(message: Message, { producer }: Place): Promise<Outcome> {
    try {
      this.#link ??= await this.#connect();
    } catch (error) {
      return { type: 'fail', error: `not sent: ${sentenceOf(error)}` };
    }
    const link = this.#link;
    if (producer !== this.#name || link.ended !== undefined) {
      return { type: 'fail', error: `not sent: ${link.ended ?? 'its channel is gone'}` };
    }
    const outcome = await this.#publish(link, message);
    // What is indeterminate on it may still be confirmed there: nobody listens any more.
    if (outcome.type === 'info') link.drop();
    return outcome;
  }

  async close(): Promise<void> {
    await this.#link?.close();
  }

  async #connect(): Promise<Link> {
    const pods = podsOf(this.#access);
    const pod = pods[this.#turn % pods.length];
    if (pod === undefined) throw new HoldfastError('there is no member to send to');
    try {
      return await Link.open(this.#access, pod);
    } catch (error) {
      this.#turn += 1;
      throw error;
    }
  }

  #leave(): void {
    this.#link = undefined;
    this.#turn += 1;
    this.#name = this.#newName();
    this.#sent = 0;
  }

  async #publish(link: Link, { key, queue, data }: Message): Promise<Outcome> {
    const { channel } = link;
    const confirmation: Confirmation = { answer: 'silence' };
    const back = (returned: {
      fields: { replyText?: string };
      properties: { messageId?: unknown };
    }): void => {
      if (returned.properties.messageId === key) confirmation.returned = returned.fields.replyText ?? '';
    };
    channel.on('return', back);
    try {
      const { persistent, confirmed } = this.#options;
      const answer = new Promise<void>((resolve, reject) => {
        const answered = (error: unknown): void => {
          if (error === null || error === undefined) resolve();
          else reject(error instanceof Error ? error : new Error(sentenceOf(error)));
        };
        channel.publish(WORK, queue, data, { persistent, mandatory: true, messageId: key }, answered);
        if (!confirmed) resolve();
      });
      await raceAbort(answer, link.deadline());
      confirmation.answer = 'ack';
    } catch (error) {
      const why = sentenceOf(error);
      confirmation.answer = why === NACKED ? 'nack' : 'silence';
      confirmation.why = link.ended ?? why;
    } finally {
      channel.off('return', back);
    }
    return outcomeOfPublish(confirmation);
  }
}

/** What the client library says where the broker sent basic.nack. */
const NACKED = 'message nacked';

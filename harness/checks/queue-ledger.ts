import {
  deliverySchema,
  messageSchema,
  queuesSchema,
  type DeliveryValue,
  type MessageValue,
  type QueuePromise,
} from '../model/queue-functions.ts';
import type { Element } from '../model/read-back.ts';
import type { Place } from './anomalies.ts';
import type { Call } from './calls.ts';
import { ValueReader } from './malformed.ts';
import { DEFAULT_PROMISE } from './queue-promise.ts';

/** The drain's first moment, in run milliseconds: later than anything in a history. */
const DRAIN = 1e15;

/** One sending of a message. */
export interface Sent extends MessageValue {
  invokedAt: number;
  outcome: Call['outcome'];
  /** It was confirmed, and the contract lets it go. */
  waived: boolean;
}

/** One time that a message came out of a queue: to a consumer under load, or to the drain at the end. */
export interface Delivery extends Omit<DeliveryValue, 'message' | 'consumer'> {
  /** Deliveries of one subscription come in its order; those to the drain of one member are one. */
  subscription: string;
  /** The contract lets the acknowledgement be forgotten. */
  waived: boolean;
  invokedAt: number;
  completedAt: number;
  /** Where it was drained; undefined: it went to a consumer. */
  drainedFrom: Place | undefined;
}

/** What the history and the drain say of one message. */
export interface Message {
  key: string;
  sent: Sent | undefined;
  /** In the order of their completion, the drained ones last. */
  deliveries: Delivery[];
}

/** Joins sendings and deliveries to messages, call by call and element by element. */
export class QueueLedger {
  readonly messages = new Map<string, Message>();
  readonly values = new ValueReader();
  /** Messages that cannot be judged: what the history says of them cannot be right. */
  readonly suspect = new Set<string>();
  #promises: Record<string, QueuePromise> = {};
  /** Keys of `dequeue` calls, with the message that each brought. */
  readonly #broughtBy = new Map<string, string>();
  #unseen = 0;
  #drained = 0;

  /** How many deliveries there may have been, and been acknowledged, of which the history does not say what they brought. */
  get unseen(): number {
    return this.#unseen;
  }

  /** What a queue promises; DEFAULT_PROMISE where nothing was declared. */
  readonly promiseOf = (queue: string): QueuePromise => this.#promises[queue] ?? DEFAULT_PROMISE;

  call(call: Call): void {
    if (call.f === 'enqueue') this.#enqueue(call);
    else if (call.f === 'dequeue') this.#dequeue(call);
    else this.#declare(call);
  }

  /** Takes over the keys of which the history contradicts itself. */
  distrust(keys: ReadonlySet<string>): void {
    for (const key of keys) {
      const message = this.#broughtBy.get(key);
      if (message !== undefined) this.suspect.add(message);
      else if (this.messages.get(key)?.sent === undefined) this.#unseen += 1;
      this.suspect.add(key);
    }
  }

  /** Each member's drain is told in its own order, and one after the other. */
  drained({ key, queue, sha256, size, redelivered }: Extract<Element, { of: 'message' }>, at: Place): void {
    this.#drained += 1;
    const invokedAt = DRAIN + this.#drained;
    this.#message(key).deliveries.push({
      ...{ queue, sha256, size, redelivered, acknowledged: 'sent', waived: false },
      subscription: `the drain of ${at.member}`,
      ...{ invokedAt, completedAt: invokedAt + 0.5, drainedFrom: at },
    });
  }

  #declare({ key, sent }: Call): void {
    const promises = this.values.read(queuesSchema, sent, `The declaration of ${key}`);
    this.#promises = { ...this.#promises, ...promises };
  }

  #enqueue({ key, sent: value, invokedAt, outcome, waived }: Call): void {
    const message = this.#message(key);
    const payload = this.values.read(messageSchema, value, `What the sending of ${key} sent`);
    if (message.sent !== undefined) this.values.note(`The message ${key} was sent twice.`);
    if (payload === undefined || message.sent !== undefined) this.suspect.add(key);
    if (payload !== undefined) message.sent = { ...payload, invokedAt, outcome, waived };
  }

  #dequeue({ key, got, invokedAt, completedAt, outcome, waived }: Call): void {
    if (outcome !== 'ok' && !waived) {
      if (outcome === 'open') this.#unseen += 1;
      return;
    }
    const nothing = waived && got === undefined;
    const delivery = nothing ? undefined : this.values.read(deliverySchema, got, `The delivery ${key}`);
    if (delivery === undefined || completedAt === undefined) {
      this.#unseen += 1;
      return;
    }
    const { message, consumer, ...told } = delivery;
    this.#broughtBy.set(key, message);
    this.#message(message).deliveries.push({
      ...{ ...told, subscription: consumer, waived, invokedAt, completedAt, drainedFrom: undefined },
    });
  }

  #message(key: string): Message {
    let message = this.messages.get(key);
    if (message === undefined) {
      message = { key, sent: undefined, deliveries: [] };
      this.messages.set(key, message);
    }
    return message;
  }
}

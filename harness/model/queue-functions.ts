import { z } from 'zod';
import { payloadSchema } from './functions.ts';

const count = z.number().int();

/** What `enqueue` sends. */
export const messageSchema = payloadSchema.extend({
  queue: z.string(),
  /** Whose order is to be kept: what is sent over one channel. */
  producer: z.string(),
  /** Counts up within the producer, in the order of sending. */
  sequence: count,
});
export type MessageValue = z.infer<typeof messageSchema>;

/** What `dequeue` came back with: one delivery, which carries its message's key in itself. */
export const deliverySchema = payloadSchema.extend({
  queue: z.string(),
  /** The key of the `enqueue` that sent it. */
  message: z.string(),
  /** Whether the broker says that it may have delivered the message before. */
  redelivered: z.boolean(),
  /** The subscription that it came through: one consumer on one connection. It has another name after each reconnection. */
  consumer: z.string(),
  /**
   * What the consumer did, by the end of the operation. `no`: it certainly acknowledged nothing, and the broker has to keep
   * the message. `sent`: it acknowledged, and nobody knows whether that arrived, or the broker acknowledges by
   * itself. `confirmed`: the broker has answered that it took the acknowledgement.
   */
  acknowledged: z.enum(['no', 'sent', 'confirmed']),
});
export type DeliveryValue = z.infer<typeof deliverySchema>;

/** What a queue promises: how often a confirmed message is delivered, and whether in its producer's order. */
export const queuePromiseSchema = z.object({
  delivery: z.enum(['at-least-once', 'exactly-once', 'at-most-once']),
  ordered: z.boolean(),
});
export type QueuePromise = z.infer<typeof queuePromiseSchema>;

/** The promise of each queue, by its name. */
export const queuesSchema = z.record(z.string(), queuePromiseSchema);

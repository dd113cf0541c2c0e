import type { QueuePromise } from '../model/queue-functions.ts';

/** What a queue promises of which nothing is known: no confirmed message is lost, and that is all. */
export const DEFAULT_PROMISE: QueuePromise = { delivery: 'at-least-once', ordered: false };

/** What each queue promises. */
export type PromiseOf = (queue: string) => QueuePromise;

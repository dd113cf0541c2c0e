import { z } from 'zod';

/**
 * What operations do, and the shapes of their values; those of registers, queues and objects are in
 * register-functions.ts, queue-functions.ts and object-functions.ts. `invoke` is what was sent, `ok` what came back; a function without one carries nothing there.
 *
 * - `add`: a new element with a payload, under a key that is never used for another one.
 * - `remove`: deletes an element that an earlier `add` of the same key made; comes back with how many it found,
 *   where the product tells.
 * - `increment`: adds one to the counter of that key; comes back with the counter's new value.
 * - `transfer`: moves money between two accounts in one serializable transaction; refused where it would overdraw.
 * - `add-group`: several rows of one group in one transaction: to be seen whole or not at all.
 * - `transact`: a serializable transaction of appends to lists and reads of lists, as in Elle's list-append.
 * - `read`: counters, accounts and groups of one member in one snapshot.
 * - `write`: writes a value to the register of that key.
 * - `cas`: writes a value to a register where it holds another one, in one step. `ok` comes back with whether it
 *   did: that it did not, because the register held something else, is an answer too, and tells what it held not.
 * - `read-register`: comes back with what a register holds. `write`, `cas` and `read-register` are promised to be
 *   linearizable, each register by itself: a stack that promises less does not use them.
 * - `enqueue`: sends a message once, under a key of its own; acknowledged by the broker's confirmation that it
 *   has the message in a queue.
 * - `dequeue`: takes one delivery off a queue, under a key of the delivery's own. `ok` as soon as a delivery was
 *   seen, whatever became of its acknowledgement; `fail`: there was none; `info`: one may have come unseen, and
 *   was not acknowledged then.
 * - `put-object`: writes a whole object, under the object's name, in one request or as a multipart upload.
 * - `delete-object`: deletes an object by its name; in a versioned bucket that writes a delete marker.
 * - `read-object`: reads an object by its name, its latest version.
 * - `list-objects`: lists the objects whose names begin with a prefix, to the end.
 * - `contract` (by the nemesis): what an acknowledgement promises from now on, a DurabilityContract.
 * - `accounts` (by the nemesis, as one `info` record under the key `accounts`, once before the load): what
 *   each account began with. Transfers and the totals of reads are judged against it.
 * - `queues` (by the nemesis, as one `info` record under the key `queues`, once before the load): what each
 *   queue promises of its deliveries.
 */
export const FUNCTIONS = [
  'add',
  'remove',
  'increment',
  'transfer',
  'add-group',
  'transact',
  'read',
  'write',
  'cas',
  'read-register',
  'enqueue',
  'dequeue',
  'put-object',
  'delete-object',
  'read-object',
  'list-objects',
  'contract',
  'accounts',
  'queues',
] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

const READS: ReadonlySet<string> = new Set<FunctionName>([
  'read',
  'read-register',
  'dequeue',
  'read-object',
  'list-objects',
]);

/**
 * Whether a function only reads: a failed read says nothing, and it does not count as a write. Deliveries are
 * reads in this: that one was taken promises nothing that had to be kept.
 */
export const isRead = (f: string): boolean => READS.has(f);

const count = z.number().int();

export const payloadSchema = z.object({ sha256: z.string(), size: count });
export const transferSchema = z.object({ from: z.string(), to: z.string(), amount: count });
export const groupSchema = z.object({ rows: count });

/** `['append', list, value]`, or `['read', list, values]` with `null` until it was read. */
export const microOperationSchema = z.union([
  z.tuple([z.literal('append'), z.string(), count]),
  z.tuple([z.literal('read'), z.string(), z.array(count).nullable()]),
]);
export type MicroOperation = z.infer<typeof microOperationSchema>;
export const transactionSchema = z.array(microOperationSchema);

/** What a `read` saw in one snapshot: counters and balances by key, the number of rows by group. */
export const snapshotValueSchema = z.object({
  counters: z.record(z.string(), count),
  accounts: z.record(z.string(), count),
  groups: z.record(z.string(), count),
});
export type SnapshotValue = z.infer<typeof snapshotValueSchema>;

/** What each account began with. */
export const accountsSchema = z.record(z.string(), count);

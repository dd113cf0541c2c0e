import fc from 'fast-check';
import type { DeliveryValue } from '../model/queue-functions.ts';
import type { Element } from '../model/read-back.ts';
import type { Call } from './calls.ts';
import { call, type Held } from './asked.fixture.ts';
import { sha256Of } from './evidence.fixture.ts';

export type MessageElement = Extract<Element, { of: 'message' }>;
type Outcome = Call['outcome'];

/** What a consumer was told, and how the operation ended. */
export interface Taken extends DeliveryValue {
  key: string;
  from: number;
  to: number;
  process: number;
  /** Whether the broker has let go of the message because of it. */
  removed: boolean;
}

export interface Put {
  key: string;
  queue: string;
  producer: string;
  sequence: number;
  outcome: Outcome;
  from: number;
  to: number;
  process: number;
}

/** The history of some queues, and what was left in them at the end, member by member. */
export interface Queues {
  puts: Put[];
  taken: Taken[];
  /** Consumers' operations that brought nothing to the record. */
  empty: Call[];
  drained: MessageElement[][];
}

const MEMBERS = 3;

const step = fc.record({
  what: fc.constantFrom('put', 'put', 'put', 'take', 'take', 'take', 'crash', 'stale'),
  outcome: fc.constantFrom<Outcome>('ok', 'ok', 'ok', 'ok', 'fail', 'info', 'open'),
  acknowledged: fc.constantFrom<DeliveryValue['acknowledged']>('sent', 'sent', 'confirmed', 'no'),
  /** Whether what may or may not have an effect has one. */
  effective: fc.boolean(),
  /** How many steps later a message of unknown outcome arrives. */
  late: fc.nat({ max: 6 }),
  before: fc.nat({ max: 25 }),
  after: fc.nat({ max: 25 }),
  pick: fc.nat({ max: 1000 }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A message in a queue, at a consumer, or acknowledged by it. */
interface Copy {
  key: string;
  position: number;
  delivered: boolean;
}

/** A consumer on one connection: what was sent to it and not acknowledged yet, some of it not looked at yet. */
interface Subscription {
  name: string;
  queue: string;
  buffer: { copy: Copy; redelivered: boolean }[];
  unacknowledged: Copy[];
}

/** Histories of an honest broker with two producers, and two queues with two consumers each that fetch ahead. */
export const queues: fc.Arbitrary<Queues> = fc
  .array(step, { minLength: 1, maxLength: 70, size: 'max' })
  .map((steps) => new Broker().run(steps));

class Broker {
  readonly #puts: Put[] = [];
  readonly #taken: Taken[] = [];
  readonly #empty: Call[] = [];
  readonly #waiting = new Map<string, Copy[]>([
    ['q0', []],
    ['q1', []],
  ]);
  readonly #subscriptions: Subscription[] = ['q0', 'q0', 'q1', 'q1'].map((queue, i) => ({
    ...{ name: `c${String(i)}`, queue, buffer: [], unacknowledged: [] },
  }));
  /** What a consumer still has of a connection that the broker has given up. */
  readonly #stale: { copy: Copy; redelivered: boolean; subscription: string; queue: string }[] = [];
  readonly #sequences = new Map<string, number>();
  #arriving: { at: number; queue: string; key: string }[] = [];
  #position = 0;
  #names = 4;

  run(steps: readonly Step[]): Queues {
    steps.forEach((one, i) => {
      this.#arrive(i);
      if (one.what === 'put') this.#put(one, i);
      else if (one.what === 'take') this.#take(one, i);
      else if (one.what === 'stale') this.#takeStale(one, i);
      else this.#crash(this.#subscriptions[one.pick % 4] ?? raise());
    });
    this.#arrive(Infinity);
    for (const subscription of this.#subscriptions) this.#crash(subscription);
    const drained: MessageElement[][] = Array.from({ length: MEMBERS }, () => []);
    for (const [queue, copies] of this.#waiting) {
      copies.forEach(({ key, delivered, position }) => {
        drained[position % MEMBERS]?.push(message(key, queue, delivered));
      });
    }
    return { puts: this.#puts, taken: this.#taken, empty: this.#empty, drained };
  }

  #put({ outcome, effective, late, pick, ...one }: Step, i: number): void {
    const producer = `p${String(pick % 2)}`;
    const queue = `q${String((pick >> 1) % 2)}`;
    const sequence = this.#sequences.get(producer) ?? 0;
    this.#sequences.set(producer, sequence + 1);
    const key = `m${String(i)}`;
    this.#puts.push({ key, queue, producer, sequence, outcome, ...span(one, i) });
    if (outcome === 'ok') this.#enter(queue, key);
    else if (outcome !== 'fail' && effective) this.#arriving.push({ at: i + late, queue, key });
  }

  #arrive(now: number): void {
    for (const { at, queue, key } of this.#arriving) if (at <= now) this.#enter(queue, key);
    this.#arriving = this.#arriving.filter(({ at }) => at > now);
  }

  #enter(queue: string, key: string): void {
    this.#waiting.get(queue)?.push({ key, position: this.#position++, delivered: false });
  }

  #take({ outcome, acknowledged, effective, pick, ...one }: Step, i: number): void {
    const subscription = this.#subscriptions[pick % 4] ?? raise();
    const waiting = this.#waiting.get(subscription.queue) ?? raise();
    if (subscription.buffer.length === 0) {
      for (const copy of waiting.splice(0, 1 + (pick % 3))) {
        subscription.buffer.push({ copy, redelivered: copy.delivered });
        copy.delivered = true;
      }
    }
    const next = subscription.buffer.shift();
    const { from, to, process } = span(one, i);
    if (outcome !== 'ok' || next === undefined) {
      // Whatever came was not looked at, and not acknowledged.
      if (next !== undefined) subscription.unacknowledged.push(next.copy);
      const ended = outcome === 'ok' ? 'fail' : outcome;
      this.#empty.push(call('dequeue', `d${String(i)}`, ended, { from, to, process }));
      return;
    }
    const removed = acknowledged === 'confirmed' || (acknowledged === 'sent' && effective);
    if (!removed) subscription.unacknowledged.push(next.copy);
    const { name, queue } = subscription;
    const about = { key: `d${String(i)}`, queue, message: next.copy.key, ...payload(next.copy.key) };
    const told = { redelivered: next.redelivered, consumer: name, acknowledged };
    this.#taken.push({ ...about, ...told, from, to, process, removed });
  }

  /** A consumer looks at what it had got before its connection broke; its acknowledgement reaches nobody. */
  #takeStale(one: Step, i: number): void {
    const next = this.#stale.shift();
    if (next === undefined) return;
    const { copy, redelivered, subscription: consumer, queue } = next;
    const about = { key: `d${String(i)}`, queue, message: copy.key, ...payload(copy.key) };
    const told = { redelivered, consumer, acknowledged: 'sent' as const };
    this.#taken.push({ ...about, ...told, ...span(one, i), removed: false });
  }

  /** The connection breaks: what it had goes back to its place in the queue, and the consumer comes again under another name. */
  #crash(subscription: Subscription): void {
    const { name, queue, buffer, unacknowledged } = subscription;
    for (const held of buffer) this.#stale.push({ ...held, subscription: name, queue });
    const back = [...buffer.map(({ copy }) => copy), ...unacknowledged];
    const copies = [...(this.#waiting.get(queue) ?? []), ...back].sort((a, b) => a.position - b.position);
    this.#waiting.set(queue, copies);
    const fresh = { name: `c${String(this.#names++)}`, buffer: [], unacknowledged: [] };
    Object.assign(subscription, fresh);
  }
}

/** The calls of some queues' history. */
export function callsOf({ puts, taken, empty }: Queues): Call[] {
  const sent = puts.map(({ key, queue, producer, sequence, outcome, ...span }) =>
    call('enqueue', key, outcome, span, { sent: { queue, producer, sequence, ...payload(key) } }),
  );
  const came = taken.map(({ key, from, to, process, removed: _removed, ...got }) =>
    call('dequeue', key, 'ok', { from, to, process }, { got }),
  );
  return [...sent, ...came, ...empty];
}

/** What was drained, each drain to its end. */
export function heldOf({ drained }: Queues): Held[] {
  return drained.map((elements, n) => ({ member: `mq-${String(n)}`, elements, end: 'complete' }));
}

export function payload(key: string): { sha256: string; size: number } {
  return { sha256: sha256Of(key), size: key.length };
}

export function message(key: string, queue = 'q0', redelivered = false): MessageElement {
  return { of: 'message', key, queue, ...payload(key), redelivered };
}

/** An operation around a moment of its own; no two moments are the same. */
function span({ before, after }: Pick<Step, 'before' | 'after'>, i: number) {
  const at = 100 + i * 10;
  return { from: at - before - 0.001 * i, to: at + after + 0.001 * i, process: i };
}

function raise(): never {
  throw new Error('every step has its subscription and every subscription its queue');
}

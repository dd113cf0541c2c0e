import { Random } from '../../harness/core/random.ts';
import { pick, type Mix } from '../../harness/stack/mix.ts';
import { payload, sha256 } from '../../harness/stack/payload.ts';
import { FIXED_DEFINITIONS } from './definitions.ts';
import { ORDERS, PARCELS } from './topology.ts';

/** The kinds of operations that this stack knows. */
export const MIX = { enqueue: 12, dequeue: 6, add: 1 } satisfies Mix;
export type QueueMix = Readonly<Partial<Record<keyof typeof MIX, number>>>;

/** An operation of the writers as it is planned. */
export type Step =
  | { f: 'enqueue'; key: string; queue: string; data: Buffer; sha256: string }
  | { f: 'dequeue'; key: string; queue: string }
  | { f: 'add'; key: string };

/** One message in so many goes to the classic queue. */
const PARCELS_ONE_IN = 4;

/** The sequence of operations: it depends on the seed and the mix alone, not on what became of earlier ones. */
export class Plan {
  readonly #random: Random;
  readonly #mix: QueueMix;
  #messages = 0;
  #takes = 0;
  readonly #definitions: string[] = [];

  constructor(seed: number, mix: QueueMix) {
    this.#random = new Random(seed);
    this.#mix = mix;
  }

  next(): Step {
    const f = pick(this.#mix, this.#random);
    switch (f) {
      case 'enqueue': {
        const queue = this.#queue();
        const data = payload(this.#random);
        return { f, key: `m${String(this.#messages++)}`, queue, data, sha256: sha256(data) };
      }
      case 'dequeue':
        return { f, key: `t${String(this.#takes++)}`, queue: this.#queue() };
      case 'add': {
        const count = this.#definitions.length;
        const key = FIXED_DEFINITIONS[count] ?? `binding-${String(count)}`;
        this.#definitions.push(key);
        return { f, key };
      }
    }
  }

  /** Every definition that was planned so far, whether or not it was made. */
  definitions(): readonly string[] {
    return this.#definitions;
  }

  #queue(): string {
    return this.#random.oneIn(PARCELS_ONE_IN) ? PARCELS : ORDERS;
  }
}

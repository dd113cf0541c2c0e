import { HoldfastError, sentenceOf } from '../../harness/core/errors.ts';
import type { Outcome } from '../../harness/model/operation.ts';
import type { Access } from '../../harness/stack/stack.ts';
import { podsOf } from './connection.ts';
import { define } from './definitions.ts';
import { Link } from './link.ts';

/** Clients that make bindings, each on a connection of its own, and one definition at a time. */
export class Definers {
  readonly #access: Access;
  readonly #idle: Link[] = [];
  readonly #all = new Set<Link>();
  /** The member that the next new connection goes to, counted on and on. */
  #turn = 0;
  #closed = false;

  constructor(access: Access) {
    this.#access = access;
  }

  /** Makes a definition, once; never throws. */
  async define(key: string): Promise<Outcome> {
    let link: Link;
    try {
      link = await this.#link();
    } catch (error) {
      return { type: 'fail', error: `not sent: ${sentenceOf(error)}` };
    }
    const outcome = await define(this.#access, link, key);
    if (outcome.type === 'info') link.drop();
    if (link.ended === undefined) this.#idle.push(link);
    else this.#all.delete(link);
    return outcome;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#all].map((link) => link.close()));
  }

  async #link(): Promise<Link> {
    if (this.#closed) throw new HoldfastError('the clients of the load are closed');
    for (let link = this.#idle.pop(); link !== undefined; link = this.#idle.pop()) {
      if (link.ended === undefined) return link;
      this.#all.delete(link);
    }
    const pods = podsOf(this.#access);
    const pod = pods[this.#turn++ % pods.length];
    if (pod === undefined) throw new HoldfastError('there is no member to be asked');
    const link = await Link.open(this.#access, pod);
    this.#all.add(link);
    return link;
  }
}

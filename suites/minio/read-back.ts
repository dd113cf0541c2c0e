import { BudgetExceededError, found, notYet, waitFor } from '../../harness/core/wait-for.ts';
import type { ObjectContent } from '../../harness/model/object-functions.ts';
import type { Element, ObjectVersion, ReadBackFooter } from '../../harness/model/read-back.ts';
import type { Access } from '../../harness/stack/stack.ts';
import type { ReadBackSink } from '../../harness/stack/workload.ts';
import { Inventory, type KnownObject } from './inventory.ts';
import { Member, type Called } from './member.ts';
import type { Failure } from './outcomes.ts';
import { contentOf } from './reads.ts';
import { BUCKET } from './writer.ts';

/** So many objects are read at once, each in the order of its versions; of a large one there is never more than a piece in memory. */
const AT_ONCE = 8;

/** The bucket is not there, by the member's own word. */
class BucketGoneError extends Error {}

/** The member did not answer. */
class UnreachableError extends Error {}

/**
 * Reads everything that one member holds: every version of every object of the bucket, and every setting.
 * @throws what the sink throws: that is no answer of the member.
 */
export async function readBackMember(
  access: Access,
  pod: string,
  position: string | undefined,
  sink: ReadBackSink,
): Promise<ReadBackFooter> {
  const member = new Member(access, pod, AT_ONCE);
  const visit = new Visit(access, member);
  let elements = 0;
  let keeping = false;
  try {
    const missing = await visit.arrive();
    keeping = true;
    const reached = missing === undefined && position !== undefined;
    const saw = missing ?? 'it answers';
    await sink.begin({ wanted: position ?? 'unknown', reached, saw }, 'peer');
    keeping = false;
    if (missing !== undefined) return { end: 'unreachable', elements, detail: missing };
    for await (const element of visit.elements()) {
      keeping = true;
      await sink.element(element);
      keeping = false;
      elements += 1;
    }
    return { end: 'complete', elements };
  } catch (error) {
    if (keeping) throw error;
    if (error instanceof BucketGoneError) return { end: 'dataset-gone', elements, detail: error.message };
    if (error instanceof UnreachableError) return { end: 'unreachable', elements, detail: error.message };
    throw error;
  } finally {
    member.close();
  }
}

/** One member, as it is read. */
class Visit {
  readonly #access: Access;
  readonly #member: Member;

  constructor(access: Access, member: Member) {
    this.#access = access;
    this.#member = member;
  }

  /** Waits until the member answers requests for buckets; returns what was seen instead, if it does not in time. */
  async arrive(): Promise<string | undefined> {
    try {
      await waitFor(
        `${this.#member.pod} to answer`,
        async () => {
          const called = await this.#member.call((client) => client.bucketExists(BUCKET));
          return 'failure' in called ? notYet(textOf(called.failure)) : found(true);
        },
        { budget: this.#access.budgets.of('replica-replay') },
      );
      return undefined;
    } catch (error) {
      if (error instanceof BudgetExceededError) return error.lastSeen;
      throw error;
    }
  }

  async *elements(): AsyncGenerator<Element> {
    const inventory = await this.#inventory();
    for (let at = 0; at < inventory.objects.length; at += AT_ONCE) {
      const some = inventory.objects.slice(at, at + AT_ONCE);
      yield* await Promise.all(some.map((one) => this.#object(one)));
    }
    yield* inventory.settings;
  }

  async #inventory(): Promise<Inventory> {
    const withinMs = this.#access.budgets.of('read-back').seconds * 1000;
    const called = await this.#member.call((client) => Inventory.take(client), { withinMs });
    if (!('failure' in called)) return called.value;
    const why = textOf(called.failure);
    throw called.failure.code === 'NoSuchBucket' ? new BucketGoneError(why) : new UnreachableError(why);
  }

  async #object({ key, listed, versions }: KnownObject): Promise<Element> {
    const read: ObjectVersion[] = [];
    for (const version of versions) read.push(await this.#version(key, version));
    return { of: 'object', key, listed, versions: read };
  }

  async #version(key: string, version: ObjectVersion): Promise<ObjectVersion> {
    if (version.deleteMarker) return version;
    const { budgets } = this.#access;
    // As long as it takes: a large one, read from every member at once, takes longer than an operation of the load may, and
    // one that a server was writing when it went is locked until the others give its lock up (README, Seen).
    let withinMs = budgets.of('read-back').seconds * 1000;
    const attempt = async (): Promise<Called<ObjectContent>> => {
      const called = await contentOf(this.#member, key, version.versionId, { withinMs });
      withinMs = budgets.of('operation').seconds * 1000;
      return called;
    };
    const first = await attempt();
    if (!('failure' in first)) return { ...version, content: first.value };
    let last = first.failure;
    try {
      const content = await waitFor(
        `${key} to be read`,
        async () => {
          const called = await attempt();
          if (!('failure' in called)) return found(called.value);
          last = called.failure;
          // What the store refuses to give it does not give the next time either.
          const refused = last.status !== undefined && last.status >= 400 && last.status < 500;
          return refused ? found(undefined) : notYet(textOf(last));
        },
        { budget: budgets.of('operation') },
      );
      return content === undefined ? version : { ...version, content };
    } catch (error) {
      if (!(error instanceof BudgetExceededError)) throw error;
      // A server that answers that it cannot read has lost what it tells of.
      if (last.status !== undefined) return version;
      throw new UnreachableError(textOf(last), { cause: error });
    }
  }
}

const textOf = ({ status, code, message }: Failure): string =>
  [status, code, message].filter((part) => part !== undefined).join(' ');

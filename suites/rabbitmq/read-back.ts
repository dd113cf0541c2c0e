import { sentenceOf } from '../../harness/core/errors.ts';
import { BudgetExceededError, found, notYet, waitFor } from '../../harness/core/wait-for.ts';
import type { Element, ReadBackFooter } from '../../harness/model/read-back.ts';
import type { Access } from '../../harness/stack/stack.ts';
import type { ReadBackSink } from '../../harness/stack/workload.ts';
import { sha256 } from '../../harness/stack/payload.ts';
import { withLink, withLinkInTime } from './connection.ts';
import { definitionsThere } from './definitions.ts';
import { drain } from './drain.ts';
import { isRefusedLogin } from './outcomes.ts';
import { QUEUES } from './topology.ts';

/** What went wrong with the record, and not with the member. */
class SinkError extends Error {}

/**
 * Reads back what one member has: which definitions it knows, once it knows the last one of them (`position`), and what
 * is left in the queues, which it shares with all others.
 * @throws what the sink throws: that is no answer of the member.
 */
export async function readBackMember(
  access: Access,
  pod: string,
  { position, definitions }: { position: string | undefined; definitions: readonly string[] },
  sink: ReadBackSink,
): Promise<ReadBackFooter> {
  let elements = 0;
  const emit = async (element: Element): Promise<void> => {
    await sink.element(element).catch((error: unknown) => {
      throw new SinkError('the sink failed', { cause: error });
    });
    elements += 1;
  };
  const { reached, saw, gone } = await arrive(access, pod, position);
  await sink.begin({ wanted: position ?? '', reached, saw }, 'peer');
  if (gone) return { end: 'dataset-gone', elements, detail: saw };
  try {
    const there = await withLinkInTime(access, pod, (link) =>
      definitionsThere(access, link, definitions, withLinkInTime),
    );
    for (const key of there) {
      const digest = sha256(Buffer.from(key)); // a definition is its name, and nothing else
      await emit({ of: 'element', key, sha256: digest, stored: digest });
    }
    const missing: string[] = [];
    for (const queue of QUEUES) {
      // A queue that is not there has nothing in it: what should have been is found to be lost.
      if (!(await drain(access, pod, queue, emit))) missing.push(queue);
    }
    const detail = missing.length === 0 ? {} : { detail: `there is no queue ${missing.join(', ')}` };
    return { end: 'complete', elements, ...detail };
  } catch (error) {
    if (error instanceof SinkError) throw error.cause;
    return { end: 'unreachable', elements, detail: sentenceOf(error) };
  }
}

interface Arrival {
  reached: boolean;
  saw: string;
  /** The member lets nobody in who should be known to it. */
  gone: boolean;
}

/** Waits until the member knows the binding that was made last. */
async function arrive(access: Access, pod: string, position: string | undefined): Promise<Arrival> {
  let gone = false;
  try {
    await waitFor(
      `${pod} to know ${position ?? 'its clients'}`,
      () =>
        withLink(access, pod, async (link) => {
          gone = false;
          if (position === undefined) return found(true);
          const there = await definitionsThere(access, link, [position]);
          return there.has(position) ? found(true) : notYet(`the binding ${position} is not there`);
        }).catch((error: unknown) => {
          gone = isRefusedLogin(error);
          throw error;
        }),
      { budget: access.budgets.of('replica-replay') },
    );
    return position === undefined
      ? { reached: false, saw: 'no position', gone }
      : { reached: true, saw: `the binding ${position}`, gone };
  } catch (error) {
    if (!(error instanceof BudgetExceededError)) throw error;
    return { reached: false, saw: error.lastSeen, gone };
  }
}

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NEMESIS } from '../model/operation.ts';
import type { QueuePromise } from '../model/queue-functions.ts';
import { ask, call } from './asked.fixture.ts';
import type { Call } from './calls.ts';
import type { DataJudgement } from './data-judge.ts';
import { sha256Of } from './evidence.fixture.ts';
import { QueueJudge } from './queue.ts';
import { callsOf, heldOf, message, queues, type Queues, type Taken } from './queue.fixture.ts';

const EXACTLY_ONCE: QueuePromise = { delivery: 'exactly-once', ordered: true };

/** Judges under the strictest promise; `change` turns the calls into others. */
function judge(made: Queues, change: (calls: Call[]) => Call[] = (calls) => calls): DataJudgement {
  const sent = { q0: EXACTLY_ONCE, q1: EXACTLY_ONCE };
  const declared = call('queues', 'queues', 'info', { from: 0, process: NEMESIS }, { sent });
  return ask(new QueueJudge({ operations: [] }), [declared, ...change(callsOf(made))], heldOf(made));
}

const against = ({ findings }: DataJudgement): string[] =>
  findings.filter(({ effect }) => effect !== 'note').map(({ kind, effect }) => `${effect} ${kind}`);

/** Breaks generated queues where `change` finds something to break; exactly that has to be found, on that many messages. */
function expectFound(kind: string, change: (made: Queues, pick: number) => Queues | undefined): void {
  fc.assert(
    fc.property(queues, fc.nat(), (made, pick) => {
      const broken = change(structuredClone(made), pick);
      fc.pre(broken !== undefined);
      const { findings, data } = judge(broken);
      expect(against({ findings, data })).toEqual([`fail ${kind}`]);
      expect(findings.find((one) => one.kind === kind)?.count).toBe(1);
      expect((data as Record<string, number>)[kind]).toBe(1);
    }),
  );
}

const chosen = <T>(some: readonly T[], pick: number): T | undefined => some[pick % Math.max(1, some.length)];
const confirmed = ({ puts }: Queues): string[] =>
  puts.filter(({ outcome }) => outcome === 'ok').map(({ key }) => key);
const takings = ({ taken }: Queues, key: string): Taken[] => taken.filter(({ message }) => message === key);

describe('the queue judge, over generated histories', () => {
  test('finds nothing against an honest broker, whatever is redelivered, lost on its way or unknown', () => {
    fc.assert(
      fc.property(queues, (made) => {
        const { findings, data } = judge(made);
        expect(against({ findings, data })).toEqual([]);
        const { lost, duplicated, resurrected, unexpected, corrupted, reordered } = data;
        expect({ lost, duplicated, resurrected, unexpected, corrupted, reordered }).toEqual({
          ...{ lost: 0, duplicated: 0, resurrected: 0, unexpected: 0, corrupted: 0, reordered: 0 },
        });
      }),
      { numRuns: 500 },
    );
  });

  test('fails no broker for confirmations that the producer never saw', () => {
    fc.assert(
      fc.property(
        queues,
        fc.infiniteStream(fc.boolean()),
        fc.constantFrom('info', 'open'),
        (made, coins, end) => {
          const unseen = (one: Call): Call =>
            one.f === 'enqueue' && one.outcome === 'ok' && coins.next().value
              ? { ...one, outcome: end, completedAt: end === 'info' ? one.completedAt : undefined }
              : one;
          expect(against(judge(made, (calls) => calls.map(unseen)))).toEqual([]);
        },
      ),
    );
  });

  test('fails no broker for deliveries that are not on record: it does not know, or finds nothing', () => {
    fc.assert(
      fc.property(queues, fc.infiniteStream(fc.boolean()), (made, coins) => {
        const cut = (one: Call): Call =>
          one.f === 'dequeue' && one.outcome === 'ok' && coins.next().value
            ? { ...one, outcome: 'open', got: undefined, completedAt: undefined }
            : one;
        const kinds = against(judge(made, (calls) => calls.map(cut)));
        expect(kinds.filter((kind) => kind !== 'unknown unseen-deliveries')).toEqual([]);
      }),
    );
  });

  test('fails no broker for deliveries that nobody looked at, as long as they were not acknowledged', () => {
    fc.assert(
      fc.property(queues, fc.infiniteStream(fc.boolean()), (made, coins) => {
        const taken = made.taken.filter(({ removed }) => removed || coins.next().value);
        expect(against(judge({ ...made, taken }))).toEqual([]);
      }),
    );
  });

  test('finds a confirmed message that was dropped', () => {
    expectFound('lost', (made, pick) => {
      const key = chosen(confirmed(made), pick);
      const open = made.empty.some(({ outcome }) => outcome === 'open');
      if (key === undefined || open) return undefined;
      return {
        ...made,
        taken: made.taken.filter(({ message }) => message !== key),
        drained: made.drained.map((elements) => elements.filter((one) => one.key !== key)),
      };
    });
  });

  test('finds one that was dropped after a delivery that was not acknowledged', () => {
    expectFound('lost', (made, pick) => {
      const open = made.empty.some(({ outcome }) => outcome === 'open');
      const left = made.drained.flat().map(({ key }) => key);
      const refused = confirmed(made).filter(
        (key) =>
          left.includes(key) &&
          takings(made, key).length > 0 &&
          takings(made, key).every(({ acknowledged }) => acknowledged === 'no'),
      );
      const key = chosen(refused, pick);
      if (key === undefined || open) return undefined;
      const drained = made.drained.map((elements) => elements.filter((one) => one.key !== key));
      return { ...made, drained };
    });
  });

  test('finds a second copy of a consumed message', () => {
    expectFound('duplicated', (made, pick) => {
      const consumed = made.taken.filter(({ removed, redelivered }) => removed && !redelivered);
      const one = chosen(consumed, pick);
      if (one === undefined) return undefined;
      made.drained[pick % made.drained.length]?.push(message(one.message, one.queue));
      return made;
    });
  });

  test('finds a message that is back after its acknowledgement was confirmed', () => {
    expectFound('resurrected', (made, pick) => {
      const one = chosen(
        made.taken.filter(({ acknowledged }) => acknowledged === 'confirmed'),
        pick,
      );
      if (one === undefined) return undefined;
      made.drained[pick % made.drained.length]?.push(message(one.message, one.queue, true));
      return made;
    });
  });

  test('finds another payload, under load and at the end', () => {
    const altered = { sha256: sha256Of('altered') };
    expectFound('corrupted', (made, pick) => {
      const one = chosen(made.taken, pick);
      if (one !== undefined) Object.assign(one, altered);
      return one && made;
    });
    expectFound('corrupted', (made, pick) => {
      const one = chosen(made.drained.flat(), pick);
      if (one !== undefined) Object.assign(one, pick % 2 === 0 ? altered : { size: one.size + 1 });
      return one && made;
    });
  });

  test('finds a message of nobody, and one whose sending had failed', () => {
    expectFound('unexpected', (made, pick) => {
      made.drained[pick % made.drained.length]?.push(message('m1000'));
      return made;
    });
    expectFound('unexpected', (made, pick) => {
      const failed = chosen(
        made.puts.filter(({ outcome }) => outcome === 'fail'),
        pick,
      );
      if (failed !== undefined) made.drained[0]?.push(message(failed.key, failed.queue));
      return failed && made;
    });
  });

  test('finds a message that came out of another queue', () => {
    expectFound('unexpected', (made, pick) => {
      const one = chosen(made.drained.flat(), pick);
      if (one !== undefined) one.queue = one.queue === 'q0' ? 'q1' : 'q0';
      return one && made;
    });
  });

  test('finds two messages of a producer in another order, at the end and at a consumer', () => {
    const of = ({ puts }: Queues, key: string) => puts.find((one) => one.key === key);
    const pairs = <T extends { queue: string; redelivered: boolean }>(
      made: Queues,
      some: readonly T[],
      keyOf: (one: T) => string,
    ): [T, T][] => {
      const first = some.filter((one) => !one.redelivered && of(made, keyOf(one))?.outcome === 'ok');
      return first.flatMap((a, i) => {
        const same = (b: T): boolean =>
          b.queue === a.queue && of(made, keyOf(b))?.producer === of(made, keyOf(a))?.producer;
        const b = first.slice(i + 1).find(same);
        return b === undefined ? [] : [[a, b]];
      });
    };
    expectFound('reordered', (made, pick) => {
      const found = made.drained.flatMap((elements) => pairs(made, elements, ({ key }) => key));
      const pair = chosen(found, pick);
      if (pair === undefined) return undefined;
      const [a, b] = pair;
      [a.key, b.key] = [b.key, a.key];
      [a.sha256, b.sha256] = [b.sha256, a.sha256];
      [a.size, b.size] = [b.size, a.size];
      return made;
    });
    expectFound('reordered', (made, pick) => {
      const consumers = [...new Set(made.taken.map(({ consumer }) => consumer))];
      const found = consumers
        .flatMap((name) =>
          pairs(
            made,
            made.taken.filter((one) => one.consumer === name),
            (one) => one.message,
          ),
        )
        .filter(([a, b]) => a.to < b.from)
        .filter(([a, b]) => a.acknowledged === b.acknowledged)
        .filter(([a, b]) => (of(made, b.message)?.from ?? Infinity) < a.to);
      const pair = chosen(found, pick);
      if (pair === undefined) return undefined;
      const [a, b] = pair;
      [a.message, b.message] = [b.message, a.message];
      [a.sha256, b.sha256] = [b.sha256, a.sha256];
      [a.size, b.size] = [b.size, a.size];
      return made;
    });
  });
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Random } from '../core/random.ts';
import type { Operation } from '../model/operation.ts';
import type { Element } from '../model/read-back.ts';
import { controlEvidence, operation, readBack } from './evidence.fixture.ts';
import { kindsAgainst } from './world.fixture.ts';
import { judgeScenario } from './judge.ts';
import { registerRun, type Seen } from './linear-histories.fixture.ts';

const MEMBERS = 3;

/** Some registers, each with its history, and what each member holds at the end. */
interface World {
  histories: Seen[][];
  held: (number | null | undefined)[][];
}

const world: fc.Arbitrary<World> = fc
  .record({
    seed: fc.nat({ max: 2 ** 31 }),
    registers: fc.integer({ min: 1, max: 3 }),
    processes: fc.integer({ min: 1, max: 5 }),
    operations: fc.integer({ min: 1, max: 40 }),
    crashOneIn: fc.constantFrom(0, 6, 20),
  })
  .map(({ seed, registers, ...shape }) => {
    const random = new Random(seed);
    const runs = Array.from({ length: registers }, () => registerRun(random, { ...shape, values: 0 }));
    return {
      histories: runs.map(({ seen }) => seen),
      held: Array.from({ length: MEMBERS }, () => runs.map(({ held }) => held)),
    };
  });

const F = { write: 'write', read: 'read-register', cas: 'cas' } as const;

/** The records of a history: every operation by a process of its own. */
function recordsOf({ histories }: World): Operation[] {
  let process = 0;
  const records = histories.flatMap((history, n) =>
    history.flatMap(({ f, value, from, swapped, invokedAt, completedAt }) => {
      const span = { process: process++, from: invokedAt, to: completedAt ?? invokedAt + 500 };
      const outcome = completedAt !== undefined ? 'ok' : process % 2 === 0 ? 'info' : 'open';
      const carried = {
        write: { sent: value },
        read: { got: value },
        cas: { sent: { from, to: value }, got: swapped },
      };
      return operation(F[f], `r${String(n)}`, outcome, span, carried[f]);
    }),
  );
  return records.sort((a, b) => a.time - b.time);
}

function kindsFound(made: World): string[] {
  const sample = controlEvidence();
  const power = { acknowledgedBefore: 0, acknowledgedAfter: 0, inFlightAtFault: 0 };
  const readBacks = made.held.map((values, n) => ({
    ...readBack(`db-${String(n)}`, []),
    elements: values.flatMap((value, i): Element[] =>
      value === undefined || value === null ? [] : [{ of: 'register', key: `r${String(i)}`, value }],
    ),
  }));
  const record = { ...sample.record, power };
  return kindsAgainst(judgeScenario({ ...sample, record, operations: recordsOf(made), readBacks }, 'x'));
}

/** Breaks a world in one place, and expects that each that could be broken fails by one of these kinds alone. */
function expectFound(kinds: string[], change: (made: World, pick: number) => World | undefined): void {
  fc.assert(
    fc.property(world, fc.nat({ max: 10_000 }), (made, pick) => {
      const changed = change(made, pick);
      fc.pre(changed !== undefined);
      const found = kindsFound(changed);
      expect(found).not.toEqual([]);
      expect(found.filter((kind) => !kinds.includes(kind))).toEqual([]);
    }),
    { numRuns: 200, maxSkipsPerRun: 1000 },
  );
}

/** Alters the answer of one operation of the first register. */
function alter(
  made: World,
  pick: number,
  to: (one: Seen, all: readonly Seen[]) => Seen | undefined,
): World | undefined {
  const [history = [], ...others] = made.histories;
  const answered = history.filter(({ f, completedAt }) => f !== 'write' && completedAt !== undefined);
  const target = answered[pick % Math.max(1, answered.length)];
  const altered = target && to(target, history);
  if (altered === undefined) return undefined;
  return { ...made, histories: [history.map((one) => (one === target ? altered : one)), ...others] };
}

/** Has one member hold another value of the first register. */
function hold(made: World, pick: number, value: number | undefined): World {
  const held = made.held.map((values, n) => (n === pick % MEMBERS ? [value, ...values.slice(1)] : values));
  return { ...made, held };
}

describe('the judge of registers, over generated histories', () => {
  test('finds nothing where there is nothing', () => {
    fc.assert(
      fc.property(world, (made) => {
        expect(kindsFound(made)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('finds a read of what nobody wrote', () => {
    expectFound(['unexpected'], (made, pick) =>
      alter(made, pick, (one) => (one.f === 'read' ? { ...one, value: 1_000_000 } : undefined)),
    );
  });

  test('finds a stale read', () => {
    expectFound(['not-linearizable'], (made, pick) =>
      alter(made, pick, (one, all) => {
        const before = all
          .filter((other) => other.f === 'write' && (other.completedAt ?? Infinity) < one.invokedAt)
          .toSorted((a, b) => a.invokedAt - b.invokedAt);
        const last = before.at(-1);
        const stale = before.find(({ completedAt }) => last && (completedAt ?? 0) < last.invokedAt);
        return one.f === 'read' && stale ? { ...one, value: stale.value } : undefined;
      }),
    );
  });

  test('finds a swap that said it had been refused, where its value was read', () => {
    expectFound(['unexpected', 'not-linearizable', 'lost'], (made, pick) =>
      alter(made, pick, (one, all) => {
        const seen = all.some(
          (other) => other.f === 'read' && other.completedAt && other.value === one.value,
        );
        return one.f === 'cas' && one.swapped === true && seen ? { ...one, swapped: false } : undefined;
      }),
    );
  });

  test('finds a value at the end that was overwritten, or never written, and a register that is gone', () => {
    const acknowledged = ({ histories: [history = []] }: World): Seen[] =>
      history
        .filter(({ f, completedAt }) => f === 'write' && completedAt !== undefined)
        .sort((a, b) => a.invokedAt - b.invokedAt);
    expectFound(['lost'], (made, pick) => {
      const last = acknowledged(made).at(-1);
      const older = acknowledged(made).find(({ completedAt }) => last && (completedAt ?? 0) < last.invokedAt);
      return older === undefined ? undefined : hold(made, pick, older.value ?? undefined);
    });
    expectFound(['lost'], (made, pick) =>
      acknowledged(made).length === 0 ? undefined : hold(made, pick, undefined),
    );
    expectFound(['unexpected'], (made, pick) => hold(made, pick, 1_000_000));
  });
});

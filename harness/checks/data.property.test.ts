import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  changeHeld,
  changeRead,
  chosen,
  countersHeld,
  increments,
  readTwice,
} from './world-breaks.fixture.ts';
import { judge, kindsAgainst, MEMBERS, ROWS, world, type World } from './world.fixture.ts';

/**
 * Breaks a world in one place and expects that every world in which that could be done fails, by one of the
 * kinds given and nothing else. `change` gives undefined where there is nothing to break.
 */
function expectFound(kinds: string[], change: (made: World, pick: number) => World | undefined): void {
  fc.assert(
    fc.property(world, fc.nat({ max: 10_000 }), (made, pick) => {
      const changed = change(made, pick);
      fc.pre(changed !== undefined);
      const result = judge(changed);
      expect(result.verdict).toBe('fail');
      const found = kindsAgainst(result);
      expect(found).toContain(kinds[0]);
      expect(found.filter((kind) => !kinds.includes(kind))).toEqual([]);
    }),
    { maxSkipsPerRun: 1000 },
  );
}

describe('the judges of counters, accounts and groups, over generated histories', () => {
  test('find an acknowledged increment that one member does not count', () => {
    expectFound(['lost-update'], (made, pick) =>
      changeHeld(made, pick, 'counter', (one) => {
        const acknowledged = increments(made, one.key).acknowledgedBefore(Infinity);
        return acknowledged === 0 ? one : { ...one, value: acknowledged - 1 };
      }),
    );
  });

  test('find an increment that nobody made, and a counter that is gone', () => {
    expectFound(['unexpected'], (made, pick) =>
      changeHeld(made, pick, 'counter', (one) => ({
        ...one,
        value: increments(made, one.key).possibleBy(Infinity) + 1,
      })),
    );
    expectFound(['lost'], (made, pick) =>
      changeHeld(made, pick, 'counter', (one) =>
        increments(made, one.key).acknowledgedBefore(Infinity) === 0 ? one : undefined,
      ),
    );
  });

  test('find two increments that came back with one value', () => {
    // The one that was given another's value may come back with less than was acknowledged, or more than possible.
    expectFound(['lost-update', 'stale', 'unexpected'], (made, pick) => {
      const own = made.done.filter(
        ({ f, key, outcome }) => f === 'increment' && key === 'c0' && outcome === 'ok',
      );
      const target = chosen(own, pick);
      const other = own.find((one) => one !== target);
      if (target === undefined || other === undefined) return undefined;
      return { ...made, done: made.done.map((one) => (one === target ? { ...one, got: other.got } : one)) };
    });
  });

  test('find a read of the leader below what had been acknowledged before it', () => {
    expectFound(['stale', 'backwards'], (made, pick) =>
      changeRead(made, pick, (value, { member, from }) => {
        const floor = increments(made, 'c0').acknowledgedBefore(from);
        if (member !== 'db-0' || floor === 0) return undefined;
        return { ...value, counters: { ...value.counters, c0: floor - 1 } };
      }),
    );
  });

  test('find a read of any member above what had been invoked by its end', () => {
    expectFound(['unexpected'], (made, pick) =>
      changeRead(made, pick, (value, { to }) => ({
        ...value,
        counters: { ...value.counters, c1: increments(made, 'c1').possibleBy(to) + 1 },
      })),
    );
  });

  test('find a follower that goes back', () => {
    expectFound(['backwards'], (made, pick) => {
      const counters = countersHeld(made);
      const key = chosen(Object.keys(counters), pick);
      if (key === undefined) return undefined;
      return readTwice(
        made,
        pick,
        { counters },
        { counters: { ...counters, [key]: (counters[key] ?? 0) - 1 } },
      );
    });
    expectFound(['backwards'], (made, pick) => {
      const groups = (made.held[0] ?? [])
        .filter(({ of }) => of === 'group')
        .map(({ key }) => [key, ROWS] as const);
      const target = chosen(groups, pick);
      if (target === undefined) return undefined;
      const counters = countersHeld(made);
      const [key] = target;
      return readTwice(
        made,
        pick,
        { counters, groups: Object.fromEntries(groups) },
        { counters, groups: { [key]: 0 } },
      );
    });
  });

  test('find money that was made or lost in a read, and at the end', () => {
    expectFound(['wrong-total', 'negative-balance'], (made, pick) =>
      changeRead(made, pick, (value) => {
        const by = pick % 2 === 0 ? 1 : -1;
        return { ...value, accounts: { ...value.accounts, a: (value.accounts.a ?? 0) + by } };
      }),
    );
    expectFound(['wrong-total', 'wrong-balance'], (made, pick) =>
      changeHeld(made, pick, 'account', (one) => ({ ...one, balance: one.balance + 1 })),
    );
  });

  test('find a final balance that the transfers do not explain', () => {
    expectFound(['wrong-balance', 'negative-balance'], (made, pick) => {
      const unknown = made.done.filter(
        ({ f, outcome }) => f === 'transfer' && (outcome === 'info' || outcome === 'open'),
      );
      // More than all transfers of unknown outcome together can have moved.
      const beyond = 1 + unknown.reduce((sum, { sent }) => sum + (sent as { amount: number }).amount, 0);
      const held = made.held.map((elements, n) =>
        n !== pick % MEMBERS
          ? elements
          : elements.map((one) => {
              if (one.of !== 'account' || one.key === 'c') return one;
              return { ...one, balance: one.balance + (one.key === 'a' ? beyond : -beyond) };
            }),
      );
      return { ...made, held };
    });
  });

  test('find an account that is gone', () => {
    expectFound(['missing-account'], (made, pick) => changeHeld(made, pick, 'account', () => undefined));
  });

  test('find a part of a group in a read, and at the end', () => {
    const part = (pick: number): number => (pick % 2 === 0 ? ROWS - 1 : ROWS + 1);
    expectFound(['fractured'], (made, pick) =>
      changeRead(made, pick, (value) => {
        const key = chosen(
          Object.keys(value.groups).filter((one) => value.groups[one] === ROWS),
          pick,
        );
        return key === undefined ? undefined : { ...value, groups: { ...value.groups, [key]: part(pick) } };
      }),
    );
    expectFound(['fractured'], (made, pick) =>
      changeHeld(made, pick, 'group', (one) => ({ ...one, rows: part(pick) })),
    );
  });

  test('find an acknowledged group that one member dropped', () => {
    expectFound(['lost'], (made, pick) =>
      changeHeld(made, pick, 'group', (one) =>
        made.done.some(({ key, outcome }) => key === one.key && outcome === 'ok') ? undefined : one,
      ),
    );
  });
});

import { describe, expect, test } from '@jest/globals';
import { born, died, sighting } from './incarnations.fixture.ts';
import { mayHaveBeenReady, podsOf, wasThere, type SeenPod } from './ordering-timeline.ts';

/** What the watch began with: a pod of another ordinal. */
const FIRST = sighting(9, 0);

function pod(changes: Partial<SeenPod> = {}): SeenPod {
  return {
    ordinal: 0,
    pod: 'db-0',
    uid: 'uid-0',
    revision: 'rev-1',
    from: 0,
    until: Infinity,
    bornAt: undefined,
    ends: false,
    dyingAt: undefined,
    healthy: [],
    ...changes,
  };
}

describe('the pods that a watch saw', () => {
  test('live from their making to their end', () => {
    const [, ...seen] = podsOf([FIRST, ...born(0, 1_000, 2_000), ...died(0, 5_000, 6_000)]);
    expect(seen).toEqual([
      pod({
        ...{ from: 1_000, until: 6_000, bornAt: 1_000, ends: true, dyingAt: 5_000 },
        healthy: [{ from: 2_000, until: 5_000 }],
      }),
    ]);
  });

  test('were not made by what the watch began with', () => {
    expect(podsOf([sighting(0, 5, { type: 'ADDED' })])).toEqual([
      pod({ from: 5, healthy: [{ from: 5, until: Infinity }] }),
    ]);
  });

  test('are healthy while they are ready and stay', () => {
    const [seen] = podsOf([
      sighting(0, 0),
      sighting(0, 1_000),
      sighting(0, 2_000, { ready: false }),
      sighting(0, 3_000, { ready: false }),
      sighting(0, 4_000),
      sighting(0, 5_000, { terminating: true }),
      sighting(0, 6_000, { terminating: true }),
      sighting(0, 7_000),
    ]);
    expect(seen).toEqual(
      pod({
        ...{ ends: true, dyingAt: 5_000 },
        healthy: [
          { from: 0, until: 2_000 },
          { from: 4_000, until: 5_000 },
        ],
      }),
    );
  });

  test('that were going when they were found began at a time that nobody knows', () => {
    expect(podsOf([sighting(0, 5, { terminating: true })])).toEqual([pod({ from: 5, ends: true })]);
  });

  test('that were not seen to go are gone when another one is there', () => {
    expect(podsOf([sighting(0, 0), sighting(0, 1_000, { uid: 'x' })])).toEqual([
      pod({ until: 1_000, healthy: [{ from: 0, until: 1_000 }] }),
      pod({ uid: 'x', from: 1_000, healthy: [{ from: 1_000, until: Infinity }] }),
    ]);
    expect(
      podsOf([sighting(0, 0, { ready: false }), sighting(0, 1_000, { uid: 'x', ready: false })]),
    ).toEqual([pod({ until: 1_000 }), pod({ uid: 'x', from: 1_000 })]);
  });

  test('stay gone, whenever another one comes', () => {
    const gone = sighting(0, 1_000, { type: 'DELETED' });
    const seen = podsOf([sighting(0, 0), gone, sighting(0, 2_000, { uid: 'x', type: 'ADDED' })]);
    expect(seen.map(({ uid, from, until, dyingAt, bornAt }) => [uid, from, until, dyingAt, bornAt])).toEqual([
      ['uid-0', 0, 1_000, 1_000, undefined],
      ['x', 2_000, Infinity, undefined, 2_000],
    ]);
  });

  test('are none whose end alone is told of', () => {
    expect(podsOf([sighting(0, 0, { type: 'DELETED' })])).toEqual([]);
    expect(podsOf([sighting(0, 0), sighting(0, 1_000, { uid: 'x', type: 'DELETED' })])).toEqual([
      pod({ healthy: [{ from: 0, until: Infinity }] }),
    ]);
  });

  test('are none where the watch saw nothing', () => {
    expect(podsOf([])).toEqual([]);
  });
});

test.each([
  [9, false],
  [10, true],
  [79, true],
  [80, false],
])('a pod that is there from 10 to 100 was there at %d and some time longer: %s', (at, there) => {
  expect(wasThere(pod({ from: 10, until: 100 }), at)).toBe(there);
});

test.each([
  [79, false],
  [80, true],
  [2_500, true],
  [2_501, false],
  [9_979, false],
  [9_980, true],
  [12_000, true],
  [12_001, false],
])('a pod that was ready from 100 to 500, and from 10000 to 10000, may be ready at %d: %s', (at, ready) => {
  const healthy = [
    { from: 100, until: 500 },
    { from: 10_000, until: 10_000 },
  ];
  expect(mayHaveBeenReady(pod({ healthy }), at)).toBe(ready);
});

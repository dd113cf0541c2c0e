import { describe, expect, test } from '@jest/globals';
import type { FaultRecord } from '../model/fault-record.ts';
import type { PodSighting } from '../model/incarnation.ts';
import { controlEvidence, fault, without } from './evidence.fixture.ts';
import { scaled, UNPROVEN, victim } from './identity-scenes.fixture.ts';
import { born, died, sampleSightings, sighting } from './incarnations.fixture.ts';
import { judgeOrdering } from './ordering.ts';

/** The control's three pods, then whatever else a watch saw, as it told it. */
const then = (more: PodSighting[], faults: FaultRecord[] = []): string[] =>
  judgeOrdering(controlEvidence({ pods: [...sampleSightings(false), ...more], faults })).map(
    ({ kind, effect, count }) => `${effect} ${kind} ${String(count)}`,
  );

const UPDATE = 'fail update-order 1';
const SECOND = { uid: 'second', revision: 'rev-2' };
const kill = fault({ injectedAt: 34_000, victims: [victim(1, 'new-pod')] });

describe('the judge of ordering, in a rollout', () => {
  const rollout = fault({
    fault: 'rolling-restart',
    rollsOut: true,
    expectation: 'new-pod',
    injectedAt: 30_000,
    wholeAt: 60_000,
    victims: [0, 1, 2].map((n) => victim(n, 'new-pod')),
  });
  const replaced = (n: number, from: number, made: number, ready: number, by = SECOND): PodSighting[] => [
    ...died(n, from, made),
    ...born(n, made, ready, by),
  ];
  const wellDone = [
    ...replaced(2, 31_000, 33_000, 35_000),
    ...replaced(1, 35_000, 37_000, 39_000),
    ...replaced(0, 39_000, 41_000, 43_000),
  ];
  const tooSoon = [...replaced(2, 31_000, 33_000, 39_000), ...died(1, 35_000, 40_000)];
  test.each<[string, PodSighting[], FaultRecord[], string[]]>([
    ['from the highest down', wellDone, [rollout], []],
    ['by an upgrade, too soon', tooSoon, [{ ...rollout, fault: 'upgrade' }], [UPDATE]],
    ['too soon', tooSoon, [rollout], [UPDATE]],
    ['from the lowest up', replaced(0, 31_000, 33_000, 35_000), [rollout], [UPDATE]],
    [
      'by one of the old revision',
      [...replaced(2, 31_000, 33_000, 34_000, { uid: 'x', revision: 'rev-1' }), ...died(1, 40_000, 41_000)],
      [rollout],
      [UPDATE],
    ],
    [
      'by one whose revision was not seen',
      [
        ...died(2, 31_000, 33_000),
        ...born(2, 33_000, 34_000, { uid: 'x', revision: null }),
        ...died(1, 40_000, 41_000),
      ],
      [rollout],
      [],
    ],
    [
      'by one that ended again',
      [
        ...replaced(2, 31_000, 33_000, 34_000),
        ...died(2, 35_000, 39_000, SECOND),
        ...died(1, 37_001, 39_000),
      ],
      [rollout],
      [UPDATE],
    ],
    [
      'by one that ended again, which the controller may not know',
      [
        ...replaced(2, 31_000, 33_000, 34_000),
        ...died(2, 35_000, 39_000, SECOND),
        ...died(1, 37_000, 39_000),
      ],
      [rollout],
      [],
    ],
    ['too soon without a proof', tooSoon, [{ ...rollout, ...UNPROVEN }], []],
    ['too soon by no rollout', tooSoon, [without(rollout, 'rollsOut')], []],
    ['too soon before it', tooSoon, [{ ...rollout, injectedAt: 36_000 }], []],
    ['too soon after it', tooSoon, [{ ...rollout, wholeAt: 34_000 }], []],
    ['too soon in one that never ended', tooSoon, [without(rollout, 'wholeAt')], [UPDATE]],
    ['too soon where another fault hit it', tooSoon, [rollout, kill], []],
    [
      'again, being new already',
      [...wellDone, ...died(2, 45_000, 46_000, SECOND), ...died(1, 50_000, 51_000, SECOND)],
      [rollout],
      [],
    ],
    [
      'where a lower one was replaced first',
      [...replaced(0, 31_000, 33_000, 35_000), ...died(1, 40_000, 41_000)],
      [rollout],
      ['fail update-order 2'],
    ],
    [
      'being new since the very beginning of it',
      [
        ...died(1, 29_000, 29_900),
        ...born(1, 30_000, 30_100, { uid: 'x' }),
        ...died(1, 35_000, 36_000, { uid: 'x' }),
      ],
      [rollout],
      [],
    ],
    [
      'too soon after another replacement',
      [...replaced(2, 29_000, 29_500, 29_900, { uid: 'x', revision: 'rev-9' }), ...died(1, 30_500, 31_000)],
      [rollout],
      [UPDATE],
    ],
  ])('judges pods that are replaced %s', (_what, sightings, faults, findings) => {
    expect(
      then(
        sightings.toSorted((a, b) => a.time - b.time),
        faults,
      ),
    ).toEqual(findings);
  });
});

describe('the judge of ordering, in a rollout of which no revision was seen', () => {
  const rollout = fault({ rollsOut: true, injectedAt: 30_000, victims: [] });
  const nameless = { revision: null };
  const start = [0, 1, 2].flatMap((n) => born(n, n * 2_000, n * 2_000 + 1_000, nameless));
  const judged = (more: PodSighting[]): string[] =>
    judgeOrdering(controlEvidence({ pods: [...start, ...more], faults: [rollout] })).map(({ kind }) => kind);

  test('takes another pod for a new one', () => {
    const again = { ...nameless, uid: 'second' };
    const turn = [...died(2, 31_000, 33_000, nameless), ...born(2, 33_000, 34_000, again)];
    expect(judged([...turn, ...died(1, 36_000, 37_000, nameless)])).toEqual([]);
  });

  test('takes a pod that stayed for an old one', () => {
    expect(judged(died(1, 31_000, 33_000, nameless))).toEqual(['update-order']);
  });
});

describe('the judge of ordering, after a watch was disconnected', () => {
  const gone = (n: number, time: number): PodSighting => sighting(n, time, { type: 'DELETED' });
  const down = scaled(1, 30_000, [victim(1, 'gone'), victim(2, 'gone')]);
  test.each<[string, PodSighting[], FaultRecord[], string[]]>([
    ['pods that went meanwhile', [gone(1, 40_000), gone(2, 40_001)], [down], []],
    [
      'one that is going, and one that went',
      [...died(1, 40_000, 41_000).slice(0, 1), gone(2, 40_001)],
      [down],
      [],
    ],
    [
      'one that went well before the other',
      [gone(1, 40_000), gone(2, 40_021)],
      [down],
      ['fail stop-order 1'],
    ],
    [
      'one that came meanwhile, and then the end of the former',
      [...born(2, 40_000, 41_000, SECOND), gone(2, 40_001), ...died(2, 42_000, 43_000, SECOND)],
      [],
      [],
    ],
    [
      'one that is ready already, told after the next one that ends',
      [
        ...died(1, 40_000, 41_000).slice(0, 1),
        sighting(2, 40_001, { type: 'ADDED', ...SECOND }),
        gone(2, 40_002),
      ],
      [fault({ fault: 'upgrade', rollsOut: true, victims: [] })],
      [],
    ],
    [
      'one that was made just before the one below it was seen ready',
      [
        gone(0, 40_000),
        gone(1, 40_000),
        sighting(1, 50_000, { type: 'ADDED', uid: 'x' }),
        sighting(0, 50_001, { uid: 'y' }),
      ],
      [],
      [],
    ],
    [
      'one that is going already, found anew',
      [gone(1, 40_000), sighting(1, 50_000, { uid: 'x', terminating: true })],
      [down],
      ['fail stop-order 1'],
    ],
  ])('makes nothing of the order in which it is told of %s', (_what, sightings, faults, findings) => {
    expect(then(sightings, faults)).toEqual(findings);
  });
});

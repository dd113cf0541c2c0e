import { describe, expect, test } from '@jest/globals';
import type { Evidence } from '../model/bundle-evidence.ts';
import type { FaultRecord } from '../model/fault-record.ts';
import type { PodSighting } from '../model/incarnation.ts';
import type { IdentitySnapshot } from '../model/identity.ts';
import { controlEvidence, fault, identities, sampleEvidence, without } from './evidence.fixture.ts';
import { members, scaled, UNPROVEN, victim } from './identity-scenes.fixture.ts';
import { born, died, sampleSightings, sighting } from './incarnations.fixture.ts';
import { judgeOrdering } from './ordering.ts';

const found = (evidence: Evidence): string[] =>
  judgeOrdering(evidence).map(({ kind, effect, count }) => `${effect} ${kind} ${String(count)}`);

/** The control's three pods, then whatever else a watch saw, in the order of time. */
const then = (more: PodSighting[], faults: FaultRecord[] = []): string[] =>
  found(controlEvidence({ pods: [...sampleSightings(false), ...inOrder(more)], faults }));

const inOrder = (sightings: PodSighting[]): PodSighting[] => sightings.toSorted((a, b) => a.time - b.time);
const only = (sightings: PodSighting[]): string[] => found(controlEvidence({ pods: inOrder(sightings) }));

const START = 'fail start-order 1';
const STOP = 'fail stop-order 1';
const SECOND = { uid: 'second', revision: 'rev-2' };

describe('the judge of ordering', () => {
  test('finds nothing where everything was in order', () => {
    expect(found(controlEvidence())).toEqual([]);
    expect(found(sampleEvidence())).toEqual([]);
  });

  test.each<[string, PodSighting[], string[]]>([
    ['before the one below is ready', [...born(0, 0, 10_000), ...born(1, 5_000, 11_000)], [START]],
    ['just when the one below is ready', [...born(0, 0, 10_000), ...born(1, 10_000, 11_000)], []],
    ['without the one below', [...born(0, 0, 1_000), ...born(2, 5_000, 6_000)], [START]],
    [
      'while the one below ends',
      [...born(0, 0, 1_000), ...died(0, 5_000, 9_000), ...born(1, 7_001, 8_000)],
      [START],
    ],
    [
      'while the controller may not know that the one below ends',
      [...born(0, 0, 1_000), ...died(0, 5_000, 9_000), ...born(1, 7_000, 8_000)],
      [],
    ],
    [
      'long after the one below is gone',
      [...born(0, 0, 1_000), ...died(0, 2_000, 3_000), ...born(1, 9_000, 9_500)],
      [START],
    ],
    [
      'with the lowest not ready',
      [
        ...born(0, 0, 1_000),
        ...born(1, 1_000, 2_000),
        sighting(0, 3_000, { ready: false }),
        ...born(2, 6_000, 7_000),
      ],
      [START],
    ],
    ['before the first look', [sighting(0, 0, { type: 'ADDED', ready: false }), ...born(1, 0, 1_000)], []],
    ['as one that a disconnected watch only saw later', [...born(0, 0, 10_000), sighting(1, 5_000)], []],
  ])('judges a pod that is made %s', (_what, sightings, findings) => {
    expect(only(sightings)).toEqual(findings);
  });

  test('counts every pod', () => {
    expect(only([...born(0, 0, 90_000), ...born(1, 5_000, 91_000), ...born(2, 6_000, 92_000)])).toEqual([
      'fail start-order 2',
    ]);
  });

  const down = scaled(1, 30_000, [victim(1, 'gone'), victim(2, 'gone')]);
  const inTurn = [...died(2, 31_000, 35_000), ...died(1, 35_000, 37_000)];
  const together = [...died(2, 31_000, 35_000), ...died(1, 34_000, 37_000)];
  const up = scaled(3, 33_000);
  const kill = fault({ injectedAt: 33_000, victims: [victim(1, 'new-pod')] });
  const toZero = fault({
    fault: 'scale-to-zero',
    injectedAt: 30_000,
    effectAt: 40_000,
    membersMeanwhile: 0,
    membersAfter: 3,
  });
  test.each<[string, PodSighting[], FaultRecord[], string[]]>([
    ['one after the other', inTurn, [down], []],
    ['together', together, [down], [STOP]],
    [
      'together, of which only the end was seen',
      [died(2, 31_000, 35_000), died(1, 30_000, 34_000)].flatMap(([, gone]) => gone ?? []),
      [down],
      [STOP],
    ],
    ['the lower one first', [...died(1, 31_000, 32_000), ...died(2, 33_000, 34_000)], [down], [STOP]],
    ['together without a proof', together, [{ ...down, ...UNPROVEN }], []],
    ['together without a fault', together, [], []],
    ['together before the fault', together, [{ ...down, injectedAt: 36_000 }], []],
    ['together after a later one that wants them', together, [down, up], []],
    ['together, told in another order', together, [up, down], []],
    ['together where another fault hit the lower one', together, [down, kill], []],
    [
      "together where another stack's pod of that name was hit",
      together,
      [down, { ...kill, victims: [{ ...victim(1, 'new-pod'), stack: 'x' }] }],
      [STOP],
    ],
    [
      'together where another fault changes nobody',
      together,
      [down, { ...kill, victims: [victim(1, 'unchanged')] }],
      [STOP],
    ],
    [
      'together where the other pod of that name was hit',
      together,
      [down, { ...kill, victims: [victim(1, 'new-pod', { podUid: 'x' })] }],
      [STOP],
    ],
    ['together where one that stays ends too', [...together, ...died(0, 50_000, 51_000)], [down], [STOP]],
    [
      'to zero in turn',
      [...inTurn, ...died(0, 37_000, 38_000), ...born(0, 41_000, 42_000, SECOND)],
      [toZero],
      [],
    ],
    ['to zero together', together, [toZero], [STOP]],
    ['after all came back from zero', [...died(2, 51_000, 55_000), ...died(1, 52_000, 53_000)], [toZero], []],
  ])('judges pods that are scaled away %s', (_what, sightings, faults, findings) => {
    expect(then(sightings, faults)).toEqual(findings);
  });

  const under = (podManagementPolicy: string): IdentitySnapshot => {
    const { controller, ...rest } = identities(members(0, 1, 2));
    return controller === undefined ? rest : { ...rest, controller: { ...controller, podManagementPolicy } };
  };
  test('judges no order where none is promised', () => {
    const pods = [...born(0, 0, 10_000), ...born(1, 5_000, 11_000)];
    const parallel = { before: under('Parallel'), after: under('Parallel') };
    expect(found(controlEvidence({ ...parallel, pods }))).toEqual([]);
    expect(found(without(controlEvidence(parallel), 'pods'))).toEqual([]);
    expect(found({ ...without(controlEvidence({ pods }), 'before'), after: under('Parallel') })).toEqual([]);
  });

  test.each<[string, Evidence]>([
    ['There is no record of what a watch saw of the pods.', without(controlEvidence(), 'pods')],
    ['There is no record of what a watch saw of the pods.', controlEvidence({ pods: [] })],
    ['The pod management policy was not seen.', without(controlEvidence(), 'before', 'after')],
    [
      'The pod management policy was first one and then another: OrderedReady, Parallel.',
      controlEvidence({ after: under('Parallel') }),
    ],
  ])('does not know without sightings, or without the policy: %s', (message, evidence) => {
    expect(judgeOrdering(evidence)).toMatchObject([
      { judge: 'ordering', kind: 'ordering-unseen', effect: 'unknown', count: 1, message },
    ]);
  });

  test('takes the policy from where it was seen', () => {
    const unseen = without(identities(members(0, 1, 2)), 'controller');
    expect(found(controlEvidence({ before: unseen }))).toEqual([]);
    expect(found(controlEvidence({ after: unseen }))).toEqual([]);
  });

  test('says which pod, when, and what it should have waited for', () => {
    const [start] = judgeOrdering(
      controlEvidence({ pods: inOrder([...born(0, 0, 10_000), ...born(1, 5_000, 11_000)]) }),
    );
    expect(start?.message).toBe(
      '1 pod was made before all of lower ordinals were ready: db-1 was made at 5 s with ordinal 0 not ready.',
    );
    const starts = judgeOrdering(
      controlEvidence({
        pods: inOrder([...born(0, 0, 90_000), ...born(1, 6_000, 91_000), ...born(2, 5_500, 92_000)]),
      }),
    );
    expect(starts).toMatchObject([
      {
        message:
          '2 pods were made before all of lower ordinals were ready: db-2 was made at 5.5 s with ordinals 0, 1 not ready.',
        examples: [
          'db-2 was made at 5.5 s with ordinals 0, 1 not ready',
          'db-1 was made at 6 s with ordinal 0 not ready',
        ],
      },
    ]);
  });

  test('says what a pod that ended, or was replaced, should have waited for', () => {
    const pods = [...sampleSightings(false), ...died(0, 31_000, 35_000)];
    const zero = scaled(
      0,
      30_000,
      [0, 1, 2].map((n) => victim(n, 'gone')),
    );
    expect(judgeOrdering(controlEvidence({ pods, faults: [zero] }))[0]?.message).toBe(
      '1 pod was ended before all of higher ordinals were gone: db-0 began to end at 31 s with db-1, db-2 still there.',
    );
    const rollout = fault({ rollsOut: true, victims: [] });
    expect(judgeOrdering(controlEvidence({ pods, faults: [rollout] }))[0]?.message).toBe(
      '1 pod was replaced before those of higher ordinals were: db-0 began to end at 31 s with db-1, db-2 not replaced and ready.',
    );
  });
});

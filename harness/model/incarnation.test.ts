import { describe, expect, test } from '@jest/globals';
import { incarnationsSchema, podSightingSchema, type Incarnations, type PodSighting } from './incarnation.ts';

const SIGHTING: PodSighting = {
  time: 1_000.5,
  type: 'ADDED',
  pod: 'db-0',
  uid: 'uid-0',
  ordinal: 0,
  phase: 'Pending',
  ready: false,
  terminating: false,
  node: null,
  revision: 'rev-1',
  containerId: null,
};

const INCARNATIONS: Incarnations = {
  incarnations: [
    {
      pod: 'db-0',
      podUid: 'uid-0',
      containerId: 'c-0',
      node: 'worker-0',
      startedAt: 1,
      finishedAt: 2,
      lastSeenAt: 2,
    },
  ],
  heartbeats: [
    { pod: 'db-0', runs: [{ incarnation: 'uid-0', beats: 3, firstAt: 1, lastAt: 2 }] },
    { pod: 'db-1', runs: [], problem: 'No answer.' },
  ],
  problems: ['The runtime of worker-1 was not watched.'],
};

describe('the sighting of a pod', () => {
  test.each(['ADDED', 'MODIFIED', 'DELETED'] as const)('is read as it was written: %s', (type) => {
    expect(podSightingSchema.parse({ ...SIGHTING, type, more: 1 })).toEqual({ ...SIGHTING, type });
  });

  test.each<[string, Record<string, unknown>]>([
    ['an event of another kind', { type: 'BOOKMARK' }],
    ['an ordinal that is no whole number', { ordinal: 1.5 }],
    ['a pod without a UID', { uid: undefined }],
    ['a node that was not looked at', { node: undefined }],
  ])('refuses %s', (_what, changes) => {
    expect(podSightingSchema.safeParse({ ...SIGHTING, ...changes }).success).toBe(false);
  });
});

describe('the record of incarnations', () => {
  test('is read as it was written', () => {
    const [container] = INCARNATIONS.incarnations;
    const more = {
      ...INCARNATIONS,
      incarnations: [{ ...container, more: 1 }],
      more: 1,
    };
    expect(incarnationsSchema.parse(more)).toEqual(INCARNATIONS);
  });

  test('need not tell when a container started and ended', () => {
    const container = { pod: 'db-0', podUid: 'uid-0', containerId: 'c-0', node: 'worker-0', lastSeenAt: 2 };
    const unseen = { ...INCARNATIONS, incarnations: [container] };
    expect(incarnationsSchema.parse(unseen)).toEqual(unseen);
  });

  test.each<[string, Record<string, unknown>]>([
    [
      'a container that was never seen',
      { incarnations: [{ pod: 'db-0', podUid: 'u', containerId: 'c', node: 'n' }] },
    ],
    ['beats of nobody', { heartbeats: [{ pod: 'db-0', runs: [{ beats: 1, firstAt: 1, lastAt: 1 }] }] }],
    ['heartbeats of no pod', { heartbeats: [{ runs: [] }] }],
    ['no list of problems', { problems: undefined }],
  ])('refuses %s', (_what, changes) => {
    expect(incarnationsSchema.safeParse({ ...INCARNATIONS, ...changes }).success).toBe(false);
  });
});

import { describe, expect, test } from '@jest/globals';
import type { StatefulSet } from './objects.ts';
import { rolloutMissing } from './stateful-set.ts';

function set(status: Partial<StatefulSet['status']>, generation = 4): StatefulSet {
  const template = { metadata: {}, spec: { containers: [] } };
  return {
    metadata: { name: 'members', generation },
    spec: { replicas: 3, selector: {}, template },
    status: {
      observedGeneration: 4,
      replicas: 3,
      readyReplicas: 3,
      updatedReplicas: 3,
      currentRevision: 'b',
      updateRevision: 'b',
      ...status,
    },
  };
}

describe('whether a StatefulSet is rolled out', () => {
  test('it is once all its replicas are ready, and of its current revision', () => {
    expect(rolloutMissing(set({}))).toBeUndefined();
  });

  test('a StatefulSet without replicas is rolled out', () => {
    const empty = set({ replicas: 0, readyReplicas: 0, updatedReplicas: 0 });
    empty.spec.replicas = 0;
    expect(rolloutMissing(empty)).toBeUndefined();
  });

  test.each([
    ['the controller has not looked yet', set({}, 5), /has not looked at generation 5/],
    ['a pod is missing', set({ replicas: 2 }), /2 of 3 pods exist/],
    ['a pod is beyond', set({ replicas: 4 }), /4 of 3 pods exist/],
    ['a pod is old', set({ updatedReplicas: 2, currentRevision: 'a' }), /2 of 3 pods are of revision b/],
    ['a pod that was taken over is old', set({ updatedReplicas: 1 }), /1 of 3 pods are of revision b/],
    ['a pod is not ready', set({ readyReplicas: 2 }), /2 of 3 pods are ready/],
    [
      'the old revision is still the current one',
      set({ currentRevision: 'a' }),
      /b is not the current one yet/,
    ],
  ])('it is not when %s', (_what, it, words) => {
    expect(rolloutMissing(it)).toMatch(words);
  });
});

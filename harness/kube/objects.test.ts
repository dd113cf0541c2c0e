import { describe, expect, test } from '@jest/globals';
import { isDrainable } from './drain.ts';
import { describePod, isReady, type ObjectMeta, type Pod } from './objects.ts';

const pod = (metadata: Partial<ObjectMeta>, status: Pod['status'] = {}): Pod => ({
  metadata: { name: 'p', ...metadata },
  spec: { containers: [] },
  status,
});

describe('what a drain evicts', () => {
  test('leaves DaemonSet pods, mirror pods and pods that have ended', () => {
    const owner = (kind: string): Partial<ObjectMeta> => ({
      ownerReferences: [{ kind, name: 'o', uid: 'u', controller: true }],
    });
    expect(isDrainable(pod(owner('StatefulSet'), { phase: 'Running' }))).toBe(true);
    expect(isDrainable(pod({}, { phase: 'Pending' }))).toBe(true);
    expect(isDrainable(pod(owner('DaemonSet'), { phase: 'Running' }))).toBe(false);
    expect(isDrainable(pod({ annotations: { 'kubernetes.io/config.mirror': 'x' } }))).toBe(false);
    expect(isDrainable(pod({}, { phase: 'Succeeded' }))).toBe(false);
    expect(isDrainable(pod({}, { phase: 'Failed' }))).toBe(false);
  });
});

describe('what keeps a pod from being ready', () => {
  test('is told with reasons', () => {
    const waiting = pod(
      { deletionTimestamp: 'now' },
      {
        phase: 'Pending',
        conditions: [{ type: 'PodScheduled', status: 'False', message: '0/5 nodes are available' }],
        initContainerStatuses: [
          {
            name: 'init',
            ready: false,
            restartCount: 1,
            state: { terminated: { exitCode: 3, reason: 'Error' } },
          },
        ],
        containerStatuses: [
          { name: 'main', ready: false, restartCount: 0, state: { waiting: { reason: 'ImagePullBackOff' } } },
        ],
      },
    );
    expect(describePod(waiting)).toBe(
      'phase Pending, terminating, not scheduled: 0/5 nodes are available, init ended with 3 Error, main waiting: ImagePullBackOff',
    );
    expect(isReady(waiting)).toBe(false);
    expect(isReady(pod({}, { conditions: [{ type: 'Ready', status: 'True' }] }))).toBe(true);
  });
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { found, notYet, waitFor } from '../core/wait-for.ts';
import { apply } from './apply.ts';
import { deployIdle, ground, type Ground } from './cluster.fixture.ts';
import { drain, podGone, setSchedulable } from './drain.ts';
import { askForEviction, evict } from './evict.ts';
import type { Node, Pod } from './objects.ts';
import { getOrUndefined, getPod } from './resources.ts';

describe('eviction and drain', () => {
  let on: Ground;
  const budget = (maxUnavailable: number): Promise<unknown> =>
    apply(on.client, {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'idle', namespace: on.namespace },
      spec: { maxUnavailable, selector: { matchLabels: { app: 'idle' } } },
    });
  const pod = async (name: string): Promise<Pod> => {
    const found = await getPod(on.client, on.namespace, name);
    if (found === undefined) throw new Error(`${name} is not there`);
    return found;
  };

  beforeAll(async () => {
    on = await ground({ evict: 4 });
    await deployIdle(on, 2);
  });
  afterAll(() => on.remove());

  test('reports the refusal of a disruption budget when it never yields', async () => {
    await budget(0);
    await expect(evict(on.client, await pod('idle-0'))).rejects.toThrow(
      /budget "evict".*refused \d+ times.*HTTP 429/s,
    );
    expect((await pod('idle-0')).metadata.deletionTimestamp).toBeUndefined();
  });

  test('a dry run is answered as the eviction would be, and does nothing', async () => {
    const before = await pod('idle-0');
    const refused = await askForEviction(on.client, before, { dryRun: true });
    expect(refused).toEqual({ answer: 'refused', words: expect.stringMatching(/disruption budget/) });
    await budget(1);
    const allowed = await waitFor(
      'the disruption budget to be looked at',
      async () => {
        const { answer } = await askForEviction(on.client, before, { dryRun: true });
        return answer === 'refused' ? notYet(answer) : found(answer);
      },
      { budget: on.client.budgets.of('baseline') },
    );
    expect(allowed).toBe('accepted');
    expect((await pod('idle-0')).metadata).toMatchObject({ uid: before.metadata.uid });
    expect((await pod('idle-0')).metadata.deletionTimestamp).toBeUndefined();
    await budget(0);
  });

  test('tries again until the disruption budget yields', async () => {
    const before = await pod('idle-0');
    const eviction = evict(on.client, before);
    await budget(1);
    const { refusals } = await eviction;
    expect(refusals).toBeGreaterThan(0);
    await podGone(on.client, before);
  });

  test('a drain cordons the node, evicts its pod, and leaves DaemonSet pods alone', async () => {
    await deployIdle(on, 2);
    const before = await pod('idle-1');
    const node = before.spec.nodeName ?? '';
    try {
      const { evicted } = await drain(on.client, node);
      expect(evicted.map((one) => one.uid)).toContain(before.metadata.uid);
      expect(evicted.map((one) => one.pod).join()).not.toMatch(/kube-proxy/);
      const cordoned = await getOrUndefined<Node>(on.client, `/api/v1/nodes/${node}`);
      expect(cordoned?.spec.unschedulable).toBe(true);
    } finally {
      await setSchedulable(on.client, node, true);
    }
    const freed = await getOrUndefined<Node>(on.client, `/api/v1/nodes/${node}`);
    expect(freed?.spec.unschedulable).toBeUndefined();
  });
});

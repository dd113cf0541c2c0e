import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ground, type Ground } from '../kube/cluster.fixture.ts';
import { podGone } from '../kube/drain.ts';
import { deletePod } from '../kube/resources.ts';
import { podsOfStatefulSet } from '../kube/stateful-set.ts';
import type { Fault, FaultContext, Proof } from './fault.ts';
import { contextOf, deployMembers, membersReady } from './faults.fixture.ts';
import { FAULTS } from './index.ts';
import { thisPod } from './victim.ts';

const IDS = [...FAULTS.keys()];
/** Short: what is there to be seen is there at once. */
const SHORT = { prove: 3, hold: 3, 'control-plane-down': 3 };
const REFUSED = { proven: false, evidence: [expect.stringMatching(/^(No evidence of .+: .+|Node .+)\.$/s)] };

describe('the faults and their proofs', () => {
  let on: Ground;
  const fault = (id: string): Fault => {
    const found = FAULTS.get(id);
    if (found === undefined) throw new Error(`there is no fault ${id}`);
    return found;
  };
  const contextFor = (ordinals: readonly number[]): Promise<FaultContext> =>
    contextOf(on, ordinals, { budgets: SHORT, upgradeImage: 'localhost:1/other:2' });
  const prove = async (context: FaultContext): Promise<Map<string, Proof>> => {
    const proofs = IDS.map(async (id) => [id, await fault(id).prove(context)] as const);
    return new Map(await Promise.all(proofs));
  };
  /** Which containers of which pods there are. */
  const incarnations = async (): Promise<unknown[]> => {
    const pods = await podsOfStatefulSet(on.client, on.namespace, 'member');
    return [...pods.values()].map(({ metadata, status }) => [
      metadata.name,
      metadata.uid,
      status.containerStatuses?.[0]?.containerID,
    ]);
  };

  beforeAll(async () => {
    on = await ground();
    await deployMembers(on, 3);
  });
  afterAll(() => on.remove());

  describe('no fault is proven by what is there without it', () => {
    let proofs: Map<string, Proof>;
    beforeAll(async () => {
      proofs = await prove(await contextFor([0, 1, 2]));
    });
    test.each(IDS)('%s', (id) => {
      expect(proofs.get(id)).toEqual(REFUSED);
    });
    test('an upgrade without a second image is the harness’s trouble', async () => {
      const context = await contextFor([0]);
      const none = { ...context, operations: { ...context.operations, upgradeImage: undefined } };
      expect(() => fault('upgrade').prove(none)).toThrow(/no second version of the image/);
    });
  });

  test('to heal what never happened changes nothing', async () => {
    const context = await contextFor([0, 1, 2]);
    const before = await incarnations();
    await Promise.all(
      IDS.map(async (id) => {
        await fault(id).heal?.(context);
      }),
    );
    await membersReady(on);
    expect(await incarnations()).toEqual(before);
  });

  describe('no fault is proven by another one: a pod that was deleted', () => {
    let proofs: Map<string, Proof>;
    beforeAll(async () => {
      const context = await contextFor([1, 0, 2]);
      const pod = thisPod(context.victim, on.namespace);
      await deletePod(on.client, pod);
      await podGone(on.client, pod);
      proofs = await prove(context);
      await membersReady(on);
    });
    test('pod-delete', () => {
      expect(proofs.get('pod-delete')?.proven).toBe(true);
    });
    test.each(IDS.filter((id) => id !== 'pod-delete'))('%s', (id) => {
      expect(proofs.get(id)).toEqual(REFUSED);
    });
  });

  test.each(['pod-freeze', 'partition', 'statefulset-orphan'])(
    '%s is proven, is taken back, and has left every pod as it was',
    async (id) => {
      const context = await contextFor(id === 'statefulset-orphan' ? [0, 1, 2] : [1]);
      const before = await incarnations();
      try {
        await fault(id).inject(context);
        expect(await fault(id).prove(context)).toMatchObject({ proven: true });
      } finally {
        await fault(id).heal?.(context);
      }
      expect(await fault(id).prove(context)).toEqual(REFUSED);
      await membersReady(on);
      expect(await incarnations()).toEqual(before);
    },
  );

  test('a fault that ends while it is to be held is not proven', async () => {
    const context = await contextFor([1]);
    const frozen = fault('pod-freeze');
    await frozen.inject(context);
    const held = frozen.prove({ ...context, budgets: context.budgets.with({ hold: 20 }) });
    await frozen.heal?.(context);
    const { proven, evidence } = await held;
    expect(proven).toBe(false);
    expect(evidence.join('\n')).toMatch(/was to last 20 s .* is RUNNING\.|No evidence of .* is RUNNING\./s);
  });
});

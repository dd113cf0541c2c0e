import { describe, expect, test } from '@jest/globals';
import { Budgets } from '../core/budgets.ts';
import { FAULTS } from '../faults/index.ts';
import type { RunContext } from '../scenario/context.ts';
import { proofRequests, type ProofChoice, type ProofRequest } from './proof-requests.ts';
import { loadKnownBad } from './registry.ts';
import { resolveJob } from './job.ts';

const ask = (choice: Partial<ProofChoice>): Promise<ProofRequest[]> =>
  proofRequests({ stacks: ['postgres'], variants: undefined, scenarios: undefined, good: false, ...choice });

/** `VARIANT SCENARIO`, sorted. */
const names = (requests: readonly ProofRequest[]): string[] =>
  requests.map(({ variant, scenario }) => `${variant ?? 'good'} ${scenario}`).sort();

describe('what a run has to prove', () => {
  test('is every variant, in its own scenario, or in those of the others that have a fault', async () => {
    const requests = await ask({});
    expect(names(requests)).toContain('empty-dir pod-delete-all');
    const skipped = requests.filter(({ variant }) => variant === 'fault-not-carried-out');
    const others = requests.filter(({ variant }) => variant !== 'fault-not-carried-out');
    const brought = new Set(others.map(({ scenario }) => scenario));
    expect(skipped.length).toBeGreaterThan(2);
    for (const { scenario } of skipped) expect([...brought]).toContain(scenario);
    expect(names(skipped)).not.toContain('fault-not-carried-out control');
  });

  test('is what is asked for', async () => {
    const variants = ['fault-not-carried-out', 'empty-dir'];
    expect(names(await ask({ variants, scenarios: ['pod-kill', 'node-drain'] }))).toEqual([
      'empty-dir pod-delete-all',
      'fault-not-carried-out node-drain',
      'fault-not-carried-out pod-kill',
    ]);
  });

  test('is the good stack in the same scenarios, once each, and each mended variant', async () => {
    const variants = ['empty-dir', 'wiping-pre-stop', 'promoted-replica', 'lying-readiness'];
    const requests = await ask({ variants, good: true });
    expect(names(requests)).toEqual([
      'empty-dir pod-delete-all',
      'good claim-lost',
      'good pod-delete-all',
      'lying-readiness claim-lost',
      'lying-readiness-mended claim-lost',
      'promoted-replica leader-lost-behind-partition',
      'promoted-replica-mended leader-lost-behind-partition',
      'wiping-pre-stop pod-delete-all',
    ]);
    for (const { variant, expects } of requests) {
      expect(expects.verdict === 'pass').toBe(variant === undefined || variant.endsWith('-mended'));
    }
  });

  test('a variant that there is not is refused with the names of those there are', async () => {
    await expect(ask({ variants: ['immortal'] })).rejects.toThrow(
      /no known-bad variant "immortal" of postgres; there are: .*empty-dir/,
    );
  });
});

describe('a request', () => {
  test('of a variant is resolved to the scenario that the variant brings', async () => {
    const job = await resolveJob({ stack: 'postgres', variant: 'empty-dir' });
    expect(job.scenario.id).toBe((await loadKnownBad('postgres', 'empty-dir')).scenario);
  });

  test('of a variant with a scenario of its own is resolved to that one, with the fault that it needs', async () => {
    const id = 'leader-lost-behind-partition';
    const { scenario, override } = await resolveJob({
      stack: 'postgres',
      variant: 'promoted-replica',
      scenario: id,
    });
    expect(scenario).toMatchObject({ id, members: 2 });
    const { faults } = override({ budgets: new Budgets(), faults: FAULTS } as unknown as RunContext);
    expect([...faults.keys()]).toEqual([...FAULTS.keys(), id]);
  });

  test('of a mended variant is resolved to its own stack in the same scenario', async () => {
    const [bad, mended] = await Promise.all(
      ['lying-readiness', 'lying-readiness-mended'].map((variant) =>
        resolveJob({ stack: 'postgres', variant }),
      ),
    );
    expect(mended?.scenario).toEqual(bad?.scenario);
    expect(mended?.stack).not.toBe(bad?.stack);
    expect(mended?.variant).toBe('lying-readiness-mended');
  });

  test('of a mended variant that there is not is refused', async () => {
    const asked = (variant: string) => resolveJob({ stack: 'postgres', variant });
    await expect(asked('empty-dir-mended')).rejects.toThrow(/empty-dir brings no mended stack/);
    await expect(asked('immortal-mended')).rejects.toThrow(/no known-bad variant "immortal-mended"/);
  });

  test('of a variant in a scenario that is not its own is refused', async () => {
    const asked = (variant: string) => resolveJob({ stack: 'postgres', variant, scenario: 'control' });
    await expect(asked('empty-dir')).rejects.toThrow(/brought to light by the scenario ".*", not "control"/);
    await expect(asked('promoted-replica')).rejects.toThrow(/scenario "leader-lost-.*", not "control"/);
  });

  test('of a variant that brings no scenario has the one that is asked for, with every fault replaced', async () => {
    const request = { stack: 'postgres', variant: 'fault-not-carried-out', scenario: 'pod-kill' };
    const { scenario, override } = await resolveJob(request);
    expect(scenario.id).toBe('pod-kill');
    const { faults } = override({ budgets: new Budgets(), faults: FAULTS } as unknown as RunContext);
    expect([...faults.keys()]).toEqual([...FAULTS.keys()]);
    for (const [id, fault] of faults) expect(fault).not.toBe(FAULTS.get(id));
  });

  test('that names no scenario is refused', async () => {
    await expect(resolveJob({ stack: 'postgres' })).rejects.toThrow(/postgres brings no scenario of its own/);
  });
});

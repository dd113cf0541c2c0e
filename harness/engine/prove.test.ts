import { describe, expect, test } from '@jest/globals';
import { Budgets } from '../core/budgets.ts';
import { FAULTS } from '../faults/index.ts';
import type { ScenarioResult } from '../model/result.ts';
import type { Finding, Verdict } from '../model/verdict.ts';
import type { RunContext } from '../scenario/context.ts';
import { compare, proofRequests, type ProofRequest } from './prove.ts';
import { loadKnownBad } from './registry.ts';
import { resolveJob } from './run-one.ts';

const stacks = ['postgres'];

function found(verdict: Verdict, ...findings: [kind: string, effect: Finding['effect']][]): ScenarioResult {
  return { verdict, findings: findings.map(([kind, effect]) => ({ kind, effect })) } as ScenarioResult;
}

const request = (verdict: Verdict, ...kinds: string[]): ProofRequest => ({
  stack: 'db',
  variant: 'bad',
  scenario: 'pod-kill',
  expects: { verdict, kinds },
});

describe('a known-bad variant', () => {
  test('is caught by the expected verdict for the expected reason', () => {
    const proof = compare(request('fail', 'lost'), found('fail', ['lost', 'fail'], ['slow', 'note']));
    expect(proof).toMatchObject({ caught: true, found: { verdict: 'fail', kinds: ['lost'] } });
  });

  test.each<[string, ProofRequest, ScenarioResult]>([
    ['passes', request('fail', 'lost'), found('pass')],
    ['fails for another reason', request('fail', 'lost'), found('fail', ['not-recovered', 'fail'])],
    ['shows one of two reasons', request('fail', 'lost', 'stale'), found('fail', ['lost', 'fail'])],
    ['shows the reason as a note', request('fail', 'lost'), found('fail', ['lost', 'note'], ['x', 'fail'])],
    ['fails instead of unknown', request('unknown', 'a'), found('fail', ['a', 'unknown'], ['lost', 'fail'])],
    ['has not run', request('unknown', 'fault-not-proven'), found('unknown', ['not-run', 'unknown'])],
  ])('that %s is not caught', (_, wanted, result) => {
    expect(compare(wanted, result).caught).toBe(false);
  });
});

describe('what a run has to prove', () => {
  test('every variant, in its own scenario, or in each of those asked for where it has none', async () => {
    const requests = await proofRequests({ stacks, scenarios: ['pod-kill', 'node-drain'] }, undefined);
    const scenariosOf = (variant: string): string[] =>
      requests.filter((one) => one.variant === variant).map((one) => one.scenario);
    const own = (await loadKnownBad('postgres', 'empty-dir')).scenario;
    expect(scenariosOf('empty-dir')).toEqual([own]);
    expect(scenariosOf('fault-not-carried-out')).toEqual(['pod-kill', 'node-drain']);
  });

  test('a variant that there is not is refused with the names of those there are', async () => {
    const asked = proofRequests({ stacks, scenarios: ['pod-kill'] }, ['immortal']);
    await expect(asked).rejects.toThrow(
      /no known-bad variant "immortal" of postgres; there are: .*empty-dir/,
    );
  });
});

describe('a request', () => {
  test('of a variant is resolved to the scenario that the variant brings', async () => {
    const job = await resolveJob({ stack: 'postgres', variant: 'empty-dir' });
    expect(job.scenario.id).toBe((await loadKnownBad('postgres', 'empty-dir')).scenario);
  });

  test('of a variant in a scenario that is not its own is refused', async () => {
    const asked = resolveJob({ stack: 'postgres', variant: 'empty-dir', scenario: 'control' });
    await expect(asked).rejects.toThrow(/brought to light by the scenario ".*", not "control"/);
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

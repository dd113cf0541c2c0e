import { describe, expect, test } from '@jest/globals';
import { sampleContract } from '../model/contract.fixture.ts';
import { SCENARIOS, type Scenario } from '../scenario/scenarios.ts';
import { TABLE_MIX } from '../stack/mix.ts';
import type { Stack } from '../stack/stack.ts';
import { notRun, RunLedger } from './ledger.ts';
import type { RunOptions } from './options.ts';

const options = {
  ...{ run: 'r', seed: 7, rate: 200, writers: 8, readRate: 20, loadSeconds: 5, parallel: 2 },
  ...{ scenarios: SCENARIOS.map(({ id }) => id), mix: TABLE_MIX, calibrate: true },
} as unknown as RunOptions;
const stack = {
  name: 'db',
  product: 'A database',
  members: 3,
  contract: sampleContract,
} as unknown as Stack;
const scenario = (id: string): Scenario => ({
  id,
  title: id,
  steps: [],
  scope: 'pods',
  power: { acknowledgedBefore: 1, acknowledgedAfter: 1, inFlightAtFault: 0 },
});
const finding = { judge: 'suite', kind: 'assertion', message: 'no', count: 1, examples: [] };

describe("the run's ledger", () => {
  test('is unknown while a planned scenario has not run, whatever the others say', () => {
    const ledger = new RunLedger(options);
    ledger.add({ ...notRun(stack, scenario('a'), 'later'), verdict: 'pass', findings: [] });
    ledger.add(notRun(stack, scenario('b'), 'later'));
    expect(ledger.toResult().verdict).toBe('unknown');
    expect(ledger.toResult().scenarios.map((one) => one.verdict)).toEqual(['pass', 'unknown']);
  });

  test('puts a result in the place that was kept for it', () => {
    const ledger = new RunLedger(options);
    ledger.add(notRun(stack, scenario('a'), 'later'));
    ledger.add(notRun(stack, scenario('b'), 'later'));
    ledger.add({ ...notRun(stack, scenario('a'), 'later'), verdict: 'pass', findings: [] });
    expect(ledger.results().map((one) => [one.scenario, one.verdict])).toEqual([
      ['a', 'pass'],
      ['b', 'unknown'],
    ]);
  });

  test('a variant is a scenario of its own', () => {
    const ledger = new RunLedger(options);
    ledger.add(notRun(stack, scenario('a'), 'later'));
    ledger.add({ ...notRun(stack, scenario('a'), 'later'), variant: 'bad' });
    expect(ledger.results()).toHaveLength(2);
  });

  test('a finding that comes later can only make a verdict worse', () => {
    const ledger = new RunLedger(options);
    const pass = { ...notRun(stack, scenario('a'), ''), verdict: 'pass' as const, findings: [] };
    const fail = { ...notRun(stack, scenario('b'), ''), verdict: 'fail' as const };
    ledger.add(pass);
    ledger.add(fail);
    ledger.addFinding(pass, { ...finding, effect: 'fail' });
    ledger.addFinding(fail, { ...finding, effect: 'unknown' });
    expect(ledger.results().map((one) => one.verdict)).toEqual(['fail', 'fail']);
    expect(ledger.results()[0]?.findings).toHaveLength(1);
  });

  test('says how the load was, and what was not tested', () => {
    const { rate, writers, readRate, mix, loadSeconds, parallel } = new RunLedger(options).toResult();
    expect({ rate, writers, readRate, mix, loadSeconds, parallel }).toEqual({
      ...{ rate: 200, writers: 8, readRate: 20, mix: TABLE_MIX, loadSeconds: 5, parallel: 2 },
    });
    const partial = {
      ...options,
      calibrate: false,
      scenarios: ['control'],
      mix: { ...TABLE_MIX, transfer: 0 },
    };
    const { notTested } = new RunLedger(partial).toResult();
    expect(notTested.join('\n')).toMatch(
      /not asked for: pod-delete, .*control-plane-stop\.\nNo driver was tried.*\nOther operations than add, .*as --mix asked\.$/,
    );
    expect(new RunLedger({ ...options, mix: undefined }).toResult().notTested.join()).not.toMatch(
      /not asked for|Other operations|No driver/,
    );
  });

  test('names the contracts that are weaker than documented, those of scenarios not run included', () => {
    const ledger = new RunLedger(options);
    ledger.add(notRun(stack, scenario('a'), 'later'));
    expect(ledger.toResult().weakerContracts).toEqual([]);
    const power = { keeps: 'nothing', because: 'nothing is flushed' } as const;
    const weak = {
      ...stack,
      name: 'weak',
      contract: (members: number) => sampleContract(members, { power }),
    };
    ledger.add(notRun(weak, scenario('a'), 'later'));
    expect(ledger.toResult().weakerContracts).toMatchObject([{ stack: 'weak', members: 3, class: 'power' }]);
  });

  test('an interrupted run is no pass', () => {
    const ledger = new RunLedger(options);
    ledger.add({ ...notRun(stack, scenario('a'), ''), verdict: 'pass', findings: [] });
    expect(ledger.toResult().verdict).toBe('pass');
    expect(ledger.toResult('The run was interrupted by SIGINT.').verdict).toBe('unknown');
  });
});

import { describe, expect, test } from '@jest/globals';
import { sampleContract } from '../model/contract.fixture.ts';
import type { KeepPromise } from '../model/contract.ts';
import { NEMESIS, type Operation } from '../model/operation.ts';
import { joinCalls } from './calls.ts';
import { contractsOf, heldTo, weakerContractsOf } from './contracts.ts';
import { fault, sampleEvidence } from './evidence.fixture.ts';
import { judgeScenario } from './judge.ts';

const WINDOW: KeepPromise = { keeps: 'all-but-window', windowSeconds: 1 };
const EVERYTHING: KeepPromise = { keeps: 'everything' };

const declared = (f: string, time: number, value: unknown): Operation => ({
  ...{ process: NEMESIS, type: 'info', f, key: f, time, value },
});

describe('the contracts of a history', () => {
  test('are those that were declared, with their times', () => {
    const history = [
      declared('contract', 1, sampleContract(3)),
      declared('accounts', 2, { a: 1 }),
      declared('queues', 3, sampleContract(5)),
      declared('contract', 9, sampleContract(1)),
    ];
    expect(contractsOf(joinCalls(history))).toEqual([
      { at: 1, contract: sampleContract(3) },
      { at: 9, contract: sampleContract(1) },
    ]);
  });

  test('do not hold what cannot be read, nor what a client wrote', () => {
    const client: Operation = {
      ...declared('contract', 1, sampleContract()),
      ...{ process: 1, type: 'invoke' },
    };
    const unreadable = declared('contract', 2, { members: 3, summary: 'everything' });
    expect(contractsOf(joinCalls([client, unreadable]))).toEqual([]);
  });
});

describe('what a fault held the stack to', () => {
  const weak = sampleContract(1, { pod: WINDOW });

  test('is the promise of its class, of each contract that was in force meanwhile', () => {
    const contracts = [
      { at: 9_000, contract: sampleContract(3) },
      { at: 31_000, contract: weak },
    ];
    expect(heldTo(fault({ contracts }))).toEqual({
      ...{ fault: 'pod-delete', class: 'pod' },
      promises: [
        { members: 3, promise: EVERYTHING },
        { members: 1, promise: WINDOW },
      ],
    });
  });

  test('is everything where it is of another class, or takes nothing away', () => {
    const contracts = [{ at: 0, contract: weak }];
    for (const one of ['process', 'none'] as const) {
      expect(heldTo(fault({ class: one, contracts })).promises).toEqual([
        { members: 1, promise: EVERYTHING },
      ]);
    }
    expect(heldTo(fault({ contracts: [] })).promises).toEqual([]);
  });

  test('is everything where it was not proven', () => {
    const unproven = fault({
      contracts: [{ at: 0, contract: weak }],
      proof: { proven: false, evidence: [] },
    });
    expect(heldTo(unproven)).toMatchObject({ class: 'pod', promises: [{ promise: EVERYTHING }] });
  });

  test('is in the result, beside the contract', () => {
    const evidence = sampleEvidence({ faults: [fault(), fault({ fault: 'pod-kill', class: 'process' })] });
    const { contract, heldTo: held } = judgeScenario(evidence, 'folder');
    expect(contract).toEqual(sampleContract());
    expect(held.map((one) => [one.fault, one.class, one.promises[0]?.promise.keeps])).toEqual([
      ['pod-delete', 'pod', 'everything'],
      ['pod-kill', 'process', 'everything'],
    ]);
  });
});

describe('the contracts of a run that are weaker than documented', () => {
  const scenario = (changes: Partial<Parameters<typeof weakerContractsOf>[0][number]>) => ({
    ...{ stack: 'db', contract: sampleContract(), contracts: [] },
    ...changes,
  });

  test('are none where every promise is the documentation’s', () => {
    expect(weakerContractsOf([scenario({ contracts: [{ at: 1, contract: sampleContract(1) }] })])).toEqual(
      [],
    );
  });

  test('are named once each, those that came into force later included', () => {
    const contract = sampleContract(3, { power: WINDOW });
    const alone = sampleContract(1, { power: { keeps: 'nothing', because: 'nothing is flushed' } });
    const run = [
      scenario({ contract }),
      scenario({ contract, contracts: [contract, alone].map((one, i) => ({ at: i, contract: one })) }),
      scenario({ stack: 'queue' }),
      scenario({ contract, variant: 'bad' }),
    ];
    expect(weakerContractsOf(run).map((one) => 'variant' in one)).toEqual([false, false, true]);
    expect(weakerContractsOf(run)).toEqual([
      {
        ...{ stack: 'db', members: 3, class: 'power' },
        promised: 'everything acknowledged is kept but for the last 1 s before the fault',
        documented: 'everything acknowledged is kept',
        sources: contract.documented.sources,
      },
      expect.objectContaining({
        ...{ stack: 'db', members: 1, class: 'power' },
        promised: 'nothing acknowledged has to be kept (nothing is flushed)',
      }),
      expect.objectContaining({ stack: 'db', variant: 'bad', members: 3 }),
    ]);
  });
});

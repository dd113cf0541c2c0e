import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sampleContract } from '../model/contract.fixture.ts';
import { FAULT_CLASSES, promisesOf, type DurabilityContract, type KeepPromise } from '../model/contract.ts';
import type { FaultRecord } from '../model/fault-record.ts';
import { fault, without } from './evidence.fixture.ts';
import { lossWindows, mayBeLost } from './loss-window.ts';

const NOTHING: KeepPromise = { keeps: 'nothing', because: 'it is a cache' };
const window = (windowSeconds: number): KeepPromise => ({ keeps: 'all-but-window', windowSeconds });
const under = (...contracts: [at: number, contract: DurabilityContract][]): FaultRecord['contracts'] =>
  contracts.map(([at, contract]) => ({ at, contract }));

/** The sample's fault, of class `pod`, injected at 30 s and in effect at 32 s, under a promise for its class. */
const podUnder = (promise: KeepPromise, changes: Partial<FaultRecord> = {}): FaultRecord =>
  fault({ contracts: under([9_000, sampleContract(3, { pod: promise })]), ...changes });
const windows = (...faults: FaultRecord[]): unknown => lossWindows({ faults });

describe('the loss windows of a scenario', () => {
  test('are none where everything acknowledged has to be kept', () => {
    expect(windows(fault())).toEqual([]);
    expect(windows()).toEqual([]);
  });

  test('go from so long before the injection until the effect', () => {
    expect(windows(podUnder(window(1.5)))).toEqual([{ from: 28_500, to: 32_000 }]);
  });

  test('go from the beginning where nothing has to be kept', () => {
    expect(windows(podUnder(NOTHING))).toEqual([{ from: 0, to: 32_000 }]);
  });

  test('may be a single moment', () => {
    const [first, second] = [9_000, 32_000].map((at) => under([at, sampleContract(3, { pod: NOTHING })]));
    expect(windows(fault({ contracts: [...(first ?? []), ...(second ?? [])] }))).toEqual([
      { from: 0, to: 32_000 },
      { from: 32_000, to: 32_000 },
    ]);
  });

  test('end with the recovery where the effect is not on record, and never without that', () => {
    const unseen = without(podUnder(window(1)), 'effectAt');
    expect(windows(unseen)).toEqual([{ from: 29_000, to: 45_500 }]);
    expect(windows(without(unseen, 'wholeAt'))).toEqual([{ from: 29_000, to: Infinity }]);
  });

  test('end with the recovery from a fault that takes one member after the other', () => {
    const rolling = podUnder(window(1), { goesOn: true });
    expect(windows(rolling)).toEqual([{ from: 29_000, to: 45_500 }]);
    expect(windows(without(rolling, 'wholeAt'))).toEqual([{ from: 29_000, to: Infinity }]);
    expect(windows({ ...rolling, goesOn: false })).toEqual([{ from: 29_000, to: 32_000 }]);
  });

  test('are opened by no fault that was not proven', () => {
    expect(windows(podUnder(NOTHING, { proof: { proven: false, evidence: [] } }))).toEqual([]);
  });

  test('are opened by no fault of another class, nor by one that takes nothing away', () => {
    const contracts = under([9_000, { ...sampleContract(3, { pod: NOTHING }) }]);
    for (const other of ['process', 'node', 'power'] as const) {
      expect(windows(fault({ class: other, contracts }))).toEqual([]);
    }
    const weakest = { ...sampleContract(), promises: promisesOf(NOTHING) };
    expect(windows(fault({ class: 'none', contracts: under([0, weakest]) }))).toEqual([]);
  });

  test('are opened by no fault without a contract on record', () => {
    expect(windows(fault({ contracts: [] }))).toEqual([]);
  });

  test('are each fault’s own', () => {
    const second = podUnder(window(1), { injectedAt: 50_000, effectAt: 50_100 });
    expect(windows(podUnder(window(1)), second)).toEqual([
      { from: 29_000, to: 32_000 },
      { from: 49_000, to: 50_100 },
    ]);
  });
});

describe('contracts that follow each other while a fault is carried out', () => {
  const strong = sampleContract(3);
  const weak = sampleContract(1, { pod: window(5) });

  test('a weaker one excuses only what was acknowledged under it', () => {
    expect(windows(fault({ contracts: under([9_000, strong], [31_000, weak]) }))).toEqual([
      { from: 31_000, to: 32_000 },
    ]);
  });

  test('a stronger one excuses nothing that was acknowledged under it', () => {
    expect(windows(fault({ contracts: under([9_000, weak], [31_000, strong]) }))).toEqual([
      { from: 25_000, to: 31_000 },
    ]);
  });

  test('the first rules what was acknowledged before it came into force as well', () => {
    expect(windows(fault({ contracts: under([29_000, weak], [31_000, strong]) }))).toEqual([
      { from: 25_000, to: 31_000 },
    ]);
  });

  test('one that came into force only after the fault had taken hold excuses nothing', () => {
    expect(windows(fault({ contracts: under([9_000, strong], [33_000, weak]) }))).toEqual([]);
  });

  test('are taken by their times, however they are listed', () => {
    expect(windows(fault({ contracts: under([31_000, weak], [9_000, strong]) }))).toEqual([
      { from: 31_000, to: 32_000 },
    ]);
  });
});

describe('whether an acknowledgement may be lost', () => {
  test.each([
    [28_999, false],
    [29_000, true],
    [32_000, true],
    [32_001, false],
  ])('at %i ms: %s', (at, lost) => {
    expect(mayBeLost(lossWindows({ faults: [podUnder(window(1))] }), at)).toBe(lost);
  });

  const seconds = fc.double({ min: 0.001, max: 100, noNaN: true });
  const promise: fc.Arbitrary<KeepPromise> = fc.oneof(
    fc.constant<KeepPromise>({ keeps: 'everything' }),
    fc.constant(NOTHING),
    seconds.map(window),
  );
  const contract = fc
    .record({ process: promise, pod: promise, node: promise, power: promise })
    .map((promises) => ({ ...sampleContract(), promises }));
  const struck = fc
    .record({
      class: fc.constantFrom(...FAULT_CLASSES, 'none' as const),
      contract,
      proven: fc.boolean(),
      injectedAt: fc.integer({ min: 0, max: 100_000 }),
      takes: fc.integer({ min: 0, max: 20_000 }),
    })
    .map(({ class: reach, contract: one, proven, injectedAt, takes }) =>
      fault({
        ...{ class: reach, contracts: under([0, one]), injectedAt, effectAt: injectedAt + takes },
        ...{ proof: { proven, evidence: [] }, wholeAt: injectedAt + takes + 1000 },
      }),
    );

  test('is so exactly where a proven fault of a class with a weaker promise could have taken it', () => {
    fc.assert(
      fc.property(fc.array(struck, { maxLength: 4 }), fc.integer({ min: 0, max: 200_000 }), (faults, at) => {
        const excused = faults.some(({ class: reach, contracts, proof, injectedAt, effectAt = 0 }) => {
          const kept = reach === 'none' ? undefined : contracts[0]?.contract.promises[reach];
          if (!proof.proven || kept === undefined || kept.keeps === 'everything' || at > effectAt)
            return false;
          return kept.keeps === 'nothing' || at >= injectedAt - kept.windowSeconds * 1000;
        });
        expect(mayBeLost(lossWindows({ faults }), at)).toBe(excused);
      }),
    );
  });

  test('a weaker contract excuses whatever a stronger one does', () => {
    fc.assert(
      fc.property(struck, seconds, fc.integer({ min: 0, max: 200_000 }), (one, windowSeconds, at) => {
        const lost = (...contracts: DurabilityContract[]): boolean[] =>
          contracts.map((each) =>
            mayBeLost(lossWindows({ faults: [{ ...one, contracts: under([0, each]) }] }), at),
          );
        const all = (kept: KeepPromise): DurabilityContract => ({
          ...sampleContract(),
          promises: promisesOf(kept),
        });
        const answers = lost(
          all({ keeps: 'everything' }),
          all(window(windowSeconds)),
          all(window(windowSeconds * 2)),
          all(NOTHING),
        );
        expect(answers.toSorted()).toEqual(answers);
        expect(answers[0]).toBe(false);
      }),
    );
  });
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sampleContract } from '../model/contract.fixture.ts';
import type { KeepPromise, Promises } from '../model/contract.ts';
import type { FaultRecord } from '../model/fault-record.ts';
import type { ScenarioResult } from '../model/result.ts';
import { ACKNOWLEDGED, fault, readBack, sampleEvidence } from './evidence.fixture.ts';
import { judgeScenario } from './judge.ts';

// The sample's fault, of class `pod`, is injected at 30 s and in effect at 32 s. Its writes are acknowledged one a
// second, 5 ms after the full second: k0 at 10.005 s, k19 at 29.005 s; none between 30 s and 40 s.
const WINDOW: KeepPromise = { keeps: 'all-but-window', windowSeconds: 2.5 };
const IN_WINDOW = ['k18', 'k19'];

/** The result where every member has lost those keys, under a contract with those promises. */
function judged(
  lost: readonly string[],
  promises: Partial<Promises>,
  changes: Partial<FaultRecord> = {},
): ScenarioResult {
  const contract = sampleContract(3, promises);
  const { record } = sampleEvidence();
  const kept = ACKNOWLEDGED.filter((key) => !lost.includes(key));
  return judgeScenario(
    sampleEvidence({
      // What may be lost is no evidence of a load: how much of that there was is not the matter here.
      record: { ...record, contract, power: { ...record.power, acknowledgedBefore: 0 } },
      faults: [fault({ contracts: [{ at: 9_000, contract }], ...changes })],
      readBacks: [0, 1, 2].map((n) => readBack(`db-${String(n)}`, kept)),
    }),
    'folder',
  );
}

const kinds = ({ findings }: ScenarioResult): string[] => [
  ...new Set(findings.map(({ kind, effect }) => `${effect} ${kind}`)),
];

describe('acknowledged writes that are lost', () => {
  test('in the window of their contract are noted, and held against nobody', () => {
    const result = judged(IN_WINDOW, { pod: WINDOW });
    expect(result).toMatchObject({ verdict: 'pass', data: { lost: 0, lostInWindow: 2 } });
    expect(kinds(result)).toEqual(['note lost-in-window']);
  });

  test('outside it are a failure', () => {
    const result = judged(['k17', ...IN_WINDOW], { pod: WINDOW });
    expect(result).toMatchObject({ verdict: 'fail', data: { lost: 1, lostInWindow: 2 } });
    expect(kinds(result)).toEqual(expect.arrayContaining(['fail lost', 'note lost-in-window']));
    expect(judged(['k30'], { pod: WINDOW })).toMatchObject({ verdict: 'fail', data: { lost: 1 } });
  });

  test('are no failure before the fault, and one after it, where nothing has to be kept', () => {
    const pod: KeepPromise = { keeps: 'nothing', because: 'it is a cache' };
    expect(judged(['k0', ...IN_WINDOW], { pod })).toMatchObject({
      verdict: 'pass',
      data: { lost: 0, lostInWindow: 3 },
    });
    expect(judged(['k0', 'k30'], { pod })).toMatchObject({
      verdict: 'fail',
      data: { lost: 1, lostInWindow: 1 },
    });
  });

  test.each<[string, Partial<Promises>, Partial<FaultRecord>]>([
    ['no window', {}, {}],
    ['a window for other classes only', { process: WINDOW, node: WINDOW, power: WINDOW }, {}],
    ['a fault that takes nothing away', { pod: WINDOW }, { class: 'none' }],
    ['a fault that was not proven', { pod: WINDOW }, { proof: { proven: false, evidence: [] } }],
  ])('are a failure with %s', (_what, promises, changes) => {
    const result = judged(IN_WINDOW, promises, changes);
    expect(result).toMatchObject({ verdict: 'fail', data: { lost: 2, lostInWindow: 0 } });
  });

  test('are told apart whichever they are, and whatever the window', () => {
    const lost = fc.subarray(ACKNOWLEDGED, { maxLength: 12 });
    const seconds = fc.double({ min: 0.001, max: 25, noNaN: true });
    fc.assert(
      fc.property(lost, seconds, (keys, windowSeconds) => {
        const allowed = keys.filter((key) => {
          const at = 10_005 + Number(key.slice(1)) * 1000;
          return at <= 32_000 && at >= 30_000 - windowSeconds * 1000;
        }).length;
        const result = judged(keys, { pod: { keeps: 'all-but-window', windowSeconds } });
        const { lost: failed, lostInWindow } = result.data;
        expect({ failed, lostInWindow }).toEqual({ failed: keys.length - allowed, lostInWindow: allowed });
        expect(result.verdict).toBe(keys.length > allowed ? 'fail' : 'pass');
      }),
      { numRuns: 60 },
    );
  });
});

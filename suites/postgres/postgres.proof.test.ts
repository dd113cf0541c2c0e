import { beforeAll, describe, expect, test } from '@jest/globals';
import { engine } from '../../harness/engine/client.ts';
import '../../harness/engine/matchers.ts';
import { compare } from '../../harness/engine/prove.ts';
import type { ScenarioResult } from '../../harness/model/result.ts';
import type { KnownBad } from '../../harness/scenario/known-bad.ts';
import { knownBad as emptyDir } from './known-bad/empty-dir/known-bad.ts';
import { knownBad as notCarriedOut } from './known-bad/fault-not-carried-out/known-bad.ts';

/** Asked for all at once, so that the engine can run several beside each other. */
let good: Promise<ScenarioResult>;
let onEmptyDir: Promise<ScenarioResult>;
let skipped: Record<'pod-kill' | 'node-drain', Promise<ScenarioResult>>;

/** Why a variant was not caught, or not for the right reason. */
const wrong = ({ stack, scenario, ...rest }: ScenarioResult, { expects }: KnownBad): readonly string[] =>
  compare({ stack, scenario, variant: undefined, expects }, { stack, scenario, ...rest }).wrong;

describe('PostgreSQL on a real cluster', () => {
  beforeAll(() => {
    const skip = (scenario: string): Promise<ScenarioResult> =>
      engine.runScenario({ stack: 'postgres', scenario, variant: 'fault-not-carried-out' });
    good = engine.runScenario({ stack: 'postgres', scenario: 'pod-kill' });
    onEmptyDir = engine.runScenario({ stack: 'postgres', variant: 'empty-dir' });
    skipped = { 'pod-kill': skip('pod-kill'), 'node-drain': skip('node-drain') };
    // What goes wrong with one of them is told by the test that waits for it.
    for (const asked of [good, onEmptyDir, ...Object.values(skipped)]) asked.catch(() => undefined);
  });

  test('the good stack passes when its pods are killed from the node', async () => {
    const outcome = await good;
    expect(outcome).toBeJudged('pass');
    expect(outcome).toHaveLostNothing();
    expect(outcome).toKeepIdentity();
    expect(outcome.data.membersRead).toEqual(['postgres-0', 'postgres-1', 'postgres-2']);
    expect(outcome.faults.map((fault) => fault.proof.proven)).toEqual([true]);
    expect(outcome.operations.acknowledged).toBeGreaterThan(500);
  });

  test('on emptyDir it fails for lost rows when all its pods are deleted, and for nothing else', async () => {
    const outcome = await onEmptyDir;
    expect(outcome).toBeJudged('fail');
    expect(wrong(outcome, emptyDir)).toEqual([]);
    expect(outcome.faults[0]?.proof.proven).toBe(true);
    // Everything acknowledged before the fault was on the volumes, and is not any more.
    expect(outcome.data.lost).toBeGreaterThan(100);
  });

  test.each(['pod-kill', 'node-drain'] as const)(
    'a %s that was not carried out makes the scenario unknown, though nothing is lost',
    async (scenario) => {
      const outcome = await skipped[scenario];
      expect(outcome).toBeJudged('unknown');
      expect(wrong(outcome, notCarriedOut)).toEqual([]);
      expect(outcome.data.lost).toBe(0);
      expect(outcome.operations.acknowledged).toBeGreaterThan(100);
    },
  );
});

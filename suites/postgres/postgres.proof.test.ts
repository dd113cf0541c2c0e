import { describe, expect, test } from '@jest/globals';
import { engine } from '../../harness/engine/client.ts';
import '../../harness/engine/matchers.ts';
import { knownBad as emptyDir } from './known-bad/empty-dir/known-bad.ts';
import { knownBad as notCarriedOut } from './known-bad/fault-not-carried-out/known-bad.ts';

describe('PostgreSQL on a real cluster', () => {
  test('the good stack passes when its pods are killed from the node', async () => {
    const outcome = await engine.runScenario({ stack: 'postgres', scenario: 'pod-kill' });
    expect(outcome).toBeJudged('pass');
    expect(outcome).toHaveLostNothing();
    expect(outcome).toKeepIdentity();
    expect(outcome.data.membersRead).toEqual(['postgres-0', 'postgres-1', 'postgres-2']);
    expect(outcome.faults.map((fault) => fault.proof.proven)).toEqual([true]);
    expect(outcome.operations.acknowledged).toBeGreaterThan(500);
  });

  test('on emptyDir it fails for lost rows when the pod of its primary is deleted', async () => {
    const outcome = await engine.runScenario({ stack: 'postgres', variant: 'empty-dir' });
    expect(outcome).toBeJudged('fail');
    const kinds = outcome.findings
      .filter((finding) => finding.effect === 'fail')
      .map((finding) => finding.kind);
    expect(kinds).toEqual(expect.arrayContaining([...emptyDir.expects.kinds]));
    expect(outcome.faults[0]?.proof.proven).toBe(true);
    // Everything acknowledged before the fault was on the primary, and is not any more.
    expect(outcome.data.lost).toBeGreaterThan(100);
    const primary = outcome.findings.find(
      (finding) => finding.kind === 'lost' && finding.member === 'postgres-0',
    );
    expect(primary?.count).toBeGreaterThan(100);
  });

  test('a fault that was not carried out makes the scenario unknown, though nothing is lost', async () => {
    const outcome = await engine.runScenario({ stack: 'postgres', variant: 'fault-not-carried-out' });
    expect(outcome).toBeJudged('unknown');
    expect(outcome.findings.map((finding) => finding.kind)).toEqual(
      expect.arrayContaining([...notCarriedOut.expects.kinds]),
    );
    expect(outcome.data.lost).toBe(0);
    expect(outcome.operations.acknowledged).toBeGreaterThan(100);
  });
});

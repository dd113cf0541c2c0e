import { describe, expect, test } from '@jest/globals';
import type { LoadedEvidence } from '../model/bundle-evidence.ts';
import { sampleContract } from '../model/contract.fixture.ts';
import { showOperations } from '../model/history-file.ts';
import { NEMESIS, type Operation } from '../model/operation.ts';
import { NO_AVAILABILITY, NO_DATA, type ScenarioResult } from '../model/result.ts';
import { controlEvidence, fault, operation, sampleEvidence, snapshot, write } from './evidence.fixture.ts';
import { judgeScenario } from './judge.ts';
import { ScenarioJudging } from './scenario-judging.ts';

const brief = ({ findings }: ScenarioResult): string[] =>
  findings.map(({ judge, kind, effect, message }) => `${effect} ${judge} ${kind}: ${message}`);

/** Makes one part of something throw when it is looked at for the first time. */
function breakOnce(broken: object, name: string): void {
  const value: unknown = Reflect.get(broken, name);
  let looked = false;
  Object.defineProperty(broken, name, {
    get: () => {
      if (looked) return value;
      looked = true;
      throw new Error(`${name} is broken`);
    },
  });
}

describe('judging a scenario', () => {
  test('names what was judged', () => {
    const evidence = sampleEvidence();
    const result = judgeScenario(evidence, 'some/folder');
    expect(result).toMatchObject({
      ...{ stack: 'db', product: 'Database 1.0', scenario: 'pod-delete', title: 'The leader is deleted' },
      ...{ variant: 'leader', folder: 'some/folder', faults: evidence.faults },
    });
    expect(result.contract).toEqual(evidence.record.contract);
    expect(result.faults).not.toBe(evidence.faults);
    expect(result.heldTo).toHaveLength(1);
    expect('variant' in judgeScenario(controlEvidence(), 'x')).toBe(false);
    expect(judgeScenario(controlEvidence(), 'x').heldTo).toEqual([]);
  });

  test('sums up what every phase took, but for those that never ended', () => {
    const phases: LoadedEvidence['phases'] = [
      { phase: 'deploy', startedAt: 0, endedAt: 1_500 },
      { phase: 'inject', startedAt: 2_000, endedAt: 3_250 },
      { phase: 'recover', startedAt: 4_000, endedAt: 5_000 },
      { phase: 'inject', startedAt: 6_000, endedAt: 6_501 },
      { phase: 'recover', startedAt: 7_000 },
    ];
    expect(judgeScenario(sampleEvidence({ phases }), 'x').durations).toEqual({
      ...{ deploy: 1.5, inject: 1.751, recover: 1 },
    });
  });

  test('tells what is missing of the evidence, all of it', () => {
    const problems = ['One file is missing.', 'Another one too.'];
    const [finding] = judgeScenario(sampleEvidence({ problems }), 'x').findings;
    expect(finding).toEqual({
      ...{ judge: 'evidence', kind: 'incomplete-evidence', effect: 'unknown', count: 2, examples: problems },
      message: 'The evidence is not all there: One file is missing. Another one too.',
    });
  });

  test('gives the contracts that were declared meanwhile', () => {
    const declared: Operation = {
      ...{ process: NEMESIS, type: 'info', f: 'contract', key: 'contract', time: 9_000 },
      value: sampleContract(),
    };
    const operations = [declared, ...(sampleEvidence().operations ?? [])];
    expect(judgeScenario(sampleEvidence({ operations }), 'x').contracts).toHaveLength(1);
    expect(judgeScenario(sampleEvidence(), 'x').contracts).toEqual([]);
  });

  test.each([
    ['evidence', 'problems', (evidence: LoadedEvidence) => evidence],
    ['phases', 'phases', (evidence: LoadedEvidence) => evidence],
    ['proofs', 'record', (evidence: LoadedEvidence) => evidence],
    ['power', 'power', ({ record }: LoadedEvidence) => record],
    ['identity', 'problems', ({ after }: LoadedEvidence) => after ?? {}],
    ['ordering', 'pods', (evidence: LoadedEvidence) => evidence],
    ['incarnations', 'incarnations', (evidence: LoadedEvidence) => evidence],
    ['availability', 'recoverBudgetSeconds', ({ faults }: LoadedEvidence) => faults[0] ?? {}],
  ])('goes on without a judge that crashed, and names it: %s', (judge, name, of) => {
    const evidence = sampleEvidence();
    const judging = new ScenarioJudging(evidence);
    judging.walk.endHistory(false);
    breakOnce(of(evidence), name);
    const result = judging.result('x');
    const crashed = brief(result).filter((one) => one.includes('judge-crashed'));
    expect(crashed).toEqual([
      `unknown ${judge} judge-crashed: The judge "${judge}" crashed: ${name} is broken`,
    ]);
  });
});

describe('a history that could not be gone through', () => {
  const operations = write('a', 'ok', { from: 10_000 });

  test('says why, and nothing is counted of it', () => {
    const judging = new ScenarioJudging(sampleEvidence());
    showOperations(operations, (record) => {
      judging.walk.record(record);
    });
    judging.walk.giveUp(new Error('it broke'));
    judging.walk.giveUp(new Error('another reason'));
    showOperations(write('b', 'ok', { from: 20_000 }), (record) => {
      judging.walk.record(record);
    });
    judging.walk.endHistory(true);
    const result = judging.result('x');
    expect(brief(result)).toEqual(['unknown history judge-crashed: The judge "history" crashed: it broke']);
    expect(result).toMatchObject({
      ...{ verdict: 'unknown', data: NO_DATA, availability: NO_AVAILABILITY, contracts: [] },
      operations: {
        ...{ attempted: 0, acknowledged: 0, failed: 0, indeterminate: 0, reads: 0 },
        ...{ inFlightAtFault: null, inFlightAtFaults: [] },
      },
    });
  });

  test('is not gone through any further after a record that cannot be read', () => {
    const judging = new ScenarioJudging(sampleEvidence());
    let asked = 0;
    const odd = new Proxy(
      {},
      {
        get: () => {
          asked += 1;
          throw new Error('no record');
        },
      },
    );
    judging.walk.record(odd as never);
    expect(asked).toBe(1);
    judging.walk.record(odd as never);
    expect(asked).toBe(1);
    judging.walk.endHistory(false);
    expect(brief(judging.result('x'))).toEqual([
      'unknown history judge-crashed: The judge "history" crashed: no record',
    ]);
  });
});

describe('a history that was gone through', () => {
  test('counts writes by how they ended, and reads', () => {
    const operations = [
      ...write('a', 'ok', { process: 1, from: 10_000 }),
      ...write('b', 'fail', { process: 1, from: 11_000 }),
      ...write('c', 'info', { process: 1, from: 12_000 }),
      ...write('d', 'open', { process: 2, from: 13_000 }),
    ];
    expect(judgeScenario(sampleEvidence({ operations }), 'x').operations).toMatchObject({
      ...{ attempted: 4, acknowledged: 1, failed: 1, indeterminate: 2, reads: 0 },
    });
  });

  test('is held to the loss windows of its faults', () => {
    const contract = sampleContract(3, { pod: { keeps: 'nothing', because: 'it is a cache' } });
    const faults = [fault({ contracts: [{ at: 0, contract }] })];
    const operations = write('a', 'ok', { from: 10_000 });
    const lost = sampleEvidence({ operations, readBacks: [] });
    expect(judgeScenario({ ...lost, faults }, 'x').operations).toMatchObject({ acknowledged: 1 });
    const readBacks = sampleEvidence().readBacks.map((one) => ({
      ...{ ...one, elements: [], footer: { end: 'complete' as const, elements: 0 } },
    }));
    expect(judgeScenario({ ...lost, readBacks, faults }, 'x').data).toMatchObject({
      ...{ lost: 0, lostInWindow: 1 },
    });
    expect(judgeScenario({ ...lost, readBacks }, 'x').data).toMatchObject({ lost: 1, lostInWindow: 0 });
  });

  test('shows judges of data what the nemesis declared', () => {
    const accounts: Operation = {
      ...{ process: NEMESIS, type: 'info', f: 'accounts', key: 'accounts', time: 9_000 },
      value: { x: 5, y: 5 },
    };
    const transfer = operation(...(['transfer', 't', 'ok', { process: 1, from: 12_000 }] as const), {
      sent: { from: 'x', to: 'y', amount: 1 },
    });
    const kinds = (operations: Operation[]): string[] =>
      judgeScenario(sampleEvidence({ operations }), 'x')
        .findings.filter(({ judge }) => judge === 'bank')
        .map(({ kind }) => kind);
    expect(kinds(transfer)).toEqual(['no-accounts']);
    expect(kinds([accounts, ...transfer])).not.toContain('no-accounts');
  });

  test('is looked at meanwhile, up to what is settled', () => {
    const judging = new ScenarioJudging(controlEvidence());
    const show = (from: number): void => {
      showOperations(write(`k${String(from)}`, 'ok', { process: from, from }), (record) => {
        judging.walk.record(record);
      });
    };
    [10_000, 50_000].forEach(show);
    judging.settled(60_000);
    show(30_000); // too late to be looked at in its place
    judging.walk.endHistory(false);
    // From there to the end of the load; in its place it would have left 29.995 s at the most.
    expect(judging.result('x').availability.longestGap).toBe(49.995);
  });

  test('is looked at meanwhile by the judges of data', () => {
    const judging = new ScenarioJudging(controlEvidence());
    const record = judging.walk.record.bind(judging.walk);
    showOperations(operation('increment', 'c', 'ok', { process: 1, from: 10_000 }, { got: 1 }), record);
    judging.settled(40_000);
    // Too late, as above.
    showOperations(operation('increment', 'c', 'ok', { process: 2, from: 30_000 }, { got: 2 }), record);
    showOperations(snapshot('db-0', { counters: { c: 2 } }, { from: 70_000 }), record);
    judging.walk.endHistory(false);
    const found = judging.result('x').findings.map(({ judge, kind }) => `${judge} ${kind}`);
    expect(found).toContain('counter unexpected');
  });

  test('tells judges of data that it was cut off', () => {
    const kinds = judgeScenario(sampleEvidence({ historyTorn: true }), 'x').findings.map(({ kind }) => kind);
    expect(kinds).toEqual(['torn-history']);
  });
});

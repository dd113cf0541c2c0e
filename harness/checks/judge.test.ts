import { describe, expect, test } from '@jest/globals';
import type { LoadedEvidence } from '../model/bundle-evidence.ts';
import { NO_DATA, scenarioResultSchema } from '../model/result.ts';
import {
  ACKNOWLEDGED,
  controlEvidence,
  fault,
  member,
  operation,
  readBack,
  sampleEvidence,
  snapshot,
  without,
  write,
} from './evidence.fixture.ts';
import { judgeScenario, verdictOfRun } from './judge.ts';

const against = (evidence: LoadedEvidence): string[] =>
  judgeScenario(evidence, 'x')
    .findings.filter(({ effect }) => effect !== 'note')
    .map(({ judge, kind, effect }) => `${effect} ${judge} ${kind}`);

describe('judgeScenario', () => {
  test('passes the sample and its control, with the numbers behind it', () => {
    const result = judgeScenario(sampleEvidence(), 'db/pod-delete');
    expect(result.findings).toEqual([]);
    expect(result).toMatchObject({
      verdict: 'pass',
      stack: 'db',
      variant: 'leader',
      operations: {
        ...{ attempted: 70, acknowledged: 60, failed: 0, indeterminate: 10, reads: 0 },
        ...{ inFlightAtFault: 3, inFlightAtFaults: [3] },
      },
      availability: { firstAcknowledged: 10.005, outage: 15.5, recovery: 15.5, longestGap: 11 },
      folder: 'db/pod-delete',
    });
    expect(result.durations).toEqual({
      deploy: 8,
      baseline: 2,
      load: 20,
      inject: 3,
      recover: 12.5,
      quiesce: 1,
      'read-back': 5,
    });
    expect(judgeScenario(controlEvidence(), 'x').verdict).toBe('pass');
    const operations = [
      ...(sampleEvidence().operations ?? []),
      ...write('denied', 'fail', { process: 1, from: 1 }),
    ];
    expect(judgeScenario(sampleEvidence({ operations }), 'x').operations).toMatchObject({
      attempted: 71,
      failed: 1,
    });
    expect(scenarioResultSchema.parse(result)).toEqual(result);
  });

  test('goes on without a history, and says that there is none', () => {
    const result = judgeScenario(sampleEvidence({ operations: undefined }), 'x');
    expect(result.operations).toMatchObject({ attempted: 0, acknowledged: 0, reads: 0 });
    const kinds = result.findings.map(({ judge, kind, effect }) => `${effect} ${judge} ${kind}`);
    expect(kinds).toContain('unknown set no-history');
    expect(kinds.filter((one) => one.endsWith('judge-crashed'))).toEqual([]);
  });

  test('fails a stack that lost its leader and its data', () => {
    const dead = without(fault({ missing: 'db-0 is not ready' }), 'wholeAt');
    const rest = without(sampleEvidence({ faults: [dead] }), 'after');
    const gone = { ...readBack('db-0', []), footer: { end: 'dataset-gone' as const, elements: 0 } };
    const evidence = { ...rest, readBacks: [gone, ...rest.readBacks.slice(1)] };
    expect(against(evidence)).toEqual(['fail set lost', 'fail availability not-recovered']);
  });

  test('does not know of a healthy stack whose fault was silently not carried out', () => {
    const evidence = sampleEvidence({
      faults: [fault({ proof: { proven: false, evidence: ['db-0 still has the pod uid-0.'] } })],
      after: controlEvidence().after ?? { takenAt: 0, wanted: 0, members: [], claims: [], problems: [] },
    });
    expect(against(evidence)).toEqual(['unknown proofs fault-not-proven']);
    expect(judgeScenario(evidence, 'x').verdict).toBe('unknown');
  });

  test('asks every judge of data, and adds up what several of them count', () => {
    const operations = [
      ...(sampleEvidence().operations ?? []),
      ...operation('increment', 'c', 'ok', { process: 1, from: 10_000 }, { got: 1 }),
      ...operation('add-group', 'g', 'ok', { process: 1, from: 11_000 }, { sent: { rows: 2 } }),
      ...operation(
        'transfer',
        't',
        'ok',
        { process: 1, from: 12_000 },
        { sent: { from: 'x', to: 'y', amount: 1 } },
      ),
      ...operation(
        'transact',
        'n',
        'ok',
        { process: 1, from: 13_000 },
        { sent: [['append', 'l', 1]], got: [['append', 'l', 1]] },
      ),
      ...snapshot('db-0', { counters: { c: 0 }, groups: { g: 1 } }, { process: 2, from: 20_000 }),
      ...operation('read', 'r', 'ok', { process: 2, from: 21_000 }, { member: 'db-0' }),
    ];
    const readBacks = [0, 1, 2].map((n) => readBack(`db-${String(n)}`, ACKNOWLEDGED.slice(1)));
    const evidence = sampleEvidence({ operations, readBacks });
    const found = new Set(against(evidence));
    for (const one of [
      'fail set lost',
      'unknown reads malformed-value',
      'fail counter lost',
      'fail counter stale',
      'unknown bank no-accounts',
      'fail groups lost',
      'fail groups fractured',
    ]) {
      expect(found).toContain(one);
    }
    expect([...found].filter((one) => one.startsWith('fail transactions'))).not.toEqual([]);
    const { data, operations: counts, verdict } = judgeScenario(evidence, 'x');
    expect(verdict).toBe('fail');
    expect(data).toMatchObject({ lost: 3, stale: 1, fractured: 1 });
    expect(data.transactionAnomalies).toBeGreaterThan(0);
    expect(counts).toMatchObject({ attempted: 74, acknowledged: 64, reads: 2 });
  });

  test('names the members whose read-back came to its end', () => {
    const [whole, torn] = [readBack('db-0', ACKNOWLEDGED), readBack('db-1', ACKNOWLEDGED, 'torn')];
    const gone = { ...readBack('db-2', []), footer: { end: 'dataset-gone' as const, elements: 0 } };
    const { data } = judgeScenario(sampleEvidence({ readBacks: [whole, torn, gone] }), 'x');
    expect(data.membersRead).toEqual(['db-0']);
  });

  test('does not know of an interrupted run, and blames nobody', () => {
    const open = without(fault(), 'wholeAt');
    const sample = sampleEvidence();
    const rest = {
      ...without(sample, 'after'),
      operations: sample.operations?.filter(({ time }) => time < 40_000),
      historyTorn: true,
      readBacks: [],
      faults: [open],
      phases: [...sample.phases.slice(0, 4), { phase: 'recover', startedAt: 33_000 } as const],
      problems: ['identity-after.json is missing.'],
    };
    const effects = new Set(judgeScenario(rest, 'x').findings.map(({ effect }) => effect));
    expect(effects).toEqual(new Set(['unknown', 'note']));
    expect(against(rest)).toEqual([
      'unknown evidence incomplete-evidence',
      'unknown phases unfinished',
      'unknown set torn-history',
      'unknown set no-read-back',
      'unknown availability recovery-unseen',
    ]);
  });

  test('does not know what a crashed judge would have found, and counts what the others did', () => {
    const evidence = sampleEvidence({ readBacks: [0, 1, 2].map((n) => readBack(`db-${String(n)}`, [])) });
    Object.defineProperty(evidence.after, 'problems', {
      get: () => {
        throw new Error('broken by the test');
      },
    });
    expect(against(evidence)).toEqual([
      'fail set lost',
      'fail set lost',
      'fail set lost',
      'unknown identity judge-crashed',
    ]);
  });

  test('does not know anything where the history itself cannot be walked', () => {
    const operations = [undefined] as unknown as NonNullable<LoadedEvidence['operations']>;
    const result = judgeScenario(sampleEvidence({ operations }), 'x');
    expect(result.verdict).toBe('unknown');
    expect(result.findings).toMatchObject([{ judge: 'history', kind: 'judge-crashed' }]);
    expect(result.operations).toMatchObject({ attempted: 0, inFlightAtFault: null, inFlightAtFaults: [] });
    expect(result.data).toEqual(NO_DATA);
  });
});

describe('verdictOfRun', () => {
  const pass = judgeScenario(sampleEvidence(), 'x');
  const fail = judgeScenario(
    sampleEvidence({ after: { takenAt: 1, wanted: 3, members: [member(0)], claims: [], problems: [] } }),
    'x',
  );

  test('is the worst of its scenarios', () => {
    expect(verdictOfRun({ scenarios: [pass, fail] })).toBe('fail');
    expect(verdictOfRun({ scenarios: [pass] })).toBe('pass');
    expect(verdictOfRun({ scenarios: [] })).toBe('unknown');
  });

  test('is no pass for a run that was interrupted', () => {
    expect(verdictOfRun({ scenarios: [pass], interrupted: 'SIGINT' })).toBe('unknown');
    expect(verdictOfRun({ scenarios: [fail], interrupted: 'SIGINT' })).toBe('fail');
  });
});

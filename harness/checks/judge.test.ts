import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Evidence } from '../model/bundle-evidence.ts';
import { writeJson } from '../model/bundle-json.ts';
import { ReadBackWriter } from '../model/bundle-read-back.ts';
import { readBackFile, scenarioFile } from '../model/bundle.ts';
import { HistoryWriter } from '../model/history-writer.ts';
import { scenarioResultSchema } from '../model/result.ts';
import {
  controlEvidence,
  fault,
  KEYS,
  member,
  readBack,
  sampleEvidence,
  without,
  write,
} from './evidence.fixture.ts';
import { judgeFolder, judgeScenario, verdictOfRun } from './judge.ts';

const against = (evidence: Evidence): string[] =>
  judgeScenario(evidence, 'x')
    .findings.filter(({ effect }) => effect !== 'note')
    .map(({ judge, kind, effect }) => `${effect} ${judge} ${kind}`);

/** Writes evidence as a run would. */
async function writeBundle(folder: string, evidence: Evidence): Promise<void> {
  const { record } = evidence;
  await writeJson(scenarioFile(folder, 'scenario'), record);
  const { run, stack, scenario, seed, originWall } = record;
  const header = { format: 'holdfast-history', version: 1, run, stack, scenario, seed, originWall } as const;
  const history = await HistoryWriter.create(scenarioFile(folder, 'history'), header);
  for (const operation of evidence.operations ?? []) void history.append(operation);
  await history.close();
  await mkdir(scenarioFile(folder, 'readBack'));
  for (const { header: head, elements, footer } of evidence.readBacks) {
    const writer = await ReadBackWriter.create(readBackFile(folder, head.member), head);
    for (const element of elements) await writer.element(element);
    await writer.close({ end: footer?.end ?? 'complete' });
  }
  for (const name of ['before', 'after', 'faults', 'phases'] as const) {
    await writeJson(scenarioFile(folder, name), evidence[name]);
  }
}

describe('judgeScenario', () => {
  test('passes the sample and its control, with the numbers behind it', () => {
    const result = judgeScenario(sampleEvidence(), 'db/pod-delete');
    expect(result.findings).toEqual([]);
    expect(result).toMatchObject({
      verdict: 'pass',
      stack: 'db',
      variant: 'leader',
      operations: { attempted: 70, acknowledged: 60, failed: 0, indeterminate: 10, inFlightAtFault: 3 },
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
      after: controlEvidence().after ?? { takenAt: 0, wanted: 0, members: [], problems: [] },
    });
    expect(against(evidence)).toEqual(['unknown proofs fault-not-proven']);
    expect(judgeScenario(evidence, 'x').verdict).toBe('unknown');
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
    const operations = [undefined] as unknown as NonNullable<Evidence['operations']>;
    const result = judgeScenario(sampleEvidence({ operations }), 'x');
    expect(result.verdict).toBe('unknown');
    expect(result.findings).toMatchObject([{ judge: 'history', kind: 'judge-crashed' }]);
    expect(result.operations).toMatchObject({ attempted: 0, inFlightAtFault: null });
  });
});

describe('judgeFolder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdfast-judge-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('judges the files as it judges what was written to them', async () => {
    const evidence = sampleEvidence({
      readBacks: [0, 1, 2].map((n) => readBack(`db-${String(n)}`, KEYS.slice(1))),
    });
    await writeBundle(folder, evidence);
    const result = await judgeFolder(folder, 'db/pod-delete');
    expect(result).toEqual(judgeScenario(evidence, 'db/pod-delete'));
    expect(result.data).toMatchObject({ lost: 1, recovered: 10 });
  });

  test('does not pass with a torn end anywhere, and does not fail either', async () => {
    for (const path of [
      scenarioFile(folder, 'history'),
      readBackFile(folder, 'db-1'),
      scenarioFile(folder, 'after'),
    ]) {
      await rm(folder, { recursive: true });
      await mkdir(folder);
      await writeBundle(folder, sampleEvidence());
      expect((await judgeFolder(folder)).verdict).toBe('pass');
      await truncate(path, (await readFile(path)).length - 5);
      expect((await judgeFolder(folder)).verdict).toBe('unknown');
    }
  });

  test('does not pass with any file taken away', async () => {
    for (const file of ['history', 'before', 'after', 'faults', 'phases', 'readBack'] as const) {
      await rm(folder, { recursive: true });
      await mkdir(folder);
      await writeBundle(folder, controlEvidence());
      await rm(scenarioFile(folder, file), { recursive: true });
      const result = await judgeFolder(folder);
      expect(result.verdict).toBe('unknown');
      expect(result.findings[0]).toMatchObject({ kind: 'incomplete-evidence' });
    }
  });

  test('refuses a folder that holds no scenario', async () => {
    await writeFile(join(folder, 'scenario.json'), '{}');
    await expect(judgeFolder(folder)).rejects.toThrow(/scenario\.json has another shape at format/);
  });
});

describe('verdictOfRun', () => {
  const pass = judgeScenario(sampleEvidence(), 'x');
  const fail = judgeScenario(
    sampleEvidence({ after: { takenAt: 1, wanted: 3, members: [member(0)], problems: [] } }),
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

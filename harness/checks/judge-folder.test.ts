import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBackFile, scenarioFile } from '../model/bundle.ts';
import { controlEvidence, KEYS, readBack, sampleEvidence } from './evidence.fixture.ts';
import { writeBundle } from './judge-folder.fixture.ts';
import { judgeFolder, judgeScenario } from './judge.ts';

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
    for (const file of [
      ...(['history', 'before', 'after', 'faults', 'phases', 'readBack'] as const),
      ...(['pods', 'incarnations'] as const),
    ]) {
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

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { appendFile, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBackFile, scenarioFile } from '../model/bundle.ts';
import { controlEvidence, KEYS, operation, readBack, sampleEvidence, write } from './evidence.fixture.ts';
import { breakHistory, writeBundle } from './judge-folder.fixture.ts';
import { judgeFolder, judgeScenario } from './judge.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-judge-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('judgeFolder', () => {
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

describe('judgeFolder in two processes', () => {
  test('finds what judging in one finds, in the same places', async () => {
    const evidence = sampleEvidence();
    await writeBundle(folder, evidence);
    expect(await judgeFolder(folder, 'x', 0)).toEqual(judgeScenario(evidence, 'x'));
  });

  test('begins again in one where the history is broken', async () => {
    await writeBundle(folder, sampleEvidence());
    await breakHistory(folder);
    const result = await judgeFolder(folder, 'x', 0);
    expect(result).toEqual(await judgeFolder(folder, 'x'));
    expect(result.findings[0]?.kind).toBe('incomplete-evidence');
  });

  test('begins again in one where a read-back is broken', async () => {
    await writeBundle(folder, sampleEvidence());
    await appendFile(readBackFile(folder, 'db-0'), 'no frame at all');
    expect(await judgeFolder(folder, 'x', 0)).toEqual(await judgeFolder(folder, 'x'));
  });

  test('begins again in one where the history breaks its own rules, of which each sees a part', async () => {
    const open = operation('increment', 'c0', 'open', { process: 1, from: 20_000 });
    const meanwhile = write('k-twice', 'ok', { process: 1, from: 21_000 });
    // Nothing is said of c0, which whoever does not see the write would find to be too high.
    const held = { ...readBack('db-0', []), elements: [{ of: 'counter', key: 'c0', value: 5 } as const] };
    const evidence = controlEvidence({ operations: [...open, ...meanwhile], readBacks: [held] });
    await writeBundle(folder, evidence);
    const wanted = judgeScenario(evidence, 'x');
    expect(JSON.stringify(wanted.findings)).toMatch(/invoked k-twice with c0 still open/);
    expect(await judgeFolder(folder, 'x', 0)).toEqual(wanted);
  });
});

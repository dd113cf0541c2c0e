import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scenarioFile, readBackFile } from '../model/bundle.ts';
import { AwayJudge, type Found } from './away.ts';
import { judgeBeside, judgeSecondShare } from './beside.ts';
import { controlEvidence, operation, readBack, sampleEvidence, write } from './evidence.fixture.ts';
import { judgeFolder, judgeScenario } from './judge.ts';
import { writeBundle } from './judge-folder.fixture.ts';

const SECOND = ['reads', 'counter', 'bank', 'groups', 'transactions'];

describe('the second share of the judges', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdfast-beside-'));
    await writeBundle(folder, sampleEvidence());
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('is judged in a thread as it is here', async () => {
    const beside = judgeBeside(folder);
    const found = await beside.found;
    await beside.stop();
    expect(Object.keys(found ?? {})).toEqual(SECOND);
    expect(found).toEqual(await judgeSecondShare(folder));
  });

  test('is in its place among the findings of all', async () => {
    const evidence = sampleEvidence();
    expect(await judgeFolder(folder, 'x', 0)).toEqual(judgeScenario(evidence, 'x'));
  });

  test('is not judged where the history is broken, and all is judged without it', async () => {
    const path = scenarioFile(folder, 'history');
    const bytes = await readFile(path);
    const middle = bytes.length >> 1;
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    await writeFile(path, bytes);
    expect(await judgeSecondShare(folder)).toBeUndefined();
    const result = await judgeFolder(folder, 'x', 0);
    expect(result).toEqual(await judgeFolder(folder, 'x'));
    expect(result.findings[0]?.kind).toBe('incomplete-evidence');
  });

  test('is not judged where a read-back is broken, and all is judged without it', async () => {
    await appendFile(readBackFile(folder, 'db-0'), 'no frame at all');
    expect(await judgeSecondShare(folder)).toBeUndefined();
    expect(await judgeFolder(folder, 'x', 0)).toEqual(await judgeFolder(folder, 'x'));
  });

  test('is judged with all others where the history breaks its own rules, of which a share sees a part', async () => {
    const open = operation('increment', 'c0', 'open', { process: 1, from: 20_000 });
    const meanwhile = write('k-twice', 'ok', { process: 1, from: 21_000 });
    // Nothing is said of c0, which a share that does not see the write would find to be too high.
    const held = { ...readBack('db-0', []), elements: [{ of: 'counter', key: 'c0', value: 5 } as const] };
    const evidence = controlEvidence({ operations: [...open, ...meanwhile], readBacks: [held] });
    const other = join(folder, 'malformed');
    await mkdir(other);
    await writeBundle(other, evidence);
    const wanted = judgeScenario(evidence, 'x');
    expect(JSON.stringify(wanted.findings)).toMatch(/invoked k-twice with c0 still open/);
    expect(await judgeFolder(other, 'x', 0)).toEqual(wanted);
  });

  test('is not judged by a thread that fails, or is stopped', async () => {
    const failing = judgeBeside(join(folder, 'nowhere'));
    expect(await failing.found).toBeUndefined();
    await failing.stop();
    const stopped = judgeBeside(folder);
    await stopped.stop();
    expect(await stopped.found).toBeUndefined();
  });
});

describe('a judge that is at work elsewhere', () => {
  const says = (found: Found | undefined) => (): unknown => new AwayJudge('bank', () => found).judgement();

  test('says what was found there', () => {
    const judgement = { findings: [], data: { lost: 2 } };
    expect(says({ bank: judgement })()).toBe(judgement);
  });

  test('crashes with what it crashed with there', () => {
    expect(says({ bank: { crashed: 'It divided by nothing.' } })).toThrow(/^It divided by nothing\.$/);
  });

  test('does not pass where nothing was heard of it', () => {
    expect(says({})).toThrow(/nothing was heard of it/);
    expect(says(undefined)).toThrow(/nothing was heard of it/);
  });

  test('wants to see nothing', () => {
    const away = new AwayJudge('bank', () => undefined);
    expect([away.functions, away.kinds]).toEqual([[], []]);
  });
});

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { appendFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoadedEvidence } from '../model/bundle-evidence.ts';
import { readBackFile } from '../model/bundle.ts';
import { AwayJudge, type Found } from './away.ts';
import { judgeBeside, judgeSecondShare } from './beside.ts';
import { CallJoiner } from './call-joiner.ts';
import { controlEvidence, operation, readBack, sampleEvidence, write } from './evidence.fixture.ts';
import { breakHistory, writeBundle } from './judge-folder.fixture.ts';

const SECOND = ['reads', 'counter', 'bank', 'groups', 'transactions'];

describe('the second share of the judges', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdfast-beside-'));
    await writeBundle(folder, sampleEvidence());
  });
  afterEach(() => rm(folder, { recursive: true }));
  const another = async (evidence: LoadedEvidence): Promise<string> => {
    const path = join(folder, 'another');
    await mkdir(path);
    await writeBundle(path, evidence);
    return path;
  };

  test('is judged in a process of its own as it is here', async () => {
    const beside = judgeBeside(folder);
    const found = await beside.found;
    await beside.stop();
    expect(Object.keys(found ?? {})).toEqual(SECOND);
    expect(found).toEqual(await judgeSecondShare(folder));
  });

  test('is not judged where the history is broken', async () => {
    await breakHistory(folder);
    expect(await judgeSecondShare(folder)).toBeUndefined();
  });

  test('is not judged where a read-back is broken', async () => {
    await appendFile(readBackFile(folder, 'db-0'), 'no frame at all');
    expect(await judgeSecondShare(folder)).toBeUndefined();
  });

  test('is shown the functions of its own judges alone', async () => {
    const operations = [
      ...operation('increment', 'c1', 'ok', { process: 2, from: 10_000 }, { got: 1 }),
      ...operation('increment', 'c0', 'open', { process: 1, from: 20_000 }),
      // Whoever sees that its process went on cannot say anything of c0.
      ...write('k-twice', 'ok', { process: 1, from: 21_000 }),
    ];
    const counters = [
      { of: 'counter', key: 'c0', value: 5 },
      { of: 'counter', key: 'c1', value: 1 },
    ] as const;
    const held = { ...readBack('db-0', []), elements: [...counters] };
    const path = await another(controlEvidence({ operations, readBacks: [held] }));
    expect((await judgeSecondShare(path))?.counter).toMatchObject({ data: { unexpected: 1 } });
  });

  test('is not judged where the history cannot be gone through', async () => {
    const counted = operation('increment', 'c0', 'ok', { from: 20_000 });
    const path = await another(controlEvidence({ operations: counted }));
    expect(await judgeSecondShare(path)).toBeDefined();
    const { prototype } = CallJoiner;
    const record = Object.getOwnPropertyDescriptor(prototype, 'record') ?? {};
    const broken = (): never => {
      throw new Error('a fault of its own');
    };
    Object.defineProperty(prototype, 'record', { configurable: true, value: broken });
    try {
      expect(await judgeSecondShare(path)).toBeUndefined();
    } finally {
      Object.defineProperty(prototype, 'record', record);
    }
  });

  test('is not judged by a process that fails, or is stopped', async () => {
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
    expect(away.member()).toEqual({ element: expect.any(Function), end: expect.any(Function) });
  });
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { howItEnded, runJest } from './jest-child.ts';

describe('runJest', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdfast-jest-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('says how Jest ended where that left no report', async () => {
    const { report, ended } = await runJest({
      projects: ['nothing-of-that-name'],
      reportFile: join(folder, 'jest.json'),
      output: { file: join(folder, 'jest.log') },
      signal: new AbortController().signal,
    });
    expect(report).toBeUndefined();
    expect(ended).toMatch(/^ended with exit code 1 after \d+\.\d s$/);
  });
});

test('a process that a signal ended is said to have been', () => {
  expect(howItEnded({ signal: 'SIGSEGV', durationMs: 148_000 })).toBe(
    'was ended by signal SIGSEGV after 148.0 s',
  );
});

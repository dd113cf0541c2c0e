import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judgeFolder } from '../../../harness/checks/judge.ts';
import { readBackFile } from '../../../harness/model/bundle.ts';
import { readHistory } from '../../../harness/model/history-reader.ts';
import { scenarioFile } from '../../../harness/model/bundle.ts';
import { makeBundle, type MadeBundle } from './made-bundle.ts';
import { memberOf } from './made-history.ts';
import { medianOf } from './median.ts';
import { parseLines, writeLines } from './ndjson.ts';

// More than the joiner lets go by before it tells what is settled.
const OPERATIONS = 40_000;

describe('a made bundle', () => {
  let folder = '';
  let made: MadeBundle;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdfast-made-'));
    made = await makeBundle(join(folder, 'bundle'), OPERATIONS);
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('has wrong with it exactly what was planted', async () => {
    const { data, operations, findings } = await judgeFolder(join(folder, 'bundle'));
    expect(made.planted.lost).toBeGreaterThan(20);
    expect(made.planted.duplicated).toBeGreaterThan(20);
    expect(data).toMatchObject({
      ...{ ...made.planted, membersRead: ['db-0', 'db-1', 'db-2'] },
      ...{ unexpected: 0, corrupted: 0, resurrected: 0, stale: 0, backwards: 0 },
    });
    expect(operations.attempted + operations.reads).toBe(OPERATIONS);
    const kinds = findings.filter(({ effect }) => effect === 'fail').map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['lost', 'duplicated', 'lost-update']));
  });

  test('has two records for each operation, in the order of time', async () => {
    const { operations, torn } = await readHistory(scenarioFile(join(folder, 'bundle'), 'history'));
    expect([operations.length, torn]).toEqual([made.records, false]);
    expect(made.records).toBe(2 * OPERATIONS);
    expect(operations.every(({ time }, i) => time >= (operations[i - 1]?.time ?? 0))).toBe(true);
    expect(new Set(operations.map(({ f }) => f))).toEqual(new Set(['add', 'remove', 'increment', 'read']));
  });

  test('is given to the peer record by record', async () => {
    const [history, readBack] = [
      scenarioFile(join(folder, 'bundle'), 'history'),
      readBackFile(join(folder, 'bundle'), memberOf(0)),
    ];
    const path = join(folder, 'lines');
    const lines = await writeLines(path, history, [readBack]);
    expect(lines).toBeGreaterThan(made.records);
    expect((await readFile(path, 'utf8')).split('\n')).toHaveLength(lines + 1);
    expect(await parseLines(path)).toBeGreaterThan(0);
    await writeFile(path, '');
    await expect(parseLines(path)).rejects.toThrow('has no lines');
  });
});

describe('the median', () => {
  test.each([
    [[3, 1, 2], 2],
    [[4, 1, 2, 3], 2.5],
    [[7], 7],
  ])('of %j is %d', (values, median) => {
    expect(medianOf(values)).toBe(median);
  });

  test('of nothing is none', () => {
    expect(() => medianOf([])).toThrow('nothing');
  });
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findLeftovers } from './leftovers.ts';
import {
  isOwned,
  readRecords,
  removeRecord,
  thisProcess,
  writeRecord,
  type ClusterRecord,
} from './records.ts';

const record = (name: string, rest: Partial<ClusterRecord> = {}): ClusterRecord => ({
  name,
  run: 'r',
  owner: null,
  keep: false,
  key: 'k',
  createdAt: '',
  routes: [],
  ...rest,
});

describe('what is remembered of clusters', () => {
  const before = process.env.HOLDFAST_CACHE;
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'records-'));
    process.env.HOLDFAST_CACHE = folder;
  });
  afterAll(async () => {
    if (before === undefined) delete process.env.HOLDFAST_CACHE;
    else process.env.HOLDFAST_CACHE = before;
    await rm(folder, { recursive: true });
  });

  test('a leftover is neither kept nor used by a living process; a process of the same pid is another', async () => {
    const me = thisProcess();
    await writeRecord(record('kept', { keep: true }));
    await writeRecord(record('mine', { owner: me }));
    await writeRecord(record('dead', { owner: { pid: 2 ** 22 + 1, started: '1' } }));
    await writeRecord(record('reused-pid', { owner: { ...me, started: 'earlier' } }));
    await writeFile(join(folder, 'clusters', 'broken.json'), '{');
    expect((await readRecords()).map((one) => one.name).sort()).toEqual([
      'dead',
      'kept',
      'mine',
      'reused-pid',
    ]);
    expect((await findLeftovers()).map((one) => one.name).sort()).toEqual(['dead', 'reused-pid']);
    expect(isOwned(record('x', { owner: me }))).toBe(true);
    await removeRecord('dead');
    expect((await findLeftovers()).map((one) => one.name)).toEqual(['reused-pid']);
  });
});

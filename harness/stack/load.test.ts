import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Budgets } from '../core/budgets.ts';
import { RunClock } from '../core/clock.ts';
import { found, notYet, waitFor } from '../core/wait-for.ts';
import { readHistory } from '../model/history-reader.ts';
import { HistoryWriter } from '../model/history-writer.ts';
import type { Operation, Outcome } from '../model/operation.ts';
import { Load, type LoadOptions } from './load.ts';
import type { Planned } from './workload.ts';

/** Operations that need no server: what is tested is the order of history and sending. */
class Operations {
  sent: string[] = [];
  onSend: (key: string) => Promise<Outcome> = () => Promise.resolve({ type: 'ok' });
  onRead: (ordinal: number) => Promise<Outcome> = () => Promise.resolve({ type: 'ok', value: 'seen' });
  #count = 0;

  next(): Planned {
    const key = `k${String(this.#count++)}`;
    return {
      f: 'add',
      key,
      value: { sha256: 'x', size: 1 },
      send: () => {
        this.sent.push(key);
        return this.onSend(key);
      },
    };
  }

  nextRead(ordinal: number): Planned {
    const key = `r${String(this.#count++)}`;
    return { f: 'read', key, member: `db-${String(ordinal)}`, send: () => this.onRead(ordinal) };
  }
}

interface Wanted {
  rate?: number;
  readers?: LoadOptions['readers'];
  /** Looks at the load until it has done enough. */
  enough: (load: Load) => boolean;
}

describe('the load', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'load-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function run(
    name: string,
    operations: Operations,
    { rate = 500, readers = { rate: 0, ordinals: () => 0 }, enough }: Wanted,
  ): Promise<{ load: Load; records: Operation[] }> {
    const clock = new RunClock();
    const path = join(folder, name);
    const history = await HistoryWriter.create(path, {
      format: 'holdfast-history',
      version: 3,
      run: 'r',
      stack: 's',
      scenario: 'c',
      seed: 1,
      originWall: clock.originWall,
    });
    const workload = operations as unknown as LoadOptions['workload'];
    const load = new Load({ workload, history, clock, rate, writers: 4, readers });
    load.start();
    await waitFor(
      'enough operations',
      () => (enough(load) ? found(true) : notYet(JSON.stringify(load.counts()))),
      {
        budget: new Budgets().of('load'),
        everyMs: 5,
      },
    );
    await load.stop();
    await history.close();
    return { load, records: (await readHistory(path)).operations };
  }

  const attempted =
    (count: number) =>
    (load: Load): boolean =>
      load.counts().attempted >= count;
  const readsOf = (records: Operation[], member: string): Operation[] =>
    records.filter((one) => one.f === 'read' && one.type === 'invoke' && one.member === member);

  test('has each operation in the file before it is sent', async () => {
    const operations = new Operations();
    const path = join(folder, 'before');
    const late: string[] = [];
    const look = async (key: string): Promise<void> => {
      const { operations: recorded } = await readHistory(path);
      if (!recorded.some((one) => one.key === key && one.type === 'invoke')) late.push(key);
    };
    operations.onSend = async (key) => {
      await look(key);
      return { type: 'ok' };
    };
    const { records } = await run('before', operations, { enough: attempted(50) });
    expect(operations.sent.length).toBeGreaterThanOrEqual(50);
    expect(late).toEqual([]);
    expect(records[0]).toMatchObject({ type: 'invoke', value: { sha256: 'x', size: 1 } });
  });

  test('keeps what came back, and why an operation did not end well', async () => {
    const operations = new Operations();
    operations.onSend = (key) =>
      Promise.resolve(key === 'k3' ? { type: 'fail', error: 'no' } : { type: 'ok', value: 7 });
    const { records } = await run('answers', operations, { enough: attempted(10) });
    const answer = (key: string): Operation | undefined =>
      records.find((one) => one.key === key && one.type !== 'invoke');
    expect(answer('k2')).toMatchObject({ type: 'ok', value: 7 });
    expect(answer('k3')).toMatchObject({ type: 'fail', error: 'no' });
    expect(answer('k3')).not.toHaveProperty('value');
  });

  test('gives a process a new id after an indeterminate operation, and completes what it began', async () => {
    const operations = new Operations();
    operations.onSend = (key) => {
      if (key.endsWith('3')) return Promise.resolve({ type: 'info', error: 'lost' });
      return Promise.resolve(key.endsWith('5') ? { type: 'fail', error: 'no' } : { type: 'ok' });
    };
    const { load, records } = await run('ids', operations, { rate: 1000, enough: attempted(100) });
    const retired = new Set<number>();
    for (const { process, type } of records) {
      if (type === 'invoke') expect(retired.has(process)).toBe(false);
      if (type === 'info') retired.add(process);
    }
    expect(retired.size).toBeGreaterThan(5);
    const counts = load.counts();
    expect(counts.acknowledged + counts.failed + counts.indeterminate).toBe(counts.attempted);
    expect(counts.inFlight).toBe(0);
    expect(records.filter((one) => one.type === 'invoke')).toHaveLength(counts.attempted);
  });

  test('keeps to its rate and does not catch up after it was held up', async () => {
    const started = performance.now();
    await run('rate', new Operations(), { rate: 100, enough: attempted(50) });
    expect(performance.now() - started).toBeGreaterThan(400); // 50 operations at 100 a second
  });

  test('counts reads apart, and those that were answered', async () => {
    const operations = new Operations();
    operations.onRead = (ordinal) =>
      Promise.resolve(ordinal === 0 ? { type: 'ok', value: 'seen' } : { type: 'fail', error: 'away' });
    const { load, records } = await run('counts', operations, {
      readers: { rate: 200, ordinals: () => 2 },
      enough: (one) => one.counts().reads >= 20 && one.counts().attempted >= 20,
    });
    const { reads, readsAnswered, attempted: writes } = load.counts();
    expect(readsOf(records, 'db-0').length + readsOf(records, 'db-1').length).toBe(reads);
    expect(readsAnswered).toBe(readsOf(records, 'db-0').length);
    expect(records.filter((one) => one.f === 'add' && one.type === 'invoke')).toHaveLength(writes);
    const answers = records.filter((one) => one.f === 'read' && one.type === 'ok');
    expect(answers.every((one) => one.value === 'seen' && one.member === 'db-0')).toBe(true);
  });

  test('reads of a member that is away hold up neither the others nor the writers', async () => {
    const operations = new Operations();
    const away = Promise.withResolvers<Outcome>();
    operations.onRead = (ordinal) => (ordinal === 1 ? away.promise : Promise.resolve({ type: 'ok' }));
    const { load, records } = await run('away', operations, {
      readers: { rate: 300, ordinals: () => 3 },
      enough: (one) => {
        const enough = one.counts().readsAnswered >= 30 && one.counts().acknowledged >= 50;
        if (enough) away.resolve({ type: 'fail', error: 'timed out' });
        return enough;
      },
    });
    expect(readsOf(records, 'db-1')).toHaveLength(1);
    expect(readsOf(records, 'db-0').length).toBeGreaterThan(10);
    expect(readsOf(records, 'db-2').length).toBeGreaterThan(10);
    expect(load.counts().reads).toBe(records.filter((one) => one.f === 'read').length / 2);
  });

  test('follows the number of members', async () => {
    let members = 1;
    const seen = new Map<number, number>();
    const operations = new Operations();
    const onlyWanted: boolean[] = [];
    operations.onRead = (ordinal) => {
      onlyWanted.push(ordinal < members);
      const count = (seen.get(ordinal) ?? 0) + 1;
      seen.set(ordinal, count);
      if (count === 10) members = { 1: 3, 3: 0 }[members] ?? members;
      return Promise.resolve({ type: 'ok' });
    };
    await run('scaled', operations, {
      readers: { rate: 500, ordinals: () => members },
      enough: (load) => members === 0 && load.counts().attempted >= 100,
    });
    expect([...seen.keys()]).toEqual(expect.arrayContaining([0, 1, 2]));
    expect(onlyWanted).not.toContain(false);
  });

  test('ends when the history cannot be written, and says why', async () => {
    const operations = new Operations();
    operations.onRead = () => Promise.reject(new Error('the disk is full'));
    const { load } = await run('trouble', operations, {
      readers: { rate: 500, ordinals: () => 1 },
      enough: (one) => one.trouble() !== undefined,
    });
    expect(load.trouble()).toMatchObject({ message: 'the disk is full' });
    const { attempted: writes } = load.counts();
    expect(operations.sent).toHaveLength(writes);
  });
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Budgets } from '../core/budgets.ts';
import { RunClock } from '../core/clock.ts';
import { found, notYet, waitFor } from '../core/wait-for.ts';
import { readHistory } from '../model/history-reader.ts';
import { HistoryWriter } from '../model/history-writer.ts';
import type { Outcome } from '../model/operation.ts';
import { Load } from './load.ts';
import type { Planned } from './workload.ts';

/** Operations that need no server: what is tested is the order of history and sending. */
class Operations {
  sent: string[] = [];
  onSend: (key: string) => Promise<Outcome> = () => Promise.resolve({ type: 'ok' });
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
    rate: number,
    enough: number,
  ): Promise<{ path: string; load: Load }> {
    const clock = new RunClock();
    const path = join(folder, name);
    const history = await HistoryWriter.create(path, {
      format: 'holdfast-history',
      version: 1,
      run: 'r',
      stack: 's',
      scenario: 'c',
      seed: 1,
      originWall: clock.originWall,
    });
    const workload = operations as unknown as ConstructorParameters<typeof Load>[0]['workload'];
    const load = new Load({ workload, history, clock, rate, writers: 4 });
    load.start();
    await waitFor(
      'enough operations',
      () => (load.counts().attempted >= enough ? found(true) : notYet(String(load.counts().attempted))),
      { budget: new Budgets().of('load'), everyMs: 5 },
    );
    await load.stop();
    await history.close();
    return { path, load };
  }

  test('has each operation in the file before it is sent', async () => {
    const operations = new Operations();
    const path = join(folder, 'before');
    const late: string[] = [];
    operations.onSend = async (key) => {
      if (!(await readFile(path, 'utf8')).includes(`"type":"invoke","f":"add","key":"${key}"`))
        late.push(key);
      return { type: 'ok' };
    };
    await run('before', operations, 500, 50);
    expect(operations.sent.length).toBeGreaterThanOrEqual(50);
    expect(late).toEqual([]);
  });

  test('gives a process a new id after an indeterminate operation, and completes what it began', async () => {
    const operations = new Operations();
    operations.onSend = (key) =>
      Promise.resolve(
        key.endsWith('3')
          ? { type: 'info', error: 'lost' }
          : key.endsWith('5')
            ? { type: 'fail', error: 'no' }
            : { type: 'ok' },
      );
    const { path, load } = await run('ids', operations, 1000, 100);
    const { operations: records } = await readHistory(path);
    const retired = new Set<number>();
    for (const { process, type } of records) {
      if (type === 'invoke') expect(retired.has(process)).toBe(false);
      if (type === 'info') retired.add(process);
    }
    expect(retired.size).toBeGreaterThan(5);
    const { attempted, acknowledged, failed, indeterminate, inFlight } = load.counts();
    expect(acknowledged + failed + indeterminate).toBe(attempted);
    expect(inFlight).toBe(0);
    expect(records.filter((one) => one.type === 'invoke')).toHaveLength(attempted);
  });

  test('keeps to its rate and does not catch up after it was held up', async () => {
    const operations = new Operations();
    const started = performance.now();
    await run('rate', operations, 100, 50);
    expect(performance.now() - started).toBeGreaterThan(400); // 50 operations at 100 a second
  });
});

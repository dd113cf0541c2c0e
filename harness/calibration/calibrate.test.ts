import { describe, expect, test } from '@jest/globals';
import { BudgetExceededError } from '../core/wait-for.ts';
import type { KeepPromise } from '../model/contract.ts';
import type { Mix } from '../stack/mix.ts';
import { calibrate, type Calibrated, type CalibrationOptions } from './calibrate.ts';
import type { Disturbance } from './disturbances.ts';
import { foundWrong } from './found-wrong.ts';
import { hasty } from './hasty.ts';
import { memoryAccess, memoryStack, Store } from './memory-stack.fixture.ts';

const SETTINGS: CalibrationOptions = {
  ...{ rate: 2000, writers: 4, readRate: 20 },
  before: { enough: 60, seconds: 5, atLeast: 20 },
  after: { enough: 30, seconds: 0.3, atLeast: 10 },
};

const KINDS: Mix[] = [{ add: 1 }, { enqueue: 1 }, { 'put-object': 1 }];

/** A fault of the class `process` that does this to the store. */
const fault = (does: () => void, recover?: () => Promise<void>): Disturbance => ({
  ...{ name: 'kill', class: 'process' },
  strike: () => {
    does();
    return Promise.resolve(['It was done.']);
  },
  ...(recover === undefined ? {} : { recover }),
});

async function calibrated(
  mix: Mix,
  disturbances: (store: Store) => Disturbance[],
  options: CalibrationOptions = {},
  promise?: KeepPromise,
): Promise<Calibrated> {
  const store = new Store();
  const stack = memoryStack(store, mix, promise);
  return await calibrate(stack, memoryAccess, disturbances(store), { ...SETTINGS, ...options });
}

const kindsOf = ({ findings }: Calibrated): string[] =>
  findings.filter(({ effect }) => effect !== 'note').map(({ judge, kind }) => `${judge} ${kind}`);

describe('a calibration', () => {
  test.each(KINDS)('passes a store that keeps what it acknowledged: %j', async (mix) => {
    const passed = await calibrated(mix, () => [fault(() => undefined), fault(() => undefined)]);
    expect(kindsOf(passed)).toEqual([]);
    expect(passed.verdict).toBe('pass');
    expect(passed.data.membersRead).toEqual(['list-0']);
    expect(passed.operations.acknowledged).toBeGreaterThanOrEqual(120);
    expect(passed.versions).toEqual({ server: '1', client: '1' });
  });

  test.each(KINDS)('fails a store that forgets: %j', async (mix) => {
    const failed = await calibrated(mix, (store) => [fault(() => (store.kept = []))]);
    expect(failed.verdict).toBe('fail');
    expect(failed.data.lost).toBeGreaterThanOrEqual(60);
    expect(foundWrong(failed)).toMatch(/6\d|[7-9]\d|\d{3}/);
  });

  test('lets go what the contract lets go', async () => {
    const nothing: KeepPromise = { keeps: 'nothing', because: 'it is a list' };
    const forgets = (store: Store): Disturbance[] => [fault(() => (store.kept = []))];
    const passed = await calibrated({ add: 1 }, forgets, {}, nothing);
    expect(passed.verdict).toBe('pass');
    expect(passed.data.lostInWindow).toBeGreaterThanOrEqual(60);
    const altered = (store: Store): Disturbance[] => [{ ...fault(() => (store.kept = [])), class: 'none' }];
    expect((await calibrated({ add: 1 }, altered, {}, nothing)).verdict).toBe('fail');
  });

  test('too few acknowledgements are no pass', async () => {
    const slow = { rate: 10, before: { enough: 60, seconds: 0.2, atLeast: 40 } };
    const unknown = await calibrated({ add: 1 }, () => [], slow);
    expect(unknown.verdict).toBe('unknown');
    expect(kindsOf(unknown)).toEqual(['power too-few-before']);
  });

  test('a slow store is given the time for the fewest acknowledgements', async () => {
    const slow = { rate: 40, before: { enough: 60, seconds: 0.1, atLeast: 20 } };
    const passed = await calibrated({ add: 1 }, () => [], slow);
    expect(kindsOf(passed)).toEqual([]);
    expect(passed.operations.acknowledged).toBeLessThan(60);
  });

  test('a store that does not come back is disturbed no more, and fails', async () => {
    let struck = 0;
    const goes = (store: Store): Disturbance =>
      fault(
        () => {
          struck += 1;
          store.up = false;
        },
        () => Promise.reject(new BudgetExceededError('it', memoryAccess.budgets.of('recover'), 'nobody')),
      );
    const failed = await calibrated({ add: 1 }, (store) => [goes(store), goes(store)]);
    expect(struck).toBe(1);
    expect(kindsOf(failed)).toContain('availability not-recovered');
    expect(foundWrong(failed)).toContain('still missing: nobody');
  });

  test('a disturbance that nothing shows is not proven', async () => {
    const silent = { ...fault(() => undefined), strike: () => Promise.resolve([]) };
    const unknown = await calibrated({ add: 1 }, () => [silent]);
    expect(kindsOf(unknown)).toContain('proofs fault-not-proven');
  });

  test.each(KINDS)('finds out a client that does not wait for the answers: %j', async (mix) => {
    const store = new Store();
    const away = fault(() => (store.up = false));
    const stack = hasty(memoryStack(store, mix));
    const failed = await calibrate(stack, memoryAccess, [away], SETTINGS);
    expect(failed.verdict).toBe('fail');
    expect(failed.data.lost).toBeGreaterThan(0);
  });

  test('what goes wrong while it reads back is no evidence of absence', async () => {
    const store = new Store();
    const stack = memoryStack(store, { add: 1 });
    const broken = (): ReturnType<typeof stack.workload> => ({
      ...stack.workload(memoryAccess, { seed: 1, writers: 1, mix: { add: 1 } }),
      settle: () => Promise.reject(new Error('nobody settles')),
      readBack: () => Promise.reject(new Error('nobody reads')),
    });
    const unknown = await calibrate({ ...stack, workload: broken }, memoryAccess, [], SETTINGS);
    expect(unknown.verdict).toBe('unknown');
    expect(foundWrong(unknown)).toContain('nobody reads');
  });

  test('an interruption ends it', async () => {
    const signal = AbortSignal.timeout(200);
    const endless = { before: { enough: 1e9, seconds: 60, atLeast: 1e9 }, signal };
    await expect(calibrated({ add: 1 }, () => [], endless)).rejects.toThrow('interrupted');
  });
});

describe('what was found wrong', () => {
  const finding = (effect: 'note' | 'unknown' | 'fail', message: string): Calibrated['findings'][number] => ({
    ...{ judge: 'set', kind: 'lost', effect, message, count: 1, examples: [] },
  });

  test('is nothing where there are notes alone', () => {
    expect(foundWrong({ findings: [finding('note', 'A.')] })).toBeUndefined();
  });

  test('begins with the failures, and counts what it leaves out', () => {
    const findings = ['A.', 'B.'].map((text) => finding('unknown', text));
    findings.push(...['C.', 'D.', 'E.'].map((text) => finding('fail', text)));
    expect(foundWrong({ findings })).toBe('C. D. E. And 2 more.');
  });
});

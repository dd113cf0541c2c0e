import { describe, expect, test } from '@jest/globals';
import { setTimeout } from 'node:timers/promises';
import { BudgetExceededError, found, notYet, waitFor, type Look } from './wait-for.ts';
import { Budgets } from './budgets.ts';
import { InterruptedError } from './errors.ts';

const budget = new Budgets({ deploy: 0.2 }).of('deploy');

describe('waitFor', () => {
  test('returns what a look found, after looks that threw or saw something else', async () => {
    let looks = 0;
    const value = await waitFor(
      'a third look',
      () => {
        looks += 1;
        if (looks === 1) throw new Error('refused');
        return looks < 3 ? notYet('too early') : found(looks);
      },
      { budget, everyMs: 5 },
    );
    expect(value).toBe(3);
  });

  test('names the budget and what was last seen when the time is up', async () => {
    const wait = waitFor('pg-0 to be ready', () => notYet('phase Pending'), { budget, everyMs: 20 });
    await expect(wait).rejects.toThrow(BudgetExceededError);
    await expect(wait).rejects.toThrow(
      /0\.2 s \(budget "deploy"\) for pg-0 to be ready; last seen: phase Pending/,
    );
  });

  describe('where it is sparing', () => {
    const looksWithin = async (seconds: number, tookMs: number, sparing: boolean): Promise<number> => {
      let looks = 0;
      const look = async (): Promise<Look<never>> => {
        looks += 1;
        await setTimeout(tookMs);
        return notYet('not done');
      };
      const within = new Budgets({ deploy: seconds }).of('deploy');
      await expect(waitFor('it', look, { budget: within, everyMs: 10, sparing })).rejects.toThrow(/not done/);
      return looks;
    };

    test('pauses three times as long as a look took', async () => {
      // A look and its pause take 240 ms: at the start, and 240 and 480 ms later, and one just before the end.
      expect(await looksWithin(0.7, 60, true)).toBeLessThanOrEqual(4);
      expect(await looksWithin(0.7, 60, false)).toBeGreaterThan(4);
    });

    test('looks once more before the end, however long the last look took', async () => {
      expect(await looksWithin(0.5, 200, true)).toBeGreaterThan(1);
    });
  });

  test('keeps the error of a look that threw as what was last seen', async () => {
    const wait = waitFor(
      'an answer',
      () => {
        throw new Error('connection refused');
      },
      { budget, everyMs: 20 },
    );
    await expect(wait).rejects.toThrow(/last seen: connection refused/);
  });

  test('ends at once when aborted, even inside a look that hangs', async () => {
    const abort = new AbortController();
    const started = performance.now();
    const wait = waitFor('never', () => new Promise<never>(() => undefined), {
      budget: new Budgets({ deploy: 30 }).of('deploy'),
      signal: abort.signal,
    });
    abort.abort(new InterruptedError('SIGINT'));
    await expect(wait).rejects.toThrow(/interrupted by SIGINT/);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

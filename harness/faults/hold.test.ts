import { describe, expect, test } from '@jest/globals';
import { hold } from './hold.ts';

const budget = { name: 'hold', seconds: 0.2 } as const;

describe('holding a fault for a time', () => {
  test('lasts for the budget, and counts how often it was seen in place', async () => {
    const since = performance.now();
    const looks = await hold('the frost', () => Promise.resolve(undefined), { budget, everyMs: 20 });
    expect(performance.now() - since).toBeGreaterThanOrEqual(200);
    expect(looks).toBeGreaterThan(3);
  });

  test('ends as soon as it is not in place any more, and says what was there instead', async () => {
    let looks = 0;
    const thawed = hold(
      'the frost',
      () => {
        looks += 1;
        return Promise.resolve(looks < 3 ? undefined : 'it is RUNNING');
      },
      { budget, everyMs: 20 },
    );
    await expect(thawed).rejects.toThrow(
      /the frost was to last 0.2 s .*"hold".* but after .*: it is RUNNING/,
    );
    expect(looks).toBe(3);
  });

  test('a look that fails is no sight of it: the last one must have seen it in place', async () => {
    let looks = 0;
    const seen = await hold(
      'the frost',
      () => {
        looks += 1;
        return looks % 2 === 0 ? Promise.reject(new Error('no answer')) : Promise.resolve(undefined);
      },
      { budget, everyMs: 20 },
    );
    expect(seen).toBeLessThan(looks);
    expect(looks % 2).toBe(1);
  });
});

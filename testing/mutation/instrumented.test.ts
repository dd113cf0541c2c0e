import { expect, test } from '@jest/globals';
import { Instrumented } from './instrumented.ts';

test('only a test is limited in how often it asks for the mutant in force, and not what is loaded after it', () => {
  const instrumented = new Instrumented();
  const { __stryker__: shared } = globalThis as unknown as {
    __stryker__: { calls: number; callLimit: number };
  };
  instrumented.begin('a test', 20);
  expect(shared.callLimit).toBe(20);
  shared.calls = 7;
  expect(instrumented.end()).toBe(7);
  expect(shared.callLimit).toBe(Infinity);
});

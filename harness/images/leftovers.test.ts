import { expect, test } from '@jest/globals';
import { isOrphan } from './leftovers.ts';

test('only the leftovers of processes that are gone are orphans', () => {
  const pattern = /^build-(\d+)-/;
  expect(isOrphan(pattern, `build-${String(process.pid)}-x`)).toBe(false);
  expect(isOrphan(pattern, 'build-4194305-x')).toBe(true); // above the highest process id that Linux gives
  expect(isOrphan(pattern, 'something-else')).toBe(false);
});

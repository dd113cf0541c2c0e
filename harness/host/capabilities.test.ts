import { expect, test } from '@jest/globals';
import { boundingSetHas } from './capabilities.ts';

test('reads a bit of the bounding set', () => {
  expect(boundingSetHas('CapEff:\t0\nCapBnd:\t000001ffffffffff\n', 24n)).toBe(true);
  expect(boundingSetHas('CapBnd:\t000001fffeffffff\n', 24n)).toBe(false);
  expect(boundingSetHas('no such line', 24n)).toBe(true);
});

import { expect, test } from '@jest/globals';
import { isNewEnough } from './kind-version.ts';

test.each([
  ['kind v0.33.0 go1.26.8 linux/amd64', true],
  ['kind v0.30.0 go1.24.1 linux/amd64', true],
  ['kind v1.0.0 go1.30.0 linux/amd64', true],
  ['kind v0.29.0 go1.24.1 linux/amd64', false],
  ['something else', false],
  [undefined, false],
])('%s', (version, expected) => {
  expect(isNewEnough(version)).toBe(expected);
});

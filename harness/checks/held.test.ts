import { expect, test } from '@jest/globals';
import type { ReadBackFooter } from '../model/read-back.ts';
import { isComplete, provesAbsence } from './held.ts';

test.each<[ReadBackFooter['end'] | undefined, boolean, boolean]>([
  ['complete', true, true],
  ['dataset-gone', false, true],
  ['unreachable', false, false],
  [undefined, false, false],
])('a read-back that ended %s', (end, complete, absence) => {
  const footer = end === undefined ? undefined : { end, elements: 0 };
  expect(isComplete({ footer })).toBe(complete);
  expect(provesAbsence({ footer })).toBe(absence);
});

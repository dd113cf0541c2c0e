import { describe, expect, test } from '@jest/globals';
import { counted, findingsBy, secondsBetween } from './finding.ts';

const numbers = (count: number): string[] => Array.from({ length: count }, (_, i) => String(i));

describe('a finding', () => {
  const find = findingsBy('set');

  test('counts one thing and names none, unless more is said', () => {
    expect(find('lost', 'fail', 'It is lost.')).toStrictEqual({
      judge: 'set',
      kind: 'lost',
      effect: 'fail',
      message: 'It is lost.',
      count: 1,
      examples: [],
    });
    expect(find('lost', 'fail', 'It is lost.', {})).toMatchObject({ count: 1, examples: [] });
  });

  test('names its member', () => {
    expect(find('lost', 'note', 'It is lost.', { member: 'db-0' })).toMatchObject({
      effect: 'note',
      member: 'db-0',
    });
  });

  test('counts all of its objects, and keeps the first ten as examples', () => {
    expect(find('lost', 'fail', '', { objects: [] })).toMatchObject({ count: 0, examples: [] });
    expect(find('lost', 'fail', '', { objects: new Set(['a', 'b']) })).toMatchObject({
      count: 2,
      examples: ['a', 'b'],
    });
    expect(find('lost', 'fail', '', { objects: numbers(11) })).toMatchObject({
      count: 11,
      examples: numbers(10),
    });
  });

  test('counts what it is told to', () => {
    expect(find('lost', 'fail', '', { objects: ['a'], count: 7 })).toMatchObject({
      count: 7,
      examples: ['a'],
    });
    expect(find('lost', 'fail', '', { count: 0 })).toMatchObject({ count: 0, examples: [] });
  });
});

test.each([
  [0, '0 writes'],
  [1, '1 write'],
  [2, '2 writes'],
])('%s is counted as %s', (count, words) => {
  expect(counted(count, 'write')).toBe(words);
});

test('an uncommon plural is given', () => {
  expect(counted(1, 'identity', 'identities')).toBe('1 identity');
  expect(counted(2, 'identity', 'identities')).toBe('2 identities');
});

test('milliseconds become seconds with three decimals', () => {
  expect(secondsBetween(1_000, 2_234.4)).toBe(1.234);
  expect(secondsBetween(1_000, 2_234.5)).toBe(1.235);
  expect(secondsBetween(2_000, 1_500)).toBe(-0.5);
});

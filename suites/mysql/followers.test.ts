import { expect, test } from '@jest/globals';
import { missingIn, type FollowerRow } from './followers.ts';

const FOLLOWS: FollowerRow = { receiver: 'ON', applier: 'ON', acknowledges: 'ON', there: 1, trouble: '' };

test('a follower that receives, applies, acknowledges and has what it is to have lacks nothing', () => {
  expect(missingIn('mysql-1', FOLLOWS)).toBeUndefined();
});

test.each<[string, Partial<FollowerRow>]>([
  ['mysql-1 does not receive (CONNECTING): error 2003', { receiver: 'CONNECTING', trouble: 'error 2003' }],
  ['mysql-1 does not receive (OFF):', { receiver: 'OFF' }],
  ['mysql-1 does not apply what it receives', { applier: 'OFF' }],
  ['mysql-1 acknowledges nothing', { acknowledges: 'OFF' }],
  ['mysql-1 has not received what the primary has committed', { there: 0 }],
])('%s', (missing, differs) => {
  expect(missingIn('mysql-1', { ...FOLLOWS, ...differs })).toBe(missing);
});

test('a member that was told of nobody follows nobody', () => {
  expect(missingIn('mysql-1', undefined)).toBe('mysql-1 follows nobody');
});

import { describe, expect, test } from '@jest/globals';
import { NEMESIS, type Operation } from '../model/operation.ts';
import { joinCalls } from './calls.ts';
import { contractsOf } from './contracts.ts';

const declared = (f: string, time: number, value: unknown): Operation => ({
  ...{ process: NEMESIS, type: 'info', f, key: f, time, value },
});

describe('the contracts of a history', () => {
  test('are those that were declared, with their times', () => {
    const history = [
      declared('contract', 1, { members: 3, promise: 'on two disks' }),
      declared('accounts', 2, { a: 1 }),
      declared('contract', 9, { members: 1, promise: 'on one disk' }),
    ];
    expect(contractsOf(joinCalls(history))).toEqual([
      { at: 1, members: 3, promise: 'on two disks' },
      { at: 9, members: 1, promise: 'on one disk' },
    ]);
  });

  test('do not hold what cannot be read, nor what a client wrote', () => {
    const client: Operation = {
      ...declared('contract', 1, { members: 3, promise: 'x' }),
      ...{ process: 1, type: 'invoke' },
    };
    expect(contractsOf(joinCalls([client, declared('contract', 2, 'everything')]))).toEqual([]);
  });
});

import { describe, expect, test } from '@jest/globals';
import type { Operation } from '../model/operation.ts';
import { write } from './evidence.fixture.ts';
import { acknowledged, buildLedger } from './ledger.ts';

describe('the ledger', () => {
  test('joins invocations and completions of concurrent processes', () => {
    const ledger = buildLedger([
      ...write('a', 'open', { process: 1, from: 1 }),
      ...write('b', 'ok', { process: 2, from: 2, to: 3 }),
      { process: 1, type: 'ok', f: 'add', key: 'a', time: 9 },
      ...write('c', 'fail', { process: 1, from: 10, to: 11 }),
      ...write('d', 'info', { process: 2, from: 10, to: 12 }),
      ...write('e', 'open', { process: 3, from: 11 }),
    ]);
    expect(
      [...ledger.writes.values()].map(({ key, outcome, completedAt }) => [key, outcome, completedAt]),
    ).toEqual([
      ['a', 'ok', 9],
      ['b', 'ok', 3],
      ['c', 'fail', 11],
      ['d', 'info', 12],
      ['e', 'open', undefined],
    ]);
    expect(ledger.malformed).toEqual([]);
    expect(ledger.suspect.size).toBe(0);
    expect(ledger.endedAt).toBe(12);
    expect(acknowledged(ledger).map(({ write: { key }, at }) => [key, at])).toEqual([
      ['b', 3],
      ['a', 9],
    ]);
  });

  test('leaves operations that write no element out of the writes', () => {
    const read: Operation[] = [
      { process: 1, type: 'invoke', f: 'read', key: 'a', time: 1 },
      { process: 1, type: 'ok', f: 'read', key: 'a', time: 2 },
    ];
    const ledger = buildLedger(read);
    expect(ledger.writes.size).toBe(0);
    expect(ledger.malformed).toEqual([]);
  });

  const invoke = (key: string, process: number, time = 1): Operation[] =>
    write(key, 'open', { process, from: time });
  test.each<[string, Operation[], string, string[]]>([
    [
      'a key invoked twice',
      [...write('a', 'ok', { from: 1 }), ...invoke('a', 2)],
      'The key a was invoked twice.',
      ['a'],
    ],
    [
      'a completion without an invocation',
      [{ process: 1, type: 'ok', f: 'add', key: 'a', time: 1 }],
      'The completion of a by process 1 has no invocation.',
      ['a'],
    ],
    [
      'a second completion',
      [
        ...write('a', 'ok', { process: 1, from: 1 }),
        { process: 1, type: 'fail', f: 'add', key: 'a', time: 9 },
      ],
      'The completion of a by process 1 has no invocation.',
      ['a'],
    ],
    [
      'two open operations of one process',
      [...invoke('a', 1), ...invoke('b', 1)],
      'Process 1 invoked b with a still open.',
      ['a', 'b'],
    ],
    [
      'a process that goes on after an indeterminate operation',
      [...write('a', 'info', { process: 1, from: 1 }), ...invoke('b', 1)],
      'Process 1 invoked b after an indeterminate operation.',
      ['b'],
    ],
    [
      'a completion of another operation',
      [...invoke('a', 1), { process: 1, type: 'ok', f: 'add', key: 'b', time: 2 }],
      'Process 1 invoked a and completed b.',
      ['a', 'b'],
    ],
    [
      'a completion before its invocation',
      write('a', 'ok', { from: 5, to: 4 }),
      'a was completed before it was invoked.',
      ['a'],
    ],
    [
      'a write that does not say what it wrote',
      [{ process: 1, type: 'invoke', f: 'add', key: 'a', time: 1 }],
      'The write of a does not say what was written.',
      ['a'],
    ],
  ])('names %s', (_what, operations, sentence, suspect) => {
    const ledger = buildLedger(operations);
    expect(ledger.malformed).toEqual([sentence]);
    expect([...ledger.suspect].sort()).toEqual(suspect);
  });
});

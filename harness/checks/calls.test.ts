import { describe, expect, test } from '@jest/globals';
import { NEMESIS, type Operation } from '../model/operation.ts';
import { joinCalls } from './calls.ts';
import { operation, snapshot, write } from './evidence.fixture.ts';
import { acknowledgedAt, isWrite, wasAcknowledgedBefore } from './writes.ts';

describe('the calls of a history', () => {
  test('join invocations and completions of concurrent processes', () => {
    const { calls, malformed, suspect, endedAt } = joinCalls([
      ...write('a', 'open', { process: 1, from: 1 }),
      ...write('b', 'ok', { process: 2, from: 2, to: 3 }),
      { process: 1, type: 'ok', f: 'add', key: 'a', time: 9 },
      ...write('c', 'fail', { process: 1, from: 10, to: 11 }),
      ...write('d', 'info', { process: 2, from: 10, to: 12 }),
      ...write('e', 'open', { process: 3, from: 11 }),
    ]);
    expect(calls.map(({ key, outcome, completedAt }) => [key, outcome, completedAt])).toEqual([
      ['a', 'ok', 9],
      ['b', 'ok', 3],
      ['c', 'fail', 11],
      ['d', 'info', 12],
      ['e', 'open', undefined],
    ]);
    expect(malformed).toEqual([]);
    expect(suspect.size).toBe(0);
    expect(endedAt).toBe(12);
  });

  test('keep what was sent, what came back, who was asked, and why it did not end well', () => {
    const counters = { c: 1 };
    const { calls } = joinCalls([
      ...operation('increment', 'c', 'ok', { from: 1 }, { got: 1 }),
      ...snapshot('db-1', { counters }, { from: 20 }),
      ...operation('add-group', 'g', 'fail', { from: 30 }, { sent: { rows: 2 } }),
    ]);
    expect(calls).toMatchObject([
      { f: 'increment', sent: undefined, got: 1, member: undefined, error: undefined },
      { f: 'read', member: 'db-1', got: { counters } },
      { f: 'add-group', sent: { rows: 2 }, got: undefined, error: 'it ended fail' },
    ]);
  });

  test('leave aside what the nemesis did', () => {
    const declared: Operation = {
      ...{ process: NEMESIS, type: 'info', f: 'accounts', key: 'accounts' },
      ...{ value: { a: 1 }, time: 7 },
    };
    const { calls, nemesis, malformed, endedAt } = joinCalls([declared, { ...declared, f: 'contract' }]);
    expect(calls).toEqual([]);
    expect(nemesis.map(({ f }) => f)).toEqual(['accounts', 'contract']);
    expect(malformed).toEqual([]);
    expect(endedAt).toBe(7);
  });

  const invoke = (key: string, process: number, time = 1): Operation[] =>
    write(key, 'open', { process, from: time });
  test.each<[string, Operation[], string, string[]]>([
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
      'a completion of another key',
      [...invoke('a', 1), { process: 1, type: 'ok', f: 'add', key: 'b', time: 2 }],
      'Process 1 invoked a and completed b.',
      ['a', 'b'],
    ],
    [
      'a completion of another function',
      [...invoke('a', 1), { process: 1, type: 'ok', f: 'remove', key: 'a', time: 2 }],
      'Process 1 invoked a and completed a.',
      ['a'],
    ],
    [
      'a completion before its invocation',
      write('a', 'ok', { from: 5, to: 4 }),
      'a was completed before it was invoked.',
      ['a'],
    ],
  ])('name %s', (_what, operations, sentence, suspect) => {
    const calls = joinCalls(operations);
    expect(calls.malformed).toEqual([sentence]);
    expect([...calls.suspect].sort()).toEqual(suspect);
  });
});

describe('calls that were acknowledged in a loss window', () => {
  const windows = [{ from: 10, to: 20 }];
  const outcomes = (operations: Operation[]): unknown[] =>
    joinCalls(operations, windows).calls.map(({ outcome, waived, got }) => [outcome, waived, got]);
  const increment = (type: 'ok' | 'fail' | 'info', from: number, to: number): Operation[] =>
    operation('increment', 'c', type, { from, to }, { got: 1 });

  test('are of unknown outcome, keep what came back, and are told apart', () => {
    expect(outcomes(increment('ok', 1, 9))).toEqual([['ok', false, 1]]);
    expect(outcomes(increment('ok', 1, 10))).toEqual([['info', true, 1]]);
    expect(outcomes(increment('ok', 15, 20))).toEqual([['info', true, 1]]);
    expect(outcomes(increment('ok', 15, 21))).toEqual([['ok', false, 1]]);
  });

  test('are none that were not acknowledged', () => {
    expect(outcomes(increment('info', 11, 12))).toEqual([['info', false, undefined]]);
    expect(outcomes(increment('fail', 11, 12))).toEqual([['fail', false, undefined]]);
  });

  test('leave their process free to go on, and were acknowledged for the client', () => {
    const { calls, malformed } = joinCalls([...increment('ok', 11, 12), ...increment('ok', 13, 14)], windows);
    expect(malformed).toEqual([]);
    expect(calls.map((call) => acknowledgedAt(call))).toEqual([12, 14]);
  });
});

describe('the acknowledged writes', () => {
  test('are of every kind but reads', () => {
    const { calls } = joinCalls([
      ...write('a', 'open', { process: 1, from: 1 }),
      ...operation('remove', 'b', 'ok', { process: 2, from: 2, to: 3 }),
      ...snapshot('db-0', {}, { process: 3, from: 3, to: 4 }),
      ...operation('increment', 'c', 'info', { process: 2, from: 5 }),
      ...operation('transact', 't', 'fail', { process: 3, from: 5 }),
      { process: 1, type: 'ok', f: 'add', key: 'a', time: 9 },
    ]);
    const seen = calls.filter(isWrite).map((call) => [call.key, acknowledgedAt(call)]);
    expect(seen.filter(([, at]) => !Number.isNaN(at))).toEqual([
      ['a', 9],
      ['b', 3],
    ]);
  });

  test('came before a moment only where their acknowledgement did', () => {
    const [ok, info] = joinCalls([
      ...write('a', 'ok', { from: 1, to: 3 }),
      ...write('b', 'info', { from: 4, to: 5 }),
    ]).calls;
    expect([2, 3, 4].map((at) => ok && wasAcknowledgedBefore(ok, at))).toEqual([false, false, true]);
    expect(info && wasAcknowledgedBefore(info, 9)).toBe(false);
  });
});

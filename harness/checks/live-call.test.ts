import { describe, expect, test } from '@jest/globals';
import { showOperations } from '../model/history-file.ts';
import { VALUE } from '../model/history-layout.ts';
import type { Operation } from '../model/operation.ts';
import { CallJoiner } from './call-joiner.ts';
import { joinCalls, type Call } from './calls.ts';
import { operation, sha256Of, write } from './evidence.fixture.ts';
import { KeyTable } from './key-table.ts';
import { LiveCall, slotOf } from './live-call.ts';

/** What each call shows as it goes by. */
function passing<T>(operations: Operation[], look: (call: LiveCall) => T): T[] {
  const shown: T[] = [];
  const joiner = new CallJoiner({
    call: (call) => {
      if (call instanceof LiveCall) shown.push(look(call));
    },
  });
  showOperations(operations, (record) => {
    joiner.record(record);
  });
  joiner.end();
  return shown;
}

const VALUES: unknown[] = [
  undefined,
  7,
  -1,
  { sha256: sha256Of('a'), size: 9 },
  { sha256: 'none', size: 9 },
  { a: [1, 'x', null], b: 'y'.repeat(300) },
  'text',
  true,
  null,
  1.5,
];

describe('a call that goes by', () => {
  test('tells what was sent and what came back, whatever it is', () => {
    const operations = VALUES.flatMap((sent, i) =>
      operation(
        'write',
        'k',
        'ok',
        { process: 1, from: i * 10 },
        { sent, got: VALUES[VALUES.length - 1 - i] },
      ),
    );
    const told = passing(operations, (call) => [call.sent, call.got, call.sent, call.got]);
    expect(told).toEqual(
      VALUES.map((sent, i) => {
        const got = VALUES[VALUES.length - 1 - i];
        return [sent, got, sent, got];
      }),
    );
  });

  test('has nothing of the call before it', () => {
    const operations = [
      ...operation('write', 'k1', 'fail', { process: 1, from: 1 }, { sent: 1, member: 'db-0' }),
      ...operation('cas', 'name', 'ok', { process: 1, from: 10 }, { got: 5 }),
      ...operation('add', 'k2', 'fail', { process: 1, from: 20 }),
      ...operation('add', 'k3', 'open', { process: 1, from: 30 }),
    ];
    const common = { process: 1, member: undefined, sent: undefined, got: undefined, waived: false };
    const calls: Call[] = [
      {
        ...{ ...common, nth: 0, f: 'write', key: 'k1', member: 'db-0', sent: 1, outcome: 'fail' },
        ...{ invokedAt: 1, completedAt: 6, error: 'it ended fail' },
      },
      {
        ...{ ...common, nth: 1, f: 'cas', key: 'name', got: 5, outcome: 'ok' },
        ...{ invokedAt: 10, completedAt: 15, error: undefined },
      },
      {
        ...{ ...common, nth: 2, f: 'add', key: 'k2', outcome: 'fail' },
        ...{ invokedAt: 20, completedAt: 25, error: 'it ended fail' },
      },
      {
        ...{ ...common, nth: 3, f: 'add', key: 'k3', outcome: 'open' },
        ...{ invokedAt: 30, completedAt: undefined, error: undefined },
      },
    ];
    expect(passing(operations, (call) => call.toCall())).toEqual(calls);
    expect(joinCalls(operations).calls).toEqual(calls);
    expect(passing(operations, ({ isOpen }) => isOpen)).toEqual([false, false, false, true]);
    expect(passing(operations, ({ prefix, number }) => [prefix, number])).toEqual([
      ...[
        ['k', 1],
        ['name', -1],
        ['k', 2],
        ['k', 3],
      ],
    ]);
  });

  test('keeps what came with an acknowledgement alone, also of one in a loss window', () => {
    const operations = write('a', 'ok', { from: 1 });
    const [, done] = operations as [Operation, Operation];
    const got = (type: Operation['type'], windows: { from: number; to: number }[] = []): unknown[] =>
      joinCalls([...operations.slice(0, 1), { ...done, type, value: 'came' }], windows).calls.map((call) => [
        ...[call.outcome, call.waived, call.got, call.completedAt],
      ]);
    expect(got('ok')).toEqual([['ok', false, 'came', 6]]);
    expect(got('ok', [{ from: 0, to: 9 }])).toEqual([['info', true, 'came', 6]]);
    expect(got('fail')).toEqual([['fail', false, undefined, 6]]);
    expect(got('info')).toEqual([['info', false, undefined, 6]]);
  });

  test('is read as a document where one came back', () => {
    const operations = [
      ...operation('write', 'k', 'ok', { process: 1, from: 1 }, { got: { a: 1 } }),
      ...operation('write', 'k', 'ok', { process: 1, from: 10 }, { got: 7 }),
      ...operation('write', 'k', 'fail', { process: 1, from: 20 }),
    ];
    const first = passing(operations, (call) => call.documentGot()?.byte());
    expect(first).toEqual([7, undefined, undefined]); // the tag of an object
  });

  test('tells the values of a record that is written as JSON', () => {
    // A time that is no whole number of microseconds fits into no other record.
    const operations = operation('cas', 'k', 'ok', { from: 1e300, to: 2e300 }, { sent: { a: 1 }, got: [2] });
    expect(passing(operations, ({ sent, got, sentKind }) => [sent, got, sentKind])).toEqual([
      [{ a: 1 }, [2], VALUE.json],
    ]);
  });

  test('keeps what was sent, however much, until it is over', () => {
    const text = (n: number, length: number): string => String(n).repeat(length);
    const lengths = [10, 100, 20, 150, 40, 5];
    const operations = lengths.map((length, n): Operation[] =>
      operation('write', 'k', 'ok', { process: n & 1, from: n }, { sent: { text: text(n, length) } }),
    );
    // Those of two processes, one inside the other.
    const records = [0, 2, 4].flatMap((n) => {
      const [outer = [], inner = []] = [operations[n], operations[n + 1]];
      return [...outer.slice(0, 1), ...inner, ...outer.slice(1)];
    });
    expect(passing(records, ({ sent }) => (sent as { text: string }).text)).toEqual(
      [1, 0, 3, 2, 5, 4].map((n) => text(n, lengths[n] ?? 0)),
    );
  });
});

describe('the slot of the key of a call', () => {
  test('is the same for a call that goes by and for one that was kept', () => {
    const keys = new KeyTable();
    const operations = ['k7', 'name', 'k7', 'k8'].flatMap((key, i) =>
      operation('write', key, 'ok', { process: 1, from: i * 10 }),
    );
    expect(passing(operations, (call) => [slotOf(call, keys), slotOf(call.toCall(), keys)])).toEqual([
      ...[
        [0, 0],
        [1, 1],
        [0, 0],
        [2, 2],
      ],
    ]);
    expect(keys.size).toBe(3);
  });
});

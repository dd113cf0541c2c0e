import { describe, expect, test } from '@jest/globals';
import { showOperations } from '../model/history-file.ts';
import { CallJoiner } from './call-joiner.ts';
import type { Call } from './calls.ts';
import { operation } from './evidence.fixture.ts';
import { LiveCall } from './live-call.ts';
import { Entries, Snapshots } from './snapshots.ts';

const of = (entries: Entries): [string, number][] => [...entries.toMap()];
const NONE = { counters: {}, accounts: {}, groups: {} };

/** What is seen of the answer to one read: of the bytes of its record, and of the value that they say. */
function seen(got: unknown): unknown[] {
  const snapshots = [new Snapshots(), new Snapshots()];
  const views: unknown[] = [];
  const joiner = new CallJoiner({
    call: (call) => {
      const passing = call instanceof LiveCall ? [call, call.toCall()] : [];
      for (const [i, one] of passing.entries()) {
        const view = snapshots[i]?.of(one);
        views.push(view && [of(view.counters), of(view.accounts), of(view.groups)]);
      }
    },
  });
  showOperations(operation('read', 'r', 'ok', { from: 1 }, { got, member: 'db-0' }), (record) => {
    joiner.record(record);
  });
  return views;
}

describe('the entries of a map of a snapshot', () => {
  test('are a prefix and a number, or a name that has none', () => {
    const entries = new Entries();
    entries.fill({ k17: 1, name: 2, 'x-007': -3, '': 4, '0': 5 });
    expect(entries.size).toBe(5);
    const parts = [0, 1, 2, 3, 4].map((i) => [entries.prefixes[i], entries.numbers[i], entries.values[i]]);
    // A key of digits alone comes first in an object.
    expect(parts).toEqual([
      ['', 0, 5],
      ['k', 17, 1],
      ['name', -1, 2],
      ['x-00', 7, -3],
      ['', -1, 4],
    ]);
    expect(parts.map((_, i) => entries.key(i))).toEqual(['0', 'k17', 'name', 'x-007', '']);
    expect([entries.key(9), entries.toMap().get('x-007')]).toEqual(['', -3]);
  });

  test('are those of the last map alone', () => {
    const entries = new Entries();
    entries.fill({ a: 1, b2: 2 });
    const first = entries.toMap();
    entries.fill({ c: 3 });
    expect([of(entries), [...first]]).toEqual([
      [['c', 3]],
      [
        ['a', 1],
        ['b2', 2],
      ],
    ]);
  });
});

describe('a snapshot', () => {
  test('is read as it was written, in any order of its parts', () => {
    const full = { groups: { g1: 1, g: 0 }, counters: { c5: -9, c: 2 ** 40 }, accounts: { a: 7 } };
    const shown = [
      [
        ['c5', -9],
        ['c', 2 ** 40],
      ],
      [['a', 7]],
      [
        ['g1', 1],
        ['g', 0],
      ],
    ];
    expect(seen(full)).toEqual([shown, shown]);
    expect(seen(NONE)).toEqual([
      [[], [], []],
      [[], [], []],
    ]);
  });

  test('is read from its bytes alone, without making the value that they say', () => {
    const got = { groups: { g1: 1 }, counters: { c5: -9, c: 2 }, accounts: {} };
    let view: unknown[] = [];
    const joiner = new CallJoiner({
      call: (call) => {
        Object.defineProperty(call, 'got', {
          get: () => {
            throw new Error('nobody has to ask for it');
          },
        });
        const shown = new Snapshots().of(call);
        if (shown !== undefined) view = [of(shown.counters), of(shown.accounts), of(shown.groups)];
      },
    });
    showOperations(operation('read', 'r', 'ok', { from: 1 }, { got }), (record) => {
      joiner.record(record);
    });
    const counters = [
      ['c5', -9],
      ['c', 2],
    ];
    expect(view).toEqual([counters, [], [['g1', 1]]]);
  });

  test('is read where more is in it, which is left out', () => {
    const more = { ...NONE, counters: { c: 1 }, more: { x: 1 }, counters7: { c: 2 } };
    expect(seen(more)).toEqual([
      [[['c', 1]], [], []],
      [[['c', 1]], [], []],
    ]);
  });

  test.each([
    ['a part is missing', { counters: {}, accounts: {} }],
    ['a part has another name', { counters: {}, accounts: {}, teams: {} }],
    ['a name has a number', { counters: {}, accounts: {}, groups1: {} }],
    ['a name has the number 0', { counters: {}, accounts: {}, groups0: {} }],
    ['a part is no map', { ...NONE, groups: [1] }],
    ['a part is a number', { ...NONE, groups: 1 }],
    ['a number is not whole', { ...NONE, counters: { c: 1.5 } }],
    ['a number is a text', { ...NONE, counters: { c: '1' } }],
    ['it is a list', [1, 2, 3]],
    ['it is a number', 7],
    ['it is nothing', undefined],
  ])('is none where %s', (_what, got) => {
    expect(seen(got)).toEqual([undefined, undefined]);
  });

  test('is that of the call that is asked for, read once', () => {
    const snapshots = new Snapshots();
    const call = (nth: number, got: unknown, outcome: Call['outcome'] = 'ok'): Call => ({
      ...{ nth, process: 1, f: 'read', key: 'r', member: undefined, sent: undefined, got, outcome },
      ...{ invokedAt: 1, completedAt: 2, waived: false, error: undefined },
    });
    const first = snapshots.of(call(0, { ...NONE, counters: { c: 1 } }));
    expect(first && of(first.counters)).toEqual([['c', 1]]);
    // The same call again: what it came back with is not looked at another time.
    const again = snapshots.of(call(0, 'nonsense'));
    expect(again && of(again.counters)).toEqual([['c', 1]]);
    expect(snapshots.of(call(1, 'nonsense'))).toBeUndefined();
    expect(snapshots.of(call(1, NONE))).toBeUndefined();
    expect(snapshots.of(call(2, NONE, 'info'))).toBeUndefined();
    const last = snapshots.of(call(3, { ...NONE, counters: { d: 2 } }));
    expect(last && of(last.counters)).toEqual([['d', 2]]);
  });
});

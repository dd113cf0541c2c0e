import { describe, expect, test } from '@jest/globals';
import { showOperations } from '../model/history-file.ts';
import type { Operation } from '../model/operation.ts';
import { CallJoiner } from './call-joiner.ts';
import { operation, write } from './evidence.fixture.ts';
import { LiveCall } from './live-call.ts';

interface Shown {
  /** Keys in the order in which their calls were shown, and `before N` where all before N was settled. */
  order: string[];
  joiner: CallJoiner;
}

const invocation = (key: string, process: number, time: number): Operation[] =>
  write(key, 'open', { process, from: time });

function shown(operations: Operation[], settleEvery = Infinity): Shown {
  const order: string[] = [];
  const joiner = new CallJoiner(
    {
      call: ({ key, outcome }) => order.push(`${key} ${outcome}`),
      settled: (before) => order.push(`before ${String(before)}`),
    },
    [],
    settleEvery,
  );
  showOperations(operations, (record) => {
    joiner.record(record);
  });
  joiner.end();
  return { order, joiner };
}

/** Three writers, of which the first waits for long. */
const HISTORY: Operation[] = [
  ...write('slow', 'ok', { process: 1, from: 1, to: 50 }),
  ...write('a', 'ok', { process: 2, from: 2, to: 5 }),
  ...write('b', 'info', { process: 3, from: 3, to: 7 }),
  ...write('c', 'ok', { process: 2, from: 8, to: 60 }),
  ...write('open', 'open', { process: 4, from: 55 }),
  ...write('d', 'ok', { process: 1, from: 56, to: 70 }),
].sort((one, other) => one.time - other.time);

describe('the calls of a history as they go by', () => {
  test('come in the order of their completions, those without one at the end', () => {
    expect(shown(HISTORY).order).toEqual(['a ok', 'b info', 'slow ok', 'c ok', 'd ok', 'open open']);
  });

  test('come without a completion in the order of their invocations, whoever left them', () => {
    const operations = [
      ...invocation('first', 2, 1),
      ...invocation('second', 1, 2),
      ...invocation('third', 3, 3),
      ...invocation('fourth', 1, 4),
    ];
    expect(shown(operations).order).toEqual(['first open', 'second open', 'third open', 'fourth open']);
  });

  test('stay open, once each, where another key or another number was completed', () => {
    for (const key of ['b1', 'a2', 'a']) {
      const completion: Operation = { process: 1, type: 'ok', f: 'add', key, time: 2 };
      const { order, joiner } = shown([...invocation('a1', 1, 1), completion]);
      expect(order).toEqual(['a1 open']);
      expect(joiner.malformed).toEqual([`Process 1 invoked a1 and completed ${key}.`]);
      expect([...joiner.suspect]).toEqual([key, 'a1']);
    }
  });

  test('may begin and end at one time, and end with the last record', () => {
    const { order, joiner } = shown(write('a', 'ok', { from: 5, to: 5 }));
    expect([order, joiner.malformed, joiner.endedAt]).toEqual([['a ok'], [], 5]);
    expect(shown([]).joiner.endedAt).toBeUndefined();
    const earlier = [...write('a', 'ok', { from: 5, to: 9 }), ...invocation('b', 2, 7)];
    expect(shown(earlier).joiner.endedAt).toBe(9);
  });

  test('are shown to who does not want to know what is settled', () => {
    const keys: string[] = [];
    const joiner = new CallJoiner({ call: ({ key }) => keys.push(key) }, [], 1);
    showOperations(HISTORY, (record) => {
      joiner.record(record);
    });
    expect(keys).toEqual(['a', 'b', 'slow', 'c', 'd']);
  });

  test('are settled up to the earliest that is still under way', () => {
    expect(shown(HISTORY, 1).order).toEqual([
      ...['a ok', 'before 1', 'b info', 'slow ok', 'before 8', 'c ok', 'before 55', 'd ok', 'open open'],
    ]);
  });

  test('are settled up to now where nothing is under way', () => {
    expect(shown(write('a', 'ok', { from: 1, to: 5 }), 1).order).toEqual(['a ok', 'before 5']);
  });

  test('are never settled beyond what nobody will complete any more', () => {
    const operations: Operation[] = [
      ...write('left', 'open', { process: 1, from: 1 }),
      ...write('x', 'ok', { process: 1, from: 5, to: 6 }),
    ];
    expect(shown(operations, 1).order).toEqual(['x ok', 'before 1', 'left open']);
  });

  test('cannot be relied on where their times go back behind what was settled', () => {
    const late = write('late', 'ok', { process: 2, from: 3, to: 4 });
    const { joiner } = shown([...write('a', 'ok', { process: 1, from: 1, to: 5 }), ...late], 1);
    expect(joiner.malformed).toEqual([
      'Process 2 recorded late with a time that was long over.',
      'Process 2 recorded late with a time that was long over.',
    ]);
    expect([...joiner.suspect]).toEqual(['late']);
    expect(shown([...write('a', 'ok', { process: 1, from: 1, to: 5 }), ...late]).joiner.malformed).toEqual(
      [],
    );
  });

  test('are one object for all calls of a process, and another one to be kept', () => {
    const seen = new Set<unknown>();
    const kept: unknown[] = [];
    const joiner = new CallJoiner({
      call: (call) => {
        seen.add(call);
        if (call instanceof LiveCall) kept.push(call.toCall());
      },
    });
    const operations = [1, 2, 3].flatMap((n) =>
      operation('increment', `c${String(n)}`, 'ok', { from: n * 10 }, { sent: { by: n }, got: n }),
    );
    showOperations(operations, (record) => {
      joiner.record(record);
    });
    expect(seen.size).toBe(1);
    expect(kept).toMatchObject([1, 2, 3].map((n) => ({ key: `c${String(n)}`, sent: { by: n }, got: n })));
  });

  test('carry what was sent, of whatever length, until they come to their end', () => {
    const sents: unknown[] = [
      { text: 'long '.repeat(500) },
      7,
      undefined,
      { sha256: 'ab'.repeat(32), size: 1 },
      [null],
    ];
    const got: unknown[] = [];
    const joiner = new CallJoiner({ call: ({ sent }) => got.push(sent) });
    const records = sents.map((sent, process) =>
      operation(
        'transact',
        `t${String(process)}`,
        'ok',
        { process, from: process, to: 100 + process },
        { sent },
      ),
    );
    showOperations(
      records.flat().sort((one, other) => one.time - other.time),
      (record) => {
        joiner.record(record);
      },
    );
    expect(got).toEqual(sents);
  });
});

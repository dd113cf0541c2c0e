import { describe, expect, test } from '@jest/globals';
import type { Evidence } from '../model/bundle-evidence.ts';
import type { Operation } from '../model/operation.ts';
import type { Element, ReadBack } from '../model/read-back.ts';
import { lines } from './asked.fixture.ts';
import type { DataJudgement } from './data-judge.ts';
import { controlEvidence, operation, readBack } from './evidence.fixture.ts';
import { judgedBy } from './judging.fixture.ts';
import { RegisterJudge } from './register.ts';

type Outcome = 'ok' | 'fail' | 'info' | 'open';
let process = 100;
const write = (sent: unknown, from: number, to = from + 5, type: Outcome = 'ok', key = 'r1'): Operation[] =>
  operation('write', key, type, { process: process++, from, to }, { sent });
const read = (got: unknown, from: number, to = from + 5, type: Outcome = 'ok', key = 'r1'): Operation[] =>
  operation('read-register', key, type, { process: process++, from, to }, { got });
const cas = (sent: unknown, got: unknown, from: number, to = from + 5, type: Outcome = 'ok'): Operation[] =>
  operation('cas', 'r1', type, { process: process++, from, to }, { sent, got });

const register = (value: number | null, key = 'r1'): Element => ({ of: 'register', key, value });
const holding = (n: number, ...elements: Element[]): ReadBack => ({
  ...readBack(`db-${String(n)}`, []),
  elements,
});
const all = (value: number): ReadBack[] => [0, 1, 2].map((n) => holding(n, register(value)));
const evidence = (records: Operation[][], readBacks: ReadBack[]): Evidence =>
  controlEvidence({ operations: records.flat().sort((a, b) => a.time - b.time), readBacks });

function judge(records: Operation[][], readBacks: ReadBack[] = []): DataJudgement {
  const given = evidence(records, readBacks);
  return judgedBy(new RegisterJudge(given), given);
}
const found = (records: Operation[][], readBacks: ReadBack[] = []): string[] =>
  lines(judge(records, readBacks).findings);

/** Holds 3 at the end. */
const HISTORY = [
  write(1, 10),
  read(1, 20),
  cas({ from: 1, to: 2 }, true, 30),
  cas({ from: 1, to: 9 }, false, 40),
  write(3, 50),
];

describe('the register judge', () => {
  test('finds nothing where the answers fit an order and every member holds what it leaves', () => {
    const { findings, data } = judge(HISTORY, all(3));
    expect(findings).toEqual([]);
    expect(data).toEqual({ lost: 0, duplicated: 0, unexpected: 0, nonLinearizable: 0 });
    expect(found([read(null, 10)])).toEqual([]);
    expect(found([])).toEqual([]);
  });

  test('names the answer that fits no order, and the part of the history before it', () => {
    const { findings } = judge([...HISTORY, read(2, 60), read(3, 70)], all(3));
    expect(lines(findings)).toEqual(['fail not-linearizable: r1']);
    expect(findings[0]?.message).toBe(
      'The answers about 1 register fit no order of the operations: of the 7 operations on r1 the 5 that were answered before 0.065 s can be put in order; then comes a read (0.06 s to 0.065 s) that came back with 2, and the register held 3.',
    );
  });

  test.each<[string, Operation[][], string]>([
    [
      'a swap',
      [write(1, 10), cas({ from: 7, to: 1 }, true, 20), write(7, 30)],
      'a cas from 7 to 1 (0.02 s to 0.025 s) that swapped, and the register held 1',
    ],
    [
      'a refusal',
      [write(1, 10), cas({ from: 1, to: 2 }, false, 20)],
      'a cas from 1 to 2 (0.02 s to 0.025 s) that was refused, and the register held 1',
    ],
    ['nothing', [write(1, 10), read(null, 20)], 'that came back with nothing, and the register held 1'],
    [
      'several states',
      [write(1, 10, 19), write(2, 10, 19), read(null, 20)],
      'came back with nothing, and the register held 2 or 1',
    ],
  ])('says what the answer was: %s', (_name, records, text) => {
    expect(judge(records).findings.map(({ message }) => message)).toEqual([expect.stringContaining(text)]);
  });

  test('counts registers, not answers', () => {
    const twice = (key: string): Operation[][] => [
      write(1, 10, 15, 'ok', key),
      read(null, 20, 25, 'ok', key),
      read(null, 30, 35, 'ok', key),
    ];
    const { findings } = judge([...twice('r1'), ...twice('r2'), write(1, 10, 15, 'ok', 'r3')]);
    expect(findings).toMatchObject([{ kind: 'not-linearizable', count: 2, examples: ['r1', 'r2'] }]);
  });

  test('holds nothing against an operation whose outcome is unknown, or a read that failed', () => {
    for (const type of ['info', 'open'] as const) {
      expect(found([write(1, 10), write(2, 20, 25, type), read(1, 30), read(2, 40)], all(2))).toEqual([]);
      expect(found([write(1, 10), write(2, 20, 25, type), read(1, 30)], all(1))).toEqual([]);
      expect(found([write(1, 10), cas({ from: 1, to: 2 }, undefined, 20, 25, type), read(2, 30)])).toEqual(
        [],
      );
    }
    expect(
      found([write(1, 10), read(9, 20, 25, 'fail'), cas({ from: 5, to: 9 }, true, 30, 35, 'fail')], all(1)),
    ).toEqual([]);
  });

  test('finds what nobody wrote, or was certainly not written, and judges the rest', () => {
    const { findings, data } = judge(
      [write(1, 10), read(9, 20), write(2, 30, 35, 'fail'), read(2, 40), read(1, 50)],
      all(1),
    );
    expect(lines(findings)).toEqual(['fail unexpected: r1']);
    expect(findings[0]).toMatchObject({
      count: 2,
      message:
        '2 answers told of a value that nobody wrote to the register: r1 had a read (0.02 s to 0.025 s) that came back with 9.',
    });
    expect(data.unexpected).toBe(1);
    expect(found([cas({ from: 5, to: 6 }, true, 10), read(6, 20)], all(6))).toEqual(['fail unexpected: r1']);
    expect(found([cas({ from: 5, to: 6 }, true, 10), read(null, 20)])).toEqual([
      'fail unexpected: r1',
      'fail not-linearizable: r1',
    ]);
  });
});

describe('what members hold at the end', () => {
  test('a value that no order leaves is a lost write, each member by itself', () => {
    const { findings, data } = judge(HISTORY, [holding(0, register(3)), holding(1, register(2)), holding(2)]);
    expect(lines(findings)).toEqual(['fail lost db-1: r1', 'fail lost db-2: r1']);
    expect(findings[0]?.message).toBe(
      '1 register on db-1 (follower) is not what any order of the operations leaves: an acknowledged write is not there: r1 holds 2.',
    );
    expect(data.lost).toBe(1);
    const leaderLost = [holding(0, register(2)), holding(1, register(3)), holding(2, register(3))];
    expect(found(HISTORY, leaderLost)).toEqual(['fail lost db-0: r1']);
  });

  test('where outcomes are unknown members may hold one or the other, but all the same', () => {
    const records = [write(1, 10), write(2, 20, 25, 'info')];
    expect(found(records, all(1))).toEqual([]);
    expect(found(records, all(2))).toEqual([]);
    const apart = [holding(0, register(2)), holding(1, register(1)), holding(2, register(2))];
    expect(found(records, apart)).toEqual(['fail diverged db-1: r1']);
    expect(judge(records, apart).findings[0]?.message).toContain('r1 holds 1, and 2 on db-0 (leader).');
    const barrier = { wanted: '0/5000', reached: false, saw: '0/4000' };
    const behind = apart.map((one) => ({ ...one, header: { ...one.header, barrier } }));
    expect(found(records, behind)).toEqual([]);
    expect(found(records, apart.slice(1))).toEqual([]);
  });

  test('a value that nobody wrote, a register that nobody used, and one that is there twice', () => {
    expect(found(HISTORY, all(8).slice(0, 2))).toEqual([
      'fail unexpected db-0: r1',
      'fail unexpected db-1: r1',
    ]);
    const stranger = holding(0, register(3), register(5, 'x'), register(null, 'y'));
    expect(found(HISTORY, [stranger])).toEqual(['fail unexpected db-0: x']);
    expect(found(HISTORY, [holding(0, register(3), register(3))])).toEqual(['fail duplicated db-0: r1']);
  });

  test('a read-back that was cut off is no evidence of absence; a data set that is gone is', () => {
    const torn: ReadBack = { ...holding(1), footer: undefined };
    expect(found(HISTORY, [torn])).toEqual([]);
    expect(found(HISTORY, [{ ...torn, elements: [register(2)] }])).toEqual(['fail lost db-1: r1']);
    expect(found(HISTORY, [{ ...torn, footer: { end: 'dataset-gone', elements: 0 } }])).toEqual([
      'fail lost db-1: r1',
    ]);
  });

  test('is not told of where the answers fit no order already', () => {
    expect(found([...HISTORY, read(1, 60)], all(2))).toEqual(['fail not-linearizable: r1']);
  });
});

describe('what cannot be judged', () => {
  test('a search that comes to its bounds decides nothing', () => {
    const given = evidence([...Array.from({ length: 12 }, (_, i) => write(i, 10, 90)), read(77, 95)], all(1));
    const few = new RegisterJudge(given, { stepsInAll: 1e6, steps: 100, configurations: 1e6 });
    const { findings } = judgedBy(few, given);
    expect(lines(findings)).toEqual(['unknown not-decided: r1']);
    expect(findings[0]?.message).toMatch(/about 1 register .* within 100 steps and 1000000 configurations/);
    const none = new RegisterJudge(given, { stepsInAll: 0, steps: 100, configurations: 100 });
    expect(lines(judgedBy(none, given).findings)).toEqual(['unknown not-decided: r1']);
  });

  test('a register whose operations cannot be read is not judged, and that is unknown', () => {
    const odd = write('x', 10);
    expect(
      found([odd, read(5, 20), write(1, 10, 15, 'ok', 'r2')], [holding(0, register(7), register(1, 'r2'))]),
    ).toEqual([
      'unknown malformed-value: The value of the write to r1 has another shape than its function says: Invalid input: expected number, received string.',
    ]);
    expect(found([cas({ from: 1 }, true, 10)])[0]).toContain('The value of the cas of r1 has another shape');
    expect(found([cas(null, true, 10), cas({ from: 'a', to: 1 }, true, 20)])[0]).toContain('malformed-value');
  });

  test('an answer that cannot be read says nothing', () => {
    expect(found([write(1, 10), read('x', 20), read(1, 30)])[0]).toContain('The answer to the read of r1');
    const answer = found([write(1, 10), cas({ from: 1, to: 2 }, 'yes', 20), read(2, 30)]);
    expect(answer).toHaveLength(1);
    expect(answer[0]).toContain('The answer to the cas of r1');
  });

  test('nothing is said of keys of which the history contradicts itself, nor without a history', () => {
    const twice = [
      ...write(1, 10),
      ...operation('write', 'r1', 'ok', { process: 1, from: 20 }, { sent: 2 }).slice(1),
    ];
    expect(found([twice], [holding(0, register(9)), holding(1, register(9), register(9))])).toEqual([]);
    const given = controlEvidence({ operations: undefined, readBacks: all(9) });
    expect(judgedBy(new RegisterJudge(given), given).findings).toEqual([]);
  });

  test('values of any size are told apart', () => {
    const large = 2 ** 30;
    for (const value of [large, -large, 2 ** 40, Number.MIN_SAFE_INTEGER, 0, -0]) {
      expect(found([write(value, 10), read(value, 20)], all(value))).toEqual([]);
      expect(found([write(value, 10), write(value + 1, 20), read(value, 30)])).toEqual([
        'fail not-linearizable: r1',
      ]);
    }
    expect(judge([write(2 ** 40, 10), read(null, 20)]).findings[0]?.message).toContain('held 1099511627776');
    expect(found([write(large, 10), read(null, 20)])).toEqual(['fail not-linearizable: r1']);
  });
});

import { describe, expect, test } from '@jest/globals';
import { UsageError } from '../core/errors.ts';
import { Random } from '../core/random.ts';
import { mixFor, parseMix, pick, TABLE_MIX, type Mix } from './mix.ts';

function shares(mix: Mix, count: number): Map<string, number> {
  const random = new Random(3);
  const seen = new Map<string, number>();
  for (let i = 0; i < count; i++) {
    const kind = pick(mix, random);
    seen.set(kind, (seen.get(kind) ?? 0) + 1 / count);
  }
  return seen;
}

describe('a mix', () => {
  test('what is not named does not occur', () => {
    expect(parseMix('add=3, increment=1')).toEqual({ add: 3, increment: 1 });
    expect([...shares(parseMix('add=3,increment=1'), 200).keys()].sort()).toEqual(['add', 'increment']);
  });

  test('each kind occurs as often as its weight says', () => {
    const total = Object.values(TABLE_MIX).reduce((sum, weight) => sum + weight);
    const seen = shares(TABLE_MIX, 20_000);
    for (const [kind, weight] of Object.entries(TABLE_MIX)) {
      expect(Math.abs((seen.get(kind) ?? 0) - weight / total)).toBeLessThan(0.01);
    }
  });

  test.each([
    ['insert=1', 'There is no operation "insert"'],
    ['add', 'The operation "add" needs a weight'],
    ['add=', 'The operation "add" needs a weight'],
    ['add=1.5', 'not "1.5"'],
    ['add=-1', 'not "-1"'],
    ['add=1001', 'not "1001"'],
    ['toString=1', 'There is no operation "toString"'],
  ])('%s is refused', (text, why) => {
    expect(() => parseMix(text)).toThrow(UsageError);
    expect(() => parseMix(text)).toThrow(why);
  });

  const queues = { name: 'queues', mix: { enqueue: 4, dequeue: 2 } };

  test("is the stack's own where none was asked for, and else what the stack knows of it", () => {
    expect(mixFor(queues, undefined)).toEqual({ enqueue: 4, dequeue: 2 });
    expect(mixFor(queues, { enqueue: 1, add: 9 })).toEqual({ enqueue: 1, dequeue: 0 });
  });

  test.each([{ dequeue: 1 }, { add: 1 }, { enqueue: 0 }])('%j leaves a queue nothing to lose', (asked) => {
    expect(() => mixFor(queues, asked)).toThrow(UsageError);
    expect(() => mixFor(queues, asked)).toThrow('give one of these a weight: enqueue.');
  });
});

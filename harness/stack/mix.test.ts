import { describe, expect, test } from '@jest/globals';
import { UsageError } from '../core/errors.ts';
import { Random } from '../core/random.ts';
import { DEFAULT_MIX, parseMix, pick, type Mix } from './mix.ts';

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
    expect(parseMix('add=3, increment=1')).toEqual({
      ...{ add: 3, increment: 1, remove: 0, transfer: 0, 'add-group': 0, transact: 0 },
      ...{ write: 0, cas: 0, 'read-register': 0 },
    });
    expect([...shares(parseMix('add=3,increment=1'), 200).keys()].sort()).toEqual(['add', 'increment']);
  });

  test('each kind occurs as often as its weight says', () => {
    const total = Object.values(DEFAULT_MIX).reduce((sum, weight) => sum + weight);
    const seen = shares(DEFAULT_MIX, 20_000);
    for (const [kind, weight] of Object.entries(DEFAULT_MIX)) {
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
    ['increment=1', 'A mix without "add"'],
    ['add=0', 'A mix without "add"'],
  ])('%s is refused', (text, why) => {
    expect(() => parseMix(text)).toThrow(UsageError);
    expect(() => parseMix(text)).toThrow(why);
  });
});

import { describe, expect, test } from '@jest/globals';
import { Random } from '../../harness/core/random.ts';
import { sha256 } from '../../harness/stack/payload.ts';
import { MANY_PUTS, MIX, ObjectPlan, type Planning, type Put } from './plan.ts';
import { LARGEST_OBJECT, MIB, MOST_IN_ALL, payloadOf, Sizes, SMALLEST_PART } from './sizes.ts';

/** More operations than a scenario comes to. */
const MANY = 5_000;

function planned(count: number, seed = 1, mix = MIX): Planning[] {
  const plan = new ObjectPlan(seed, mix);
  return Array.from({ length: count }, () => plan.next());
}

const all = planned(MANY);
const puts = all.filter((one): one is Put => one.f === 'put-object');

/** Without the bytes. */
const outline = (plan: Planning[]): unknown[] =>
  plan.map((one) => (one.f === 'put-object' ? { ...one, data: one.data.length } : one));

describe('the sequence of operations', () => {
  test('depends on the seed alone', () => {
    expect(outline(planned(600))).toEqual(outline(all.slice(0, 600)));
    expect(outline(planned(600, 2))).not.toEqual(outline(all.slice(0, 600)));
  });

  test('is not changed by what the readers ask for', () => {
    const plan = new ObjectPlan(1, MIX);
    const some = Array.from({ length: 600 }, (_, i) => {
      const read = plan.read(i);
      expect(['read-object', 'list-objects']).toContain(read.f);
      return plan.next();
    });
    expect(outline(some)).toEqual(outline(all.slice(0, 600)));
  });

  test('has every kind of operation, and none that the mix does not name', () => {
    expect(new Set(all.map(({ f }) => f))).toEqual(new Set(Object.keys(MIX)));
    const none = { ...MIX, add: 0, 'list-objects': 0 };
    expect(new Set(planned(2000, 1, none as unknown as typeof MIX).map(({ f }) => f))).toEqual(
      new Set(['put-object', 'delete-object', 'read-object']),
    );
  });

  test('begins with the settings of buckets', () => {
    expect(all.slice(0, 6).map(({ f, key }) => `${f} ${key}`)).toEqual(
      Array.from({ length: 6 }, (_, i) => `add k${String(i)}`),
    );
  });

  test('names each setting, each listing and each put once', () => {
    for (const f of ['add', 'list-objects'] as const) {
      const keys = all.filter((one) => one.f === f).map(({ key }) => key);
      expect(new Set(keys).size).toBe(keys.length);
    }
    expect(new Set(puts.map(({ version }) => version)).size).toBe(puts.length);
  });

  test('writes new names once, and others again and again', () => {
    const times = [...Map.groupBy(puts, ({ key }) => key)];
    const again = times.filter(([key]) => key.startsWith('again/'));
    expect(again.length).toBe(100);
    expect(again.reduce((sum, [, ofOne]) => sum + ofOne.length, 0)).toBeGreaterThan(400);
    const fresh = times.filter(([key]) => key.startsWith('new-'));
    expect(fresh.every(([, ofOne]) => ofOne.length === 1)).toBe(true);
    expect(fresh.length).toBeGreaterThan(MANY_PUTS / 3);
  });

  test('writes less once there is much to be read back', () => {
    const at = all.findIndex((one) => one === puts[MANY_PUTS]);
    const share = (some: Planning[]): number =>
      some.filter(({ f }) => f === 'put-object').length / some.length;
    expect(share(all.slice(0, at))).toBeGreaterThan(0.3);
    expect(share(all.slice(at))).toBeLessThan(0.1);
  });
});

describe('what is written', () => {
  test('is small on the whole, bounded in all, and now and then large', () => {
    const sizes = puts.map(({ data }) => data.length);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    expect(total).toBeLessThan(MOST_IN_ALL);
    const small = sizes.filter((size) => size < MIB);
    expect(small.reduce((sum, size) => sum + size, 0) / small.length).toBeLessThan(64 * 1024);
    expect(sizes.toSorted((a, b) => a - b)[sizes.length >> 1]).toBeLessThan(2 * 1024);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...sizes)).toBeGreaterThan(SMALLEST_PART);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(LARGEST_OBJECT);
  });

  test('stays below the bound however long the load goes on', () => {
    const sizes = new Sizes(new Random(3));
    let total = 0;
    for (let i = 0; i < 20_000; i++) total += sizes.next().size;
    expect(total).toBeLessThan(MOST_IN_ALL + 20_000 * 512);
  });

  test('goes in parts that S3 takes, some of which are cut', () => {
    const inParts = puts.filter(({ parts }) => parts > 1);
    expect(inParts.length).toBeGreaterThan(3);
    for (const { data, partSize = 0, parts } of inParts) {
      expect(partSize).toBeGreaterThanOrEqual(SMALLEST_PART);
      expect(Math.ceil(data.length / partSize)).toBe(parts);
    }
    expect(new Set(puts.flatMap(({ cut }) => cut ?? []))).not.toEqual(new Set());
    expect(puts.filter(({ parts, cut }) => parts === 1 && cut !== undefined)).toEqual([]);
  });

  test('is told by its checksum, large ones by their blocks as well', () => {
    for (const { data, sha256: told } of puts.slice(0, 200)) expect(sha256(data)).toBe(told);
    const large = payloadOf(new Random(1), 3 * MIB + 7);
    expect(large.length).toBe(3 * MIB + 7);
    const blocks = Array.from({ length: 48 }, (_, i) => sha256(large.subarray(i * 65536, (i + 1) * 65536)));
    expect(new Set(blocks).size).toBe(48);
  });
});

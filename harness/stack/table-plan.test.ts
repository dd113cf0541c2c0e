import { describe, expect, test } from '@jest/globals';
import { Random } from '../core/random.ts';
import { TABLE_MIX, parseMix, type Mix } from './mix.ts';
import { payload } from './payload.ts';
import { ACCOUNTS, COUNTERS, Plan, REMOVAL_LAG, type Write } from './table-plan.ts';

function writes(seed: number, mix: Mix, count: number): Write[] {
  const plan = new Plan(seed, mix);
  return Array.from({ length: count }, () => plan.next());
}

function ofKind<F extends Write['f']>(all: readonly Write[], f: F): Extract<Write, { f: F }>[] {
  return all.filter((write): write is Extract<Write, { f: F }> => write.f === f);
}

/** Without the payloads, whose hashes say as much and are compared sooner. */
const bare = (all: readonly Write[]): object[] =>
  all.map((write) => (write.f === 'add' ? { ...write, data: write.data.length } : write));

describe('the sequence of writes', () => {
  const all = writes(7, TABLE_MIX, 6000);

  test('is the same for the same seed and mix, and another for another', () => {
    expect(bare(writes(7, TABLE_MIX, 1500))).toEqual(bare(all.slice(0, 1500)));
    expect(bare(writes(8, TABLE_MIX, 50))).not.toEqual(bare(all.slice(0, 50)));
    expect(bare(writes(7, parseMix('add=9,increment=1'), 50))).not.toEqual(bare(all.slice(0, 50)));
  });

  test('does not depend on what is read meanwhile', () => {
    const plan = new Plan(7, TABLE_MIX);
    const interrupted = Array.from({ length: 300 }, () => (plan.recentGroups(), plan.next()));
    expect(bare(interrupted)).toEqual(bare(all.slice(0, 300)));
  });

  test('uses a key once, but for counters, registers and the removal of an element', () => {
    const again = ['increment', 'remove', 'write', 'cas', 'read-register'];
    const once = all.filter((write) => !again.includes(write.f));
    expect(new Set(once.map((write) => write.key)).size).toBe(once.length);
    expect(new Set(ofKind(all, 'increment').map((write) => write.key))).toEqual(new Set(COUNTERS));
  });

  test('removes elements that were added long before, in order, each at most once', () => {
    const added: string[] = [];
    let last = -1;
    for (const write of all) {
      if (write.f === 'add') added.push(write.key);
      if (write.f !== 'remove') continue;
      const place = added.indexOf(write.key);
      expect(place).toBe(added.length - REMOVAL_LAG);
      expect(place).toBeGreaterThan(last);
      last = place;
    }
    expect(ofKind(all, 'remove').length).toBeGreaterThan(200);
  });

  test('adds where there is nothing to remove', () => {
    const few = writes(1, parseMix('add=1,remove=9'), 1000);
    expect(few.slice(0, REMOVAL_LAG).every((write) => write.f === 'add')).toBe(true);
    expect(ofKind(few, 'remove').length).toBeGreaterThan(100);
  });

  test('moves money between two different accounts', () => {
    const transfers = ofKind(all, 'transfer');
    expect(transfers.length).toBeGreaterThan(400);
    for (const { from, to, amount } of transfers) {
      expect(from).not.toBe(to);
      expect([from, to].every((account) => ACCOUNTS.includes(account))).toBe(true);
      expect(amount).toBeGreaterThan(0);
    }
  });

  test('keeps lists short and never appends a value twice', () => {
    const operations = ofKind(all, 'transact').flatMap((write) => write.operations);
    const appends = operations.filter((one) => one[0] === 'append');
    expect(new Set(appends.map(([, , value]) => value)).size).toBe(appends.length);
    const lengths = new Map<string, number>();
    for (const [, list] of appends) lengths.set(list, (lengths.get(list) ?? 0) + 1);
    expect(Math.max(...lengths.values())).toBe(40);
    expect(lengths.size).toBeGreaterThan(6);
    expect(operations.some(([kind]) => kind === 'read')).toBe(true);
  });

  test('names the groups that were planned last', () => {
    const plan = new Plan(7, parseMix('add=1,add-group=9'));
    expect(plan.recentGroups()).toEqual([]);
    const groups: string[] = [];
    while (groups.length < 12) {
      const write = plan.next();
      if (write.f === 'add-group') groups.push(write.key);
    }
    expect(plan.recentGroups()).toEqual(groups.slice(-10));
  });
});

describe('payloads', () => {
  const random = new Random(11);
  const sizes = Array.from({ length: 5000 }, () => payload(random).length);
  const share = (wanted: (size: number) => boolean): number => sizes.filter(wanted).length / sizes.length;

  test('are mostly small: 1 in 50 above 4 KiB, now and then 256 KiB, a mean of at most 4 KiB', () => {
    expect(share((size) => size > 4096)).toBeGreaterThan(0.015);
    expect(share((size) => size > 4096)).toBeLessThan(0.03);
    expect(share((size) => size === 256 * 1024)).toBeGreaterThan(0);
    expect(share((size) => size === 256 * 1024)).toBeLessThan(0.003);
    const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
    expect(mean).toBeGreaterThan(1024);
    expect(mean).toBeLessThan(4096);
  });
});

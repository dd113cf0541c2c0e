import { describe, expect, test } from '@jest/globals';
import { Company } from './company.ts';

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const never = new AbortController().signal;

/** Who has come through, in order. */
function watched(company: Company): { log: string[]; meet: (member: string, step?: number) => void } {
  const log: string[] = [];
  return {
    log,
    meet: (member, step = 0) => {
      void company.meet(member, step, 'inject', never).then(() => log.push(`${member} ${String(step)}`));
    },
  };
}

describe('a company', () => {
  test('waits for everybody before a fault', async () => {
    const { log, meet } = watched(new Company(['a', 'b', 'c']));
    meet('a');
    meet('b');
    await settle();
    expect(log).toEqual([]);
    meet('c');
    await settle();
    expect(log.sort()).toEqual(['a 0', 'b 0', 'c 0']);
  });

  test('waits at each step anew', async () => {
    const { log, meet } = watched(new Company(['a', 'b']));
    meet('a');
    meet('b');
    meet('a', 1);
    await settle();
    expect(log.sort()).toEqual(['a 0', 'b 0']);
    meet('b', 1);
    await settle();
    expect(log).toHaveLength(4);
  });

  test('does not wait for one that left, before or after the others came', async () => {
    const company = new Company(['a', 'b', 'c']);
    const { log, meet } = watched(company);
    company.leave('c');
    meet('a');
    await settle();
    expect(log).toEqual([]);
    company.leave('b');
    await settle();
    expect(log).toEqual(['a 0']);
    expect(company.members()).toEqual(['a']);
  });

  test('lets go whoever waits when the run is interrupted', async () => {
    const abort = new AbortController();
    const waiting = new Company(['a', 'b']).meet('a', 0, 'heal', abort.signal);
    abort.abort();
    await expect(waiting).rejects.toThrow();
  });

  test('does once a step what is done to all, and tells each what came of it', async () => {
    const company = new Company(['a', 'b']);
    let calls = 0;
    const work = (): Promise<number> => Promise.resolve(++calls);
    const both = [company.once(0)('drain w4', work), company.once(0)('drain w4', work)];
    expect(await Promise.all(both)).toEqual([1, 1]);
    expect(await company.once(0)('drain w3', work)).toBe(2);
    expect(await company.once(1)('drain w4', work)).toBe(3);
    const broken = (): Promise<number> => Promise.reject(new Error('no'));
    const failing = [company.once(2)('kill', broken), company.once(2)('kill', work)];
    for (const one of failing) await expect(one).rejects.toThrow('no');
  });

  test('goes on from a meeting all at once, before anything that one of them begins has ended', async () => {
    const company = new Company(['a', 'b', 'c']);
    const log: string[] = [];
    const strike = async (member: string): Promise<void> => {
      await company.meet(member, 0, 'inject', never);
      log.push(`${member} injects`);
      await company.once(0)('kill w4', settle);
      log.push('killed');
    };
    const others = [strike('a'), strike('b')];
    await settle();
    await Promise.all([...others, strike('c')]);
    expect(log.slice(0, 3).sort()).toEqual(['a injects', 'b injects', 'c injects']);
    expect(log.slice(3)).toEqual(['killed', 'killed', 'killed']);
  });

  test('agrees on the nodes that most would hit, none of them twice', async () => {
    const company = new Company(['a', 'b', 'c']);
    const agreed = await Promise.all([
      company.agree('a', 0, ['w3', 'w4'], never),
      company.agree('b', 0, ['w2', 'w4'], never),
      company.agree('c', 0, ['w4', 'w3'], never),
    ]);
    expect(agreed).toEqual([
      ['w4', 'w3'],
      ['w4', 'w3'],
      ['w4', 'w3'],
    ]);
    const alone = new Company(['a']);
    expect(await alone.agree('a', 1, ['w1'], never)).toEqual(['w1']);
  });
});

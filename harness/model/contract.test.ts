import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  durabilityContractSchema,
  FAULT_CLASSES,
  faultReachSchema,
  promiseSchema,
  promisesOf,
  promisesWords,
  promiseUnder,
  promiseWords,
  readsWords,
  weakerPointSchema,
  weakerThanDocumented,
  type DurabilityContract,
  type KeepPromise,
} from './contract.ts';
import { sampleContract } from './contract.fixture.ts';

const EVERYTHING: KeepPromise = { keeps: 'everything' };
const NOTHING: KeepPromise = { keeps: 'nothing', because: 'it is a cache' };
const window = (windowSeconds: number): KeepPromise => ({ keeps: 'all-but-window', windowSeconds });

/** A contract with one promise of all classes, and another documented. */
function contract(promised: KeepPromise, documented: KeepPromise): DurabilityContract {
  const { members, summary, documented: cited } = sampleContract();
  return {
    ...{ members, summary, promises: promisesOf(promised) },
    documented: { ...cited, promises: promisesOf(documented) },
  };
}

describe('what a contract promises', () => {
  test('is said in words', () => {
    expect(promiseWords(EVERYTHING)).toBe('everything acknowledged is kept');
    expect(promiseWords(window(1.5))).toBe(
      'everything acknowledged is kept but for the last 1.5 s before the fault',
    );
    expect(promiseWords(NOTHING)).toBe('nothing acknowledged has to be kept (it is a cache)');
  });

  test('is said once of all classes that have it', () => {
    expect(promisesWords(promisesOf(EVERYTHING))).toBe(
      'process, pod, node, power: everything acknowledged is kept',
    );
    expect(promisesWords(sampleContract(3, { pod: window(2), power: NOTHING }).promises)).toBe(
      'process, node: everything acknowledged is kept; ' +
        'pod: everything acknowledged is kept but for the last 2 s before the fault; ' +
        'power: nothing acknowledged has to be kept (it is a cache)',
    );
  });

  test('is everything under a fault that takes nothing away', () => {
    const weak = contract(NOTHING, NOTHING);
    expect(promiseUnder(weak, 'none')).toEqual(EVERYTHING);
    expect(FAULT_CLASSES.map((name) => promiseUnder(weak, name))).toEqual(Array(4).fill(NOTHING));
  });

  test('is one of three things, and read as it was written', () => {
    for (const promise of [EVERYTHING, window(0.5), NOTHING]) {
      expect(promiseSchema.parse({ ...promise, more: 1 })).toEqual(promise);
    }
    expect(promiseSchema.safeParse({ keeps: '' }).success).toBe(false);
  });

  test('hangs on the class of a fault, which may be none', () => {
    expect(faultReachSchema.options).toEqual(['process', 'pod', 'node', 'power', 'none']);
    expect(faultReachSchema.parse('none')).toBe('none');
  });

  test('has to be said of every class', () => {
    const good = sampleContract();
    expect(durabilityContractSchema.safeParse(good).success).toBe(true);
    const { power: _left, ...three } = good.promises;
    const broken: unknown[] = [
      { ...good, promises: three },
      { ...good, promises: { ...three, power: { keeps: 'most' } } },
      { ...good, promises: { ...three, power: window(0) } },
      { ...good, promises: { ...three, power: { keeps: 'nothing', because: '' } } },
      { ...good, documented: { ...good.documented, sources: [] } },
      { ...good, documented: { ...good.documented, sources: [{ title: 'x', url: 'x' }] } },
    ];
    for (const one of broken) expect(durabilityContractSchema.safeParse(one).success).toBe(false);
  });
});

describe('a contract weaker than the documentation', () => {
  test('is named with its classes, and both promises in words', () => {
    expect(weakerThanDocumented(sampleContract(1, { node: window(1), power: NOTHING }))).toEqual([
      {
        class: 'node',
        promised: 'everything acknowledged is kept but for the last 1 s before the fault',
        documented: 'everything acknowledged is kept',
      },
      {
        class: 'power',
        promised: 'nothing acknowledged has to be kept (it is a cache)',
        documented: 'everything acknowledged is kept',
      },
    ]);
  });

  const strongestFirst: [string, KeepPromise][] = [
    ['everything', EVERYTHING],
    ['a short window', window(0.1)],
    ['a long window', window(60)],
    ['nothing', NOTHING],
  ];
  const pairs = strongestFirst.flatMap(([promised, a], i) =>
    strongestFirst.map(([documented, b], j) => ({ promised, a, documented, b, weaker: i > j })),
  );
  test.each(pairs)('$promised where $documented is documented: $weaker', ({ a, b, weaker }) => {
    expect(weakerThanDocumented(contract(a, b))).toHaveLength(weaker ? 4 : 0);
  });

  test('is never so in both directions, whatever the windows', () => {
    const promise = fc.oneof(
      fc.constant(EVERYTHING),
      fc.constant(NOTHING),
      fc.double({ min: 0.001, max: 3600, noNaN: true }).map(window),
    );
    fc.assert(
      fc.property(promise, promise, (a, b) => {
        const there = weakerThanDocumented(contract(a, b)).length;
        const back = weakerThanDocumented(contract(b, a)).length;
        expect(Math.min(there, back)).toBe(0);
        if (promiseWords(a) !== promiseWords(b)) expect(there + back).toBe(4);
      }),
    );
  });
});

describe('what a contract promises of reads', () => {
  const whileWhole = { current: 'while-whole', because: 'of a reason' } as const;
  const words =
    'reads are current while the stack is whole, and may not be from a fault on until it is whole again (of a reason)';

  test('is said in words, and is that they are current where nothing is said', () => {
    expect(readsWords(whileWhole)).toBe(words);
    expect(readsWords({ current: 'always' })).toBe('reads are current');
    expect(readsWords(undefined)).toBe('reads are current');
  });

  test('is one of two things, of which one has a reason', () => {
    for (const reads of [whileWhole, { current: 'always' } as const]) {
      const declared = { ...sampleContract(), reads };
      expect(durabilityContractSchema.parse(declared)).toEqual(declared);
    }
    for (const reads of [{ current: 'while-whole' }, { ...whileWhole, because: '' }, { current: 'never' }]) {
      expect(durabilityContractSchema.safeParse({ ...sampleContract(), reads }).success).toBe(false);
    }
    expect(weakerPointSchema.options).toEqual(['process', 'pod', 'node', 'power', 'reads']);
  });

  test('is weaker than documented where the documentation promises more, or says nothing of it', () => {
    const { documented, ...rest } = sampleContract();
    const entry = { class: 'reads', promised: words, documented: 'reads are current' };
    expect(weakerThanDocumented({ ...rest, documented, reads: whileWhole })).toEqual([entry]);
    const always = { ...documented, reads: { current: 'always' } as const };
    expect(weakerThanDocumented({ ...rest, documented: always, reads: whileWhole })).toEqual([entry]);
    expect(weakerThanDocumented({ ...rest, documented: always, reads: { current: 'always' } })).toEqual([]);
    const same = { ...documented, reads: whileWhole };
    expect(weakerThanDocumented({ ...rest, documented: same, reads: whileWhole })).toEqual([]);
  });

  test('stands beside the classes', () => {
    const { documented, ...rest } = sampleContract(3, {
      power: { keeps: 'nothing', because: 'it is a cache' },
    });
    const weaker = weakerThanDocumented({ ...rest, documented, reads: whileWhole });
    expect(weaker.map((one) => one.class)).toEqual(['power', 'reads']);
  });
});

import { describe, expect, test } from '@jest/globals';
import { Instrumented } from './instrumented.ts';
import * as registry from './registry.ts';
import { runTests } from './run-tests.ts';

const collected = (register: () => void, name = 'a.test.ts') =>
  registry.collect(name, () => {
    register();
    return Promise.resolve();
  });

describe('what a file of tests registers', () => {
  test('has the names of its groups, and an id that nothing else has', async () => {
    const tests = await collected(() => {
      registry.test('first', () => undefined);
      registry.describe('outer', () => {
        registry.describe('inner', () => {
          registry.test('second', () => undefined);
        });
        registry.test('second', () => undefined);
        registry.test('second', () => undefined);
      });
    });
    expect(tests.map(({ name }) => name)).toEqual([
      'first',
      'outer inner second',
      'outer second',
      'outer second',
    ]);
    expect(tests.map(({ id }) => id)).toEqual([
      'a.test.ts first',
      'a.test.ts outer inner second',
      'a.test.ts outer second',
      'a.test.ts outer second (2)',
    ]);
  });

  test('is a test a row, with the row in its name', async () => {
    const rows: unknown[] = [];
    const tests = await collected(() => {
      registry.test.each([
        ['x', 1, { a: 2 }],
        ['y', 2, { a: 3 }],
      ])('%# %s is %d', (...row) => rows.push(row));
      registry.test.each([{ name: 'z' }, 7])('$name of %j', (row) => rows.push(row));
    });
    expect(tests.map(({ name }) => name)).toEqual([
      '0 x is 1',
      '1 y is 2',
      'z of {"name":"z"}',
      '$name of 7',
    ]);
    for (const { body } of tests) await body();
    expect(rows).toEqual([['x', 1, { a: 2 }], ['y', 2, { a: 3 }], { name: 'z' }, 7]);
  });

  test('stands where it is written', async () => {
    const [one] = await collected(() => {
      registry.test('here', () => undefined);
    });
    expect(one?.position).toEqual({ line: expect.any(Number), column: expect.any(Number) });
  });

  test('can only be registered while the file is loaded', async () => {
    await expect(registry.collect('a.test.ts', () => Promise.reject(new Error('No.')))).rejects.toThrow(
      'No.',
    );
    expect(() => {
      registry.test('late', () => undefined);
    }).toThrow('A test can only be registered while its file is loaded.');
  });
});

describe('tests that are run', () => {
  const run = async (register: () => void, bail = false): Promise<string[]> =>
    (await runTests(await collected(register), new Instrumented(), { bail, known: {} })).results.map(
      ({ name, status }) => `${name} ${String(status)}`,
    );
  const PASSES = '0';
  const FAILS = '1';

  test('have what stands around them run in order', async () => {
    const steps: string[] = [];
    const step = (name: string) => (): void => void steps.push(name);
    const register = (): void => {
      registry.beforeAll(step('all'));
      registry.beforeEach(step('each'));
      registry.afterEach(step('after each'));
      registry.afterAll(step('after all'));
      registry.describe('group', () => {
        registry.beforeEach(step('inner each'));
        registry.afterEach(step('after inner each'));
        registry.test('one', step('one'));
      });
      registry.test('two', step('two'));
    };
    expect(await run(register)).toEqual([`group one ${PASSES}`, `two ${PASSES}`]);
    expect(steps).toEqual([
      ...['all', 'each', 'inner each', 'one', 'after inner each', 'after each'],
      ...['each', 'two', 'after each', 'after all'],
    ]);
  });

  test('fail by what they throw, what is thrown around them, and what they did not assert', async () => {
    const register = (): void => {
      registry.test('passes', () => undefined);
      registry.test('throws', () => Promise.reject(new Error('No.')));
      registry.test('throws nothing', () => Promise.reject(undefined));
      registry.test('asserts too little', () => {
        expect.assertions(1);
      });
      registry.describe('group', () => {
        registry.afterEach(() => {
          throw new Error('No.');
        });
        registry.test('is undone', () => undefined);
      });
    };
    expect(await run(register)).toEqual([
      `passes ${PASSES}`,
      `throws ${FAILS}`,
      `throws nothing ${FAILS}`,
      `asserts too little ${FAILS}`,
      `group is undone ${FAILS}`,
    ]);
    expect(await run(register, true)).toEqual([`passes ${PASSES}`, `throws ${FAILS}`]);
  });
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** What Stryker makes of two sums, by hand: mutant 1 runs in a test, mutants 2 and 3 while the module is loaded, 4 never ends, 5 runs while a test's file is loaded. */
const FILES = {
  'sum.ts': `
    const ns = __stryker__;
    function stryCov_9fa48() {
      const [id] = arguments;
      const { static: early, perTest } = ns.mutantCoverage;
      const hits = ns.currentTestId === undefined ? early : (perTest[ns.currentTestId] ??= {});
      hits[id] = (hits[id] ?? 0) + 1;
    }
    function isActive(id) {
      return ns.activeMutant === id;
    }
    export const sum = (a: number, b: number): number => {
      while (isActive('4')) ;
      stryCov_9fa48('1');
      return isActive('1') ? a - b : a + b;
    };
    export const twice = (a: number): number => {
      stryCov_9fa48('5');
      return isActive('5') ? a : 2 * a;
    };
    stryCov_9fa48('2');
    export const TWO = isActive('2') ? 3 : 2;
    if (isActive('3')) throw new Error('It cannot be loaded.');
  `,
  'sum.test.ts': `
    import { expect, test } from '@jest/globals';
    import { sum, TWO } from './sum.ts';
    test('adds', () => expect(sum(1, 1)).toBe(2));
    test('knows two', () => expect(TWO).toBe(2));
  `,
  'early.test.ts': `
    import { expect, test } from '@jest/globals';
    import { twice } from './sum.ts';
    const four = twice(2);
    test('knows four', () => expect(four).toBe(4));
  `,
  'other.test.ts': `
    import { test } from '@jest/globals';
    test('asks for nothing', () => undefined);
  `,
};

const CODE = `
  const { InProcessRunner } = await import(process.argv[1]);
  const runner = new InProcessRunner({ inProcess: { tests: ['*.test.ts'], exclude: [], enoughMs: 60_000 } });
  const dry = await runner.dryRun();
  const run = (id, testFilter) => runner.mutantRun({
    activeMutant: { id }, testFilter, sandboxFileName: process.cwd() + '/sum.ts', disableBail: false,
  });
  const tests = dry.tests.map(({ id }) => id);
  console.log(JSON.stringify({
    dry,
    killed: await run('1', ['sum.test.ts adds']),
    survived: await run('1', ['sum.test.ts knows two']),
    early: await run('5', ['early.test.ts knows four']),
    ofModule: await run('2'),
    notLoaded: await run('3'),
    endless: await run('4', ['sum.test.ts adds']),
    afterwards: await run('9', tests),
  }));
`;

interface Ran {
  dry: { tests: { id: string; status: number; startPosition?: object }[]; mutantCoverage: object };
  [mutant: string]: object;
}

describe('the runner of mutants', () => {
  let folder: string;
  let ran: Ran;
  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'holdfast-mutation-')));
    for (const [name, text] of Object.entries(FILES)) await writeFile(join(folder, name), text);
    const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', CODE];
    const runner = new URL('./in-process-runner.ts', import.meta.url).href;
    const { stdout } = await promisify(execFile)(process.execPath, [...args, runner], { cwd: folder });
    ran = JSON.parse(stdout) as Ran;
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('runs all tests without a mutant, and says where they stand', () => {
    expect(ran.dry.tests).toMatchObject([
      { id: 'early.test.ts knows four', status: 0, startPosition: { line: 4 } },
      { id: 'other.test.ts asks for nothing', status: 0, startPosition: { line: 2 } },
      { id: 'sum.test.ts adds', status: 0, startPosition: { line: 3 } },
      { id: 'sum.test.ts knows two', status: 0 },
    ]);
  });

  test('counts what a file reaches while it is loaded for its tests, and what a module does for none', () => {
    expect(ran.dry.mutantCoverage).toEqual({
      static: { '2': 1 },
      perTest: { 'early.test.ts knows four': { '5': 1 }, 'sum.test.ts adds': { '1': 1 } },
    });
  });

  test.each<[string, string, object]>([
    ['is killed by a test that notices it', 'killed', { status: 'killed', killedBy: ['sum.test.ts adds'] }],
    ['survives those that do not', 'survived', { status: 'survived', nrOfTests: 1 }],
    [
      'is loaded anew where a file of tests reaches it while it is loaded',
      'early',
      { status: 'killed', killedBy: ['early.test.ts knows four'], nrOfTests: 2 },
    ],
    [
      'is loaded anew where it is in a statement of a module',
      'ofModule',
      { status: 'killed', killedBy: ['sum.test.ts knows two'] },
    ],
    ['is killed where its module cannot be loaded', 'notLoaded', { status: 'killed' }],
    ['is told of where it never ends', 'endless', { status: 'timeout' }],
    ['leaves nothing behind', 'afterwards', { status: 'survived', nrOfTests: 3 }],
  ])('a mutant %s', (_what, name, result) => {
    expect(ran[name]).toMatchObject(result);
  });
});

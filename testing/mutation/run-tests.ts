import { inspect } from 'node:util';
import { jestExpect } from '@jest/expect';
import { TestStatus, type TestResult } from '@stryker-mutator/api/test-runner';
import type { Instrumented } from './instrumented.ts';
import { groupsOf, type Group, type RegisteredTest } from './registry.ts';

/** What a test takes: milliseconds, and how often instrumented code was called. */
export interface Effort {
  ms: number;
  calls: number;
}

/** What tests have made of a mutant. */
export interface TestRun {
  results: TestResult[];
  efforts: Record<string, Effort>;
  /** The test that took far more than without the mutant. */
  endless?: string;
}

/** A test may call instrumented code so many times as often as without a mutant, and so often more. */
const CALLS = { times: 20, more: 1_000_000 };
/** It may wait so many times as long, and so many milliseconds more: the machine may be busy. */
const WAIT = { times: 10, more: 30_000 };

const OVERDUE = Symbol('It did not end.');

/**
 * Runs tests one after the other, with what stands around them, until one does not end.
 * @param bail whether to stop at the first one that fails too.
 * @param known what each test takes without a mutant; one that is not among them may take any time.
 */
export async function runTests(
  tests: readonly RegisteredTest[],
  code: Instrumented,
  { bail, known }: { bail: boolean; known: Readonly<Record<string, Effort>> },
): Promise<TestRun> {
  const run: TestRun = { results: [], efforts: {} };
  const entered = new Set<Group>();
  for (const test of tests) {
    const { id, name, fileName, position } = test;
    const usual = known[id] ?? { ms: Infinity, calls: Infinity };
    const callLimit = CALLS.times * usual.calls + CALLS.more;
    code.begin(id, callLimit);
    const startedAt = performance.now();
    const overdue = overdueAfter(WAIT.times * usual.ms + WAIT.more);
    const failure = await Promise.race([failureOf(test, entered), overdue.promise]);
    overdue.cancel();
    const effort = { ms: performance.now() - startedAt, calls: code.end() };
    run.efforts[id] = effort;
    if (failure === OVERDUE || effort.calls > callLimit) return { ...run, endless: id };
    const common = {
      ...{ id, name, fileName, timeSpentMs: effort.ms },
      ...(position === undefined ? {} : { startPosition: position }),
    };
    run.results.push(
      failure === undefined
        ? { ...common, status: TestStatus.Success }
        : { ...common, status: TestStatus.Failed, failureMessage: saidBy(failure) },
    );
    if (bail && failure !== undefined) break;
  }
  for (const group of [...entered].reverse()) {
    for (const body of group.after) await body();
  }
  return run;
}

function overdueAfter(ms: number): { promise: Promise<typeof OVERDUE>; cancel: () => void } {
  const { promise, resolve } = Promise.withResolvers<typeof OVERDUE>();
  if (ms === Infinity) return { promise, cancel: () => undefined };
  const timer = setTimeout(resolve, ms, OVERDUE);
  return {
    promise,
    cancel: () => {
      clearTimeout(timer);
    },
  };
}

/** What a test fails by; undefined: it passes. */
async function failureOf(test: RegisteredTest, entered: Set<Group>): Promise<unknown> {
  const groups = groupsOf(test.group);
  jestExpect.setState({
    ...{ assertionCalls: 0, expectedAssertionsNumber: null, isExpectingAssertions: false },
    suppressedErrors: [],
  });
  let failure: unknown;
  const attempt = async (body: () => unknown): Promise<void> => {
    try {
      await body();
    } catch (error) {
      failure ??= error ?? new Error('It threw nothing.');
    }
  };
  for (const group of groups) {
    if (!entered.has(group)) for (const body of group.before) await attempt(body);
    entered.add(group);
    for (const body of group.beforeEach) await attempt(body);
  }
  if (failure === undefined) await attempt(test.body);
  for (const group of groups.toReversed()) for (const body of group.afterEach) await attempt(body);
  return failure ?? jestExpect.extractExpectedAssertionsErrors()[0]?.error;
}

/** What was thrown, in words. */
export function saidBy(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : inspect(thrown);
}

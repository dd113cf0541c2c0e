import { describe, expect, test } from '@jest/globals';
import { showOperations } from '../model/history-file.ts';
import { NEMESIS, type Operation } from '../model/operation.ts';
import type { Call } from './calls.ts';
import type { DataJudge, HistoryEnd } from './data-judge.ts';
import { DataJudges } from './data.ts';
import { controlEvidence, operation, write } from './evidence.fixture.ts';
import { HistoryWalk } from './history-walk.ts';

/** A walk with one judge, which wants to see what the nemesis declares; what that and the audience are shown, in words. */
function walked(only?: ReadonlySet<string>): { walk: HistoryWalk; calls: string[]; judge: string[] } {
  const calls: string[] = [];
  const shown: string[] = [];
  const judge: DataJudge = {
    ...{ name: 'watching', functions: ['accounts'], kinds: [] },
    call: ({ f }: Call) => shown.push(f),
    history: ({ torn }: HistoryEnd) => shown.push(`torn: ${String(torn)}`),
    member: () => ({ element: () => undefined, end: () => undefined }),
    judgement: () => ({ findings: [], data: {} }),
  };
  const evidence = controlEvidence();
  const show = { call: ({ f, key }: Call) => calls.push(`${f} ${key}`) };
  const walk = new HistoryWalk(evidence, new DataJudges(evidence, [() => judge]), {
    ...{ show, ...(only === undefined ? {} : { only }) },
  });
  return { walk, calls, judge: shown };
}

function show(walk: HistoryWalk, operations: readonly Operation[]): void {
  showOperations(operations, (record) => {
    walk.record(record);
  });
}

const DECLARED: Operation = {
  ...{ process: NEMESIS, type: 'info', f: 'accounts', key: 'accounts', time: 1, value: {} },
};
const OPERATIONS: readonly Operation[] = [
  DECLARED,
  ...write('a', 'ok', { from: 10 }),
  ...operation('increment', 'c', 'ok', { from: 20 }),
  ...operation('increment', 'd', 'open', { from: 30 }),
];

describe('a walk through a history', () => {
  test('shows everything, and what is open at its end', () => {
    const { walk, calls, judge } = walked();
    show(walk, OPERATIONS);
    expect(calls).toEqual(['add a', 'increment c']);
    walk.endHistory(true);
    expect(calls).toEqual(['add a', 'increment c', 'increment d']);
    expect(judge).toEqual(['accounts', 'torn: true']);
  });

  test('shows what is wanted, and what the nemesis did in any case', () => {
    const { walk, calls, judge } = walked(new Set(['increment']));
    show(walk, OPERATIONS);
    walk.endHistory(false);
    expect(calls).toEqual(['increment c', 'increment d']);
    expect(judge).toEqual(['accounts', 'torn: false']);
    expect(walk.joiner.nemesis).toHaveLength(1);
  });

  test('that was given up says nothing of an end', () => {
    const { walk, calls, judge } = walked();
    show(walk, OPERATIONS);
    walk.giveUp(new Error('it broke'));
    walk.endHistory(false);
    expect(calls).toEqual(['add a', 'increment c']);
    expect(judge).toEqual(['accounts']);
  });
});

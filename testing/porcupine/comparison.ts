import {
  brokenHistory,
  linearizableHistory,
  registerColumns,
  type Seen,
} from '../../harness/checks/linear-histories.fixture.ts';
import { LinearChecker, type LinearVerdict } from '../../harness/checks/linearizable.ts';
import { Random } from '../../harness/core/random.ts';
import type { Porcupine } from './program.ts';

export type Verdict = LinearVerdict['verdict'];

/** What one checker said of some histories, and how long it took for all of them. */
export interface Account {
  counts: Record<Verdict, number>;
  seconds: number;
}

export interface Comparison {
  histories: number;
  operations: number;
  /** Operations of unknown outcome. */
  unknown: number;
  ours: Account;
  porcupine: Account;
  /** Histories that one calls linearizable and the other does not. */
  disagreements: readonly Seen[][];
}

/** Enough for what can be decided at all: what neither decides says nothing of either. */
const PORCUPINE_SECONDS = 20;
const LIMITS = { steps: 2 ** 25, configurations: 2 ** 21 };
const AT_ONCE = 500;

/** The histories of one seed: a half as a register left them, in the other half one answer is altered. */
export function* generated(seed: number, count: number): Generator<Seen[]> {
  const random = new Random(seed);
  for (let i = 0; i < count; i++) {
    const operations = random.between(5, 200);
    const history = linearizableHistory(random, {
      operations,
      processes: random.between(1, 8),
      // About four of unknown outcome at the most: each doubles what Porcupine has to look at.
      crashOneIn: random.oneIn(3) ? 0 : Math.max(10, Math.ceil(operations / 4)),
      values: [0, 3, 8][random.between(0, 2)] ?? 0,
    });
    yield i % 2 === 0 ? history : (brokenHistory(random, history) ?? history);
  }
}

/** Has both judge the same histories, one after the other. */
export async function compare(
  porcupine: Porcupine,
  histories: Iterable<Seen[]>,
  report: (done: number) => void,
): Promise<Comparison> {
  const checker = new LinearChecker();
  const account = (): Account => ({
    counts: { linearizable: 0, 'not-linearizable': 0, undecided: 0 },
    seconds: 0,
  });
  const all = { histories: 0, operations: 0, unknown: 0, ours: account(), porcupine: account() };
  const disagreements: Seen[][] = [];
  for (const some of inParts(histories, AT_ONCE)) {
    const said = some.map((seen) => {
      const { model, history } = registerColumns(seen);
      const began = performance.now();
      const { verdict } = checker.check(history, model, LIMITS);
      return { verdict, seconds: (performance.now() - began) / 1000 };
    });
    const theirs = await porcupine.judge(some, PORCUPINE_SECONDS);
    some.forEach((seen, i) => {
      const ours = said[i];
      const other = theirs[i];
      if (ours === undefined || other === undefined) return;
      const verdict = ({ Ok: 'linearizable', Illegal: 'not-linearizable', Unknown: 'undecided' } as const)[
        other.verdict
      ];
      all.histories += 1;
      all.operations += seen.length;
      all.unknown += seen.filter(({ completedAt }) => completedAt === undefined).length;
      count(all.ours, ours.verdict, ours.seconds);
      count(all.porcupine, verdict, other.microseconds / 1e6);
      const decided = verdict !== 'undecided' && ours.verdict !== 'undecided';
      if (decided && verdict !== ours.verdict) disagreements.push(seen);
    });
    report(all.histories);
  }
  return { ...all, disagreements };
}

function count(account: Account, verdict: Verdict, seconds: number): void {
  account.counts[verdict] += 1;
  account.seconds += seconds;
}

function* inParts<T>(all: Iterable<T>, size: number): Generator<T[]> {
  let part: T[] = [];
  for (const one of all) {
    part.push(one);
    if (part.length < size) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}

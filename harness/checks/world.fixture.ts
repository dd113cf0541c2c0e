import fc from 'fast-check';
import type { FunctionName } from '../model/functions.ts';
import { NEMESIS, type Operation } from '../model/operation.ts';
import type { Element } from '../model/read-back.ts';
import type { ScenarioResult } from '../model/result.ts';
import { controlEvidence, element, operation, readBack, sha256Of } from './evidence.fixture.ts';
import { judgeScenario } from './judge.ts';

export const MEMBERS = 3;
export const ROWS = 3;
const INITIAL = { a: 5, b: 5, c: 5 };
const ACCOUNTS = ['a', 'b', 'c'];

type Outcome = 'ok' | 'fail' | 'info' | 'open';

/** What an honest stack holds at one moment. */
interface State {
  elements: ReadonlySet<string>;
  counters: Readonly<Record<string, number>>;
  accounts: Readonly<Record<string, number>>;
  groups: ReadonlySet<string>;
}

/** One operation of a history, with what became of it. */
export interface Done {
  f: FunctionName;
  key: string;
  process: number;
  member: string | undefined;
  outcome: Outcome;
  sent: unknown;
  got: unknown;
  from: number;
  /** Its completion, where it has one. */
  to: number;
  /** When it takes effect, where it does. */
  at: number;
  applied: boolean;
}

/** A history of several writers and readers, and what each member of an honest stack holds after it. */
export interface World {
  done: Done[];
  held: Element[][];
}

const step = fc.record({
  f: fc.constantFrom<FunctionName>(
    'add',
    'add',
    'remove',
    'increment',
    'transfer',
    'add-group',
    'read',
    'read',
  ),
  outcome: fc.constantFrom<Outcome>('ok', 'ok', 'ok', 'ok', 'fail', 'info', 'open'),
  writer: fc.nat({ max: 4 }),
  wait: fc.nat({ max: 3 }),
  took: fc.nat({ max: 9 }),
  when: fc.double({ min: 0, max: 1, noNaN: true }),
  applied: fc.boolean(),
  /** Decides what the operation is about, and how far a follower lags. */
  pick: fc.nat({ max: 1000 }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

export const world: fc.Arbitrary<World> = fc
  .array(step, { minLength: 1, maxLength: 60, size: 'max' })
  .map((steps) => {
    const done = plan(steps);
    const final = carryOut(done, steps);
    return { done, held: Array.from({ length: MEMBERS }, () => elementsOf(final)) };
  });

/** Who asks what and when, and how it is to end. */
function plan(steps: readonly Step[]): Done[] {
  const processes = [0, 1, 2, 3, 4];
  const freeAt = [1, 1, 1, 1, 1];
  const done: Done[] = [];
  steps.forEach(({ f, outcome, writer, wait, took, when, applied, pick }, i) => {
    const from = (freeAt[writer] ?? 0) + wait;
    const to = from + took;
    const added = done.filter((one) => one.f === 'add' && one.from < from);
    const target = f === 'remove' ? added[pick % Math.max(1, added.length)] : undefined;
    const kind = f === 'remove' && target === undefined ? 'add' : f;
    const transfer = {
      from: ACCOUNTS[pick % 3] ?? '',
      to: ACCOUNTS[(pick + 1) % 3] ?? '',
      amount: 1 + (pick % 4),
    };
    const sent: Partial<Record<FunctionName, unknown>> = {
      add: { sha256: sha256Of(`e${String(i)}`), size: 2 },
      transfer,
      'add-group': { rows: ROWS },
    };
    const keys: Partial<Record<FunctionName, string>> = {
      add: `e${String(i)}`,
      remove: target?.key ?? '',
      increment: `c${String(pick % 2)}`,
    };
    done.push({
      ...{ f: kind, key: keys[kind] ?? `${kind}${String(i)}`, process: processes[writer] ?? 0 },
      ...{ member: kind === 'read' ? `db-${String(pick % MEMBERS)}` : undefined, outcome, from, to },
      ...{ sent: sent[kind], got: undefined, at: from + when * took },
      applied: outcome === 'ok' || (outcome !== 'fail' && applied),
    });
    // Stable sorting keeps an operation's records in order; the writer's next one starts strictly later.
    freeAt[writer] = to + 1;
    if (outcome === 'info' || outcome === 'open') processes[writer] = 100 + i;
  });
  return done;
}

/** Lets the operations take effect in the order of their moments; a follower shows what was true before. */
function carryOut(done: readonly Done[], steps: readonly Step[]): State {
  const states: State[] = [{ elements: new Set(), counters: {}, accounts: INITIAL, groups: new Set() }];
  const shown = Array.from({ length: MEMBERS }, () => 0);
  const inOrder = done
    .map((one, i) => ({ one, pick: steps[i]?.pick ?? 0 }))
    .sort((a, b) => a.one.at - b.one.at);
  for (const { one, pick } of inOrder) {
    const state = states.at(-1) ?? raise();
    if (one.f === 'read') {
      const member = pick % MEMBERS;
      const least = shown[member] ?? 0;
      const newest = states.length - 1;
      const position = member === 0 ? newest : least + (pick % (newest - least + 1));
      shown[member] = position;
      const looked = done.filter(({ f, from }) => f === 'add-group' && from < one.from).map(({ key }) => key);
      const { counters, accounts, groups } = states[position] ?? raise();
      const rows = Object.fromEntries(looked.map((key) => [key, groups.has(key) ? ROWS : 0]));
      one.got = { counters: { ...counters }, accounts: { ...accounts }, groups: rows };
    } else if (one.applied) {
      states.push(effectOf(one, state));
    }
  }
  return states.at(-1) ?? raise();
}

function effectOf(one: Done, state: State): State {
  const { f, key } = one;
  if (f === 'add') return { ...state, elements: new Set([...state.elements, key]) };
  if (f === 'remove')
    return { ...state, elements: new Set([...state.elements].filter((other) => other !== key)) };
  if (f === 'add-group') return { ...state, groups: new Set([...state.groups, key]) };
  if (f === 'increment') {
    const value = (state.counters[key] ?? 0) + 1;
    one.got = value;
    return { ...state, counters: { ...state.counters, [key]: value } };
  }
  const { from, to, amount } = one.sent as { from: string; to: string; amount: number };
  const had = state.accounts[from] ?? 0;
  if (had < amount) {
    // It would overdraw the account: refused.
    if (one.outcome === 'ok') one.outcome = 'fail';
    return state;
  }
  return {
    ...state,
    accounts: { ...state.accounts, [from]: had - amount, [to]: (state.accounts[to] ?? 0) + amount },
  };
}

function elementsOf({ elements, counters, accounts, groups }: State): Element[] {
  return [
    ...[...elements].map((key) => element(key)),
    ...Object.entries(counters).map(([key, value]): Element => ({ of: 'counter', key, value })),
    ...Object.entries(accounts).map(([key, balance]): Element => ({ of: 'account', key, balance })),
    ...[...groups].map((key): Element => ({ of: 'group', key, rows: ROWS })),
  ];
}

/** The records of a world's history. */
export function recordsOf({ done }: World): Operation[] {
  const declared: Operation = {
    ...{ process: NEMESIS, type: 'info', f: 'accounts', key: 'accounts', time: 0, value: INITIAL },
  };
  const records = done.flatMap(({ f, key, process, outcome, from, to, sent, got, member }) =>
    operation(
      f,
      key,
      outcome,
      { process, from, to },
      { sent, got, ...(member === undefined ? {} : { member }) },
    ),
  );
  return [declared, ...records.sort((a, b) => a.time - b.time)];
}

/** Judges a world as a control without demands on its power. */
export function judge(made: World): ScenarioResult {
  const sample = controlEvidence();
  const power = { acknowledgedBefore: 0, acknowledgedAfter: 0, inFlightAtFault: 0 };
  return judgeScenario(
    {
      ...sample,
      record: { ...sample.record, power },
      operations: recordsOf(made),
      readBacks: made.held.map((elements, n) => ({ ...readBack(`db-${String(n)}`, []), elements })),
    },
    'x',
  );
}

/** The kinds of what counts against a pass. */
export function kindsAgainst(result: ScenarioResult): string[] {
  const against = result.findings.filter(({ effect }) => effect !== 'note');
  return [...new Set(against.map(({ kind }) => kind))].sort();
}

function raise(): never {
  throw new Error('a world has a state at every moment');
}

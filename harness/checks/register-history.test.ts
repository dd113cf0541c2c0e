import { describe, expect, test } from '@jest/globals';
import { call } from './asked.fixture.ts';
import type { Call } from './calls.ts';
import { NOTHING } from './register-codes.ts';
import { RegisterHistory } from './register-history.ts';
import { RegisterLedger } from './register-ledger.ts';
import { DID, RegisterModel } from './register-model.ts';
import { REFUSED } from './linear-model.ts';

const span = (from: number): { from: number; to: number } => ({ from, to: from + 5 });
const write = (key: string, sent: number, from: number, outcome: Call['outcome'] = 'ok'): Call =>
  call('write', key, outcome, span(from), { sent });
const read = (key: string, got: number | null, from: number): Call =>
  call('read-register', key, 'ok', span(from), { got });
const cas = (
  from: number | null,
  to: number,
  got: boolean,
  at: number,
  outcome: Call['outcome'] = 'ok',
): Call => call('cas', 'r1', outcome, span(at), { sent: { from, to }, got });

function ledgerOf(...calls: Call[]): RegisterLedger {
  const ledger = new RegisterLedger();
  for (const one of calls) ledger.call(one);
  ledger.end(new Set());
  return ledger;
}

/** What is in the columns: what each operation did, its values, its times, and whether it changes nothing. */
function columns({ model, count, invokedAt, completedAt, pure }: RegisterHistory): unknown[] {
  return Array.from({ length: count }, (_, i) => [
    ...[model.did[i], model.a[i], model.b[i], invokedAt[i], completedAt[i], pure[i]],
  ]);
}

const CALLS = [
  write('r1', 1, 10),
  write('r2', 7, 11),
  read('r1', 1, 20),
  cas(1, 2, true, 30),
  cas(1, 3, false, 40),
  cas(2, 4, true, 50, 'info'),
  write('r1', 5, 60, 'open'),
  read('r1', null, 70),
];

describe('the history of a register', () => {
  test('has the operations on it alone, in the order in which they came', () => {
    const history = new RegisterHistory(ledgerOf(...CALLS));
    history.load(0);
    expect(columns(history)).toEqual([
      [DID.write, 1, 0, 10, 15, 0],
      [DID.read, 1, 0, 20, 25, 1],
      [DID.swap, 1, 2, 30, 35, 0],
      [DID.refusal, 1, 3, 40, 45, 1],
      [DID.attempt, 2, 4, 50, Infinity, 0],
      [DID.write, 5, 0, 60, Infinity, 0],
      [DID.read, NOTHING, 0, 70, 75, 1],
    ]);
    history.load(1);
    expect(columns(history)).toEqual([[DID.write, 7, 0, 11, 16, 0]]);
    history.load(0);
    expect(columns(history)).toHaveLength(7);
  });

  test('ends with a read of what is held, as long as that is wanted', () => {
    const history = new RegisterHistory(ledgerOf(...CALLS));
    history.load(1);
    history.readAtEnd(9);
    expect(columns(history)).toEqual([
      [DID.write, 7, 0, 11, 16, 0],
      [DID.read, 9, 0, Number.MAX_VALUE, Number.MAX_VALUE, 1],
    ]);
    history.dropLast();
    expect(columns(history)).toHaveLength(1);
  });

  test('tells what can have been held, and who saw anything else', () => {
    const history = new RegisterHistory(ledgerOf(...CALLS, read('r1', 3, 80), cas(8, 9, true, 90)));
    history.load(0);
    expect(history.written()).toEqual(new Set([NOTHING, 1, 2, 4, 5, 9]));
    expect(history.strange(history.written())).toEqual([7, 8]);
    expect(history.strange(new Set([NOTHING, 2]))).toEqual([1, 2, 7, 8]);
  });

  test('goes on without what these operations saw', () => {
    const history = new RegisterHistory(ledgerOf(...CALLS, read('r1', 3, 80), cas(8, 9, true, 90)));
    history.load(0);
    history.setAside([7, 8]);
    expect(columns(history).slice(7)).toEqual([
      [DID.read, 3, 0, 80, Infinity, 1],
      [DID.write, 9, 9, 90, 95, 0],
    ]);
    expect(columns(history).slice(0, 2)).toEqual([
      [DID.write, 1, 0, 10, 15, 0],
      [DID.read, 1, 0, 20, 25, 1],
    ]);
  });

  test('has a cas that may be lost as one of unknown outcome, whatever it said', () => {
    const carried = { sent: { from: 1, to: 2 }, got: true, waived: true };
    const history = new RegisterHistory(ledgerOf(call('cas', 'r1', 'info', span(10), carried)));
    history.load(0);
    expect(columns(history)).toEqual([[DID.attempt, 1, 2, 10, Infinity, 0]]);
  });

  test('has nothing of a register without an operation', () => {
    const history = new RegisterHistory(ledgerOf());
    history.load(0);
    expect(columns(history)).toEqual([]);
    expect([...history.written()]).toEqual([NOTHING]);
  });
});

describe('what an operation does to a register', () => {
  test('follows from what it found, wrote and said', () => {
    const model = new RegisterModel();
    const all = [DID.write, DID.read, DID.swap, DID.refusal, DID.attempt];
    model.did = Uint8Array.from(all);
    model.a = Int32Array.from(all, () => 1);
    model.b = Int32Array.from(all, () => 2);
    expect(all.map((_, i) => model.step(1, i))).toEqual([1, 1, 2, REFUSED, 2]);
    expect(all.map((_, i) => model.step(3, i))).toEqual([1, REFUSED, REFUSED, 3, 3]);
  });

  test('is the same where what it found and wrote is, of a write what it wrote', () => {
    const model = new RegisterModel();
    const { write, attempt } = DID;
    const operations = [
      [write, 1, 7],
      [write, 1, 8],
      [write, 2, 7],
      [attempt, 1, 7],
      [attempt, 1, 7],
      [attempt, 1, 8],
      [attempt, 2, 7],
    ] as const;
    model.did = Uint8Array.from(operations, ([did]) => did);
    model.a = Int32Array.from(operations, ([, a]) => a);
    model.b = Int32Array.from(operations, ([, , b]) => b);
    const pairs = operations.flatMap((_, one) => operations.map((__, other) => [one, other] as const));
    expect(pairs.filter(([one, other]) => one < other && model.alike(one, other))).toEqual([
      [0, 1],
      [3, 4],
    ]);
  });
});

import { describe, expect, test } from '@jest/globals';
import { call } from './asked.fixture.ts';
import type { Call } from './calls.ts';
import { sha256Of } from './evidence.fixture.ts';
import { ADDED, isDue, REMOVAL, SetLedger, SUSPECT, WAIVED } from './set-ledger.ts';

const NONE: ReadonlySet<string> = new Set();

/** An add or a removal that was invoked as the `nth` of all, at ten times that, and ended when it is said. */
const add = (nth: number, key: string, to = nth * 10 + 5, outcome: Call['outcome'] = 'ok'): Call => ({
  ...call('add', key, outcome, { from: nth * 10, to }, { sent: { sha256: sha256Of(key), size: 9 } }),
  nth,
});
const remove = (nth: number, key: string, got?: number, outcome: Call['outcome'] = 'ok'): Call => ({
  ...call('remove', key, outcome, { from: nth * 10 }, { got }),
  nth,
});

/** What a ledger knows once it was shown these, in this order. */
function shown(...calls: Call[]): SetLedger {
  const ledger = new SetLedger();
  for (const one of calls) {
    if (one.f === 'add') ledger.add(one);
    else ledger.remove(one);
  }
  return ledger;
}
const stateOf = (ledger: SetLedger, key: string): number => ledger.state(ledger.keys.find(key));

describe('the ledger of a set', () => {
  test('knows how the add of an element ended, and nothing of others', () => {
    const waived: Call = { ...add(3, 'w', 40, 'info'), waived: true };
    const ledger = shown(add(0, 'a'), add(1, 'f', 15, 'fail'), add(2, 'u', 25, 'info'), waived);
    expect(['a', 'f', 'u', 'w', 'none'].map((key) => stateOf(ledger, key))).toEqual([
      ...[ADDED.acknowledged, ADDED.refused, ADDED.unknown, ADDED.unknown | WAIVED, ADDED.no],
    ]);
    expect(['a', 'f', 'u', 'w'].map((key) => isDue(stateOf(ledger, key)))).toEqual([
      ...[true, false, false, false],
    ]);
    expect(ledger.end(NONE)).toEqual([]);
  });

  test('tells the place of each add, in whatever order they ended', () => {
    const ledger = shown(add(2, 'b'), add(7, 'c'), add(0, 'a', 99));
    expect([0, 1, 2].map((slot) => ledger.nth(slot))).toEqual([2, 7, 0]);
  });

  test('takes what is no payload down as what cannot be judged', () => {
    const ledger = shown({ ...add(0, 'a'), sent: { sha256: 'none' } });
    expect(stateOf(ledger, 'a')).toBe(ADDED.acknowledged | SUSPECT);
    expect(ledger.values.malformed).toEqual([expect.stringMatching(/^What the write of a sent has another/)]);
  });
});

describe('a removal in the ledger of a set', () => {
  test('is certain where it was acknowledged and invoked after the acknowledgement of the add', () => {
    const after = (one: Call): number => stateOf(shown(add(0, 'a', 15), one), 'a');
    expect(after(remove(2, 'a', 1))).toBe(ADDED.acknowledged | REMOVAL.certain);
    expect(after(remove(1, 'a', 1))).toBe(ADDED.acknowledged | REMOVAL.possible);
    expect(after(remove(2, 'a', undefined, 'info'))).toBe(ADDED.acknowledged | REMOVAL.possible);
    expect(after(remove(2, 'a', undefined, 'fail'))).toBe(ADDED.acknowledged);
    expect(isDue(after(remove(2, 'a', 1)))).toBe(false);
  });

  test('that is shown before its add is joined to it, and to no other', () => {
    const ledger = shown(remove(1, 'a', 1), add(3, 'b'), add(0, 'a', 99), remove(4, 'b', 1));
    expect(stateOf(ledger, 'a')).toBe(ADDED.acknowledged | REMOVAL.possible);
    expect(stateOf(ledger, 'b')).toBe(ADDED.acknowledged | REMOVAL.certain);
    expect(ledger.end(NONE)).toEqual([]);
  });

  test('of what nobody added is told, in the order of the invocations', () => {
    const ledger = shown(add(5, 'b', 95), add(3, 'b'), remove(0, 'x', 1), add(2, 'a'), remove(1, 'a', 1));
    expect(ledger.end(NONE)).toEqual([
      'The key x was removed, and nobody had added it.',
      'The key a was removed, and nobody had added it.',
      'The key a was added after it was removed.',
      'The key b was added twice.',
    ]);
    expect(['b', 'x', 'a'].map((key) => stateOf(ledger, key) & SUSPECT)).toEqual([
      ...[SUSPECT, SUSPECT, SUSPECT],
    ]);
  });

  test('that did not find its element counts, in the order of those removals', () => {
    const ledger = shown(add(0, 'a'), add(1, 'b'), add(2, 'c'), add(3, 'd'));
    ledger.remove(remove(9, 'a', 0));
    ledger.remove(remove(8, 'b', 0));
    ledger.remove(remove(7, 'c', 1));
    ledger.remove(remove(6, 'd', 0));
    expect(ledger.end(new Set(['d', 'stranger']))).toEqual([]);
    expect(ledger.notFound()).toEqual([1, 0]);
    expect([...ledger.strangers]).toEqual(['stranger']);
  });
});

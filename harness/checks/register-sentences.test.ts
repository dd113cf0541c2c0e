import { describe, expect, test } from '@jest/globals';
import type { Element } from '../model/read-back.ts';
import { ask, call, type Held } from './asked.fixture.ts';
import type { Call } from './calls.ts';
import type { Finding } from '../model/verdict.ts';
import { controlEvidence, readBack } from './evidence.fixture.ts';
import { RegisterJudge } from './register.ts';
import type { TrialLimits } from './register-trial.ts';

const write = (
  key: string,
  sent: unknown,
  from: number,
  to = from + 5,
  outcome: Call['outcome'] = 'ok',
): Call => call('write', key, outcome, { from, to }, { sent });
const read = (key: string, got: unknown, from: number): Call =>
  call('read-register', key, 'ok', { from }, { got });
const cas = (sent: unknown, got: unknown, from: number): Call =>
  call('cas', 'r1', 'ok', { from }, { sent, got });
const register = (key: string, value: number | null): Element => ({ of: 'register', key, value });
const held = (n: number, elements: Element[], end: Held['end'] = 'complete'): Held => ({
  ...{ member: `db-${String(n)}`, elements, end },
});

function found(calls: Call[], members: Held[] = [], limits?: TrialLimits): Finding[] {
  const evidence = controlEvidence({
    operations: [],
    readBacks: members.map(({ member }) => readBack(member, [])),
  });
  return ask(new RegisterJudge(evidence, limits), calls, members).findings;
}
const said = (calls: Call[], members: Held[] = []): string[] =>
  found(calls, members).map(({ message }) => message);

describe('the sentences of the register judge', () => {
  test('tell of answers that fit no order, one or more', () => {
    const stale = (key: string): Call[] => [write(key, 1, 10), write(key, 2, 20), read(key, 1, 30)];
    expect(said([...stale('r1'), ...stale('r2')])).toEqual([
      'The answers about 2 registers fit no order of the operations: of the 3 operations on r1 the 2 that were answered before 0.035 s can be put in order; then comes a read (0.03 s to 0.035 s) that came back with 1, and the register held 2.',
    ]);
    expect(
      said([write('r1', 1, 10, 30), cas({ from: null, to: 2 }, true, 10), read('r1', null, 40)]),
    ).toEqual([
      'The answers about 1 register fit no order of the operations: of the 3 operations on r1 the 2 that were answered before 0.045 s can be put in order; then comes a read (0.04 s to 0.045 s) that came back with nothing, and the register held 1.',
    ]);
  });

  test('tell of a write that cannot be placed', () => {
    // The read saw what was written only after it.
    const [message] = said([read('r1', 1, 10), write('r1', 1, 20)]);
    expect(message).toContain('of the 2 operations on r1 the 0 that were answered before 0.015 s');
    const swaps = said([cas({ from: null, to: 1 }, true, 10), cas({ from: null, to: 2 }, true, 20)]);
    expect(swaps[0]).toContain(
      'then comes a cas from nothing to 2 (0.02 s to 0.025 s) that swapped, and the register held 1.',
    );
  });

  test('tell of answers that nobody wrote', () => {
    expect(said([read('r1', 4, 10)])).toEqual([
      '1 answer told of a value that nobody wrote to the register: r1 had a read (0.01 s to 0.015 s) that came back with 4.',
    ]);
    expect(said([cas({ from: 3, to: 4 }, true, 10)])).toEqual([
      '1 answer told of a value that nobody wrote to the register: r1 had a cas from 3 to 4 (0.01 s to 0.015 s) that swapped.',
    ]);
  });

  test('tell of what a member holds', () => {
    const calls = [write('r1', 1, 10), write('r1', 2, 20), write('r2', 1, 10), write('r2', 2, 20)];
    const old = [register('r1', 1), register('r2', 1)];
    expect(said(calls, [held(0, old)])).toEqual([
      '2 registers on db-0 are not what any order of the operations leaves: an acknowledged write is not there: r1 holds 1.',
    ]);
    expect(said(calls, [held(0, [register('r1', 2), register('r2', null)])])).toEqual([
      '1 register on db-0 is not what any order of the operations leaves: an acknowledged write is not there: r2 holds nothing.',
    ]);
    const right = [register('r1', 2), register('r2', 2)];
    expect(said(calls, [held(0, [...right, register('x', 5), register('y', 6)])])).toEqual([
      'db-0 holds 2 values that nobody wrote to the register: x holds 5.',
    ]);
    expect(said(calls, [held(0, [register('r1', 9), register('r2', 2)])])).toEqual([
      'db-0 holds 1 value that nobody wrote to the register: r1 holds 9.',
    ]);
    expect(said(calls, [held(0, [...right, ...right])])).toEqual([
      'db-0 holds 2 extra copies of registers: r1 is there more than once.',
    ]);
    expect(said(calls, [held(0, [...right, register('r2', 2)])])).toEqual([
      'db-0 holds 1 extra copy of registers: r2 is there more than once.',
    ]);
  });

  test('tell of values that cannot be read', () => {
    const odd = (one: Call): string => said([one])[0] ?? '';
    expect(odd(write('r1', 'x', 10))).toContain('The value of the write to r1 has another shape');
    expect(odd(write('r1', 1.5, 10))).toContain('The value of the write to r1 has another shape');
    for (const sent of [
      7,
      null,
      undefined,
      {},
      { from: 1 },
      { to: 1 },
      { from: 'a', to: 1 },
      { from: 1, to: null },
    ]) {
      expect(odd(cas(sent, true, 10))).toContain('The value of the cas of r1 has another shape');
    }
    expect(odd(cas({ from: null, to: 1 }, 'yes', 10))).toContain(
      'The answer to the cas of r1 has another shape',
    );
    expect(odd(read('r1', 'x', 10))).toContain('The answer to the read of r1 has another shape');
    expect(said([read('r1', undefined, 10)])).toHaveLength(1);
    expect(said([cas({ from: null, to: 1 }, true, 10), cas({ from: 1, to: 2 }, false, 20)])).toHaveLength(1);
    expect(said([call('read-register', 'r1', 'info', { from: 10 })])).toEqual([]);
    const suspect = ask(new RegisterJudge(controlEvidence()), [write('r1', 'x', 10)], [], {
      suspect: ['r1'],
    });
    expect(suspect.findings).toEqual([]);
    // Nothing is known of what was written to it.
    const strange = found([write('r1', 'x', 10)], [held(0, [register('r1', 5)])]);
    expect(strange.map(({ kind }) => kind)).toEqual(['malformed-value']);
  });

  test('tell of what was not decided, and how far a search went', () => {
    const hard = (key: string): Call[] => [
      ...Array.from({ length: 12 }, (_, i) => write(key, i, 10, 90)),
      read(key, null, 95),
    ];
    const limits = { stepsInAll: 1e6, steps: 100, configurations: 1e6 };
    expect(found([...hard('r1'), ...hard('r2')], [], limits)).toEqual([
      {
        ...{ judge: 'register', kind: 'not-decided', effect: 'unknown', count: 2, examples: ['r1', 'r2'] },
        message:
          'Whether the answers about 2 registers fit an order of the operations was not decided within 100 steps and 1000000 configurations for each register. Fewer operations a register, or fewer at a time, need fewer.',
      },
    ]);
  });
});

import { describe, expect, test } from '@jest/globals';
import { call } from './asked.fixture.ts';
import { RegisterLedger } from './register-ledger.ts';
import { RegisterTrial, type TrialLimits } from './register-trial.ts';

describe('the trial of registers', () => {
  /** Ten writes at once, and a read that none of them explains. */
  const hard = [
    ...Array.from({ length: 10 }, (_, i) => call('write', 'r1', 'ok', { from: 10, to: 90 }, { sent: i })),
    call('read-register', 'r1', 'ok', { from: 95 }, { got: null }),
  ];

  function trial(limits: Partial<TrialLimits>): RegisterTrial {
    const ledger = new RegisterLedger();
    for (const one of hard) ledger.call(one);
    const made = new RegisterTrial(ledger, { stepsInAll: 1e9, steps: 1e6, configurations: 1e6, ...limits });
    made.load(0);
    return made;
  }

  test('gives each register what its operations need, beside the limits', () => {
    expect(trial({ steps: 0 }).search()).toMatchObject({ verdict: 'undecided', steps: 16 * 11 });
    expect(trial({ steps: 24 }).search()).toMatchObject({ verdict: 'undecided', steps: 200 });
    expect(trial({ configurations: 3 }).search()).toMatchObject({
      ...{ verdict: 'undecided', configurations: 3 + 2 * 11 },
    });
    expect(trial({ configurations: 3 }).search(1).configurations).toBe(3 + 2 * 12);
    expect(trial({}).search().verdict).toBe('not-linearizable');
  });

  test('goes on with what is left of all steps, and not at all without', () => {
    const made = trial({ stepsInAll: 300, steps: 24 });
    expect(made.search().steps).toBe(200);
    expect(made.search().steps).toBe(102); // a search ends once it is beyond its bound
    expect(made.search()).toEqual({
      ...{ verdict: 'undecided', steps: 0, configurations: 0, placed: 0, stuck: undefined, states: [] },
    });
  });

  test('does not go on where exactly all steps were taken', () => {
    const made = trial({ stepsInAll: 200, steps: 24 });
    expect(made.search().steps).toBe(200);
    expect(made.search().steps).toBe(0);
  });

  test('knows what the next register can have held', () => {
    const made = trial({});
    const first = made.written;
    expect(made.written).toBe(first);
    expect(first.size).toBe(11);
    made.load(1);
    expect(made.written.size).toBe(1);
  });
});

import { describe, expect, test } from '@jest/globals';
import { call } from './asked.fixture.ts';
import type { Call } from './calls.ts';
import { GuardedFold } from './call-fold.ts';
import { GuardedJudge } from './data-guard.ts';
import type { DataJudge, HeldSink } from './data-judge.ts';
import { element, without } from './evidence.fixture.ts';

/** A call, whichever. */
const oneCall = (): Call => call('add', 'a', 'ok', { from: 1 });

type Step = 'call' | 'settled' | 'history' | 'member' | 'element' | 'end' | 'judgement';

/** A judge that throws when it comes to one step, and counts how often it was asked for the others. */
function throwing(at: Step | 'none'): { judge: DataJudge; asked: Step[] } {
  const asked: Step[] = [];
  const step = (name: Step): void => {
    asked.push(name);
    if (name === at) throw new Error(`broken at ${name}`);
  };
  const sink: HeldSink = {
    element: () => {
      step('element');
    },
    end: () => {
      step('end');
    },
  };
  const judge: DataJudge = {
    ...{ name: 'weak', functions: ['add'], kinds: ['element'] },
    call: () => {
      step('call');
    },
    settled: () => {
      step('settled');
    },
    history: () => {
      step('history');
    },
    member: () => {
      step('member');
      return sink;
    },
    judgement: () => {
      step('judgement');
      return { findings: [], data: {} };
    },
  };
  return { judge, asked };
}

const STEPS: readonly Step[] = ['call', 'settled', 'history', 'member', 'element', 'end', 'judgement'];

describe('a judge that throws', () => {
  test.each(STEPS)('at %s is asked nothing more, and what it threw comes out in the end', (at) => {
    const { judge, asked } = throwing(at);
    const guarded = new GuardedJudge(judge);
    const one = oneCall();
    guarded.call(one);
    if (at === 'call') guarded.call(one);
    guarded.settled(3);
    guarded.history({ suspect: new Set() });
    const sink = guarded.member({ member: 'db-0', role: 'leader' });
    sink.element(element('a'));
    if (at === 'element') sink.element(element('a'));
    sink.end(undefined);
    expect(() => guarded.judgement()).toThrow(`broken at ${at}`);
    expect(asked).toEqual(STEPS.slice(0, STEPS.indexOf(at) + 1));
  });

  test('while it folds is shown nothing more, and what it threw comes out in the end', () => {
    let shown = 0;
    const fold = new GuardedFold({
      write: () => {
        shown += 1;
        throw new Error('broken');
      },
    });
    const one = oneCall();
    fold.write(one, 6);
    fold.write(one, 6);
    fold.settled(9);
    expect(shown).toBe(1);
    expect(() => fold.folded()).toThrow('broken');
  });

  test('while it is told what is settled is shown nothing more either', () => {
    let shown = 0;
    const told: number[] = [];
    const fold = new GuardedFold({
      write: () => {
        shown += 1;
      },
      settled: (before) => {
        told.push(before);
        if (before === 9) throw new Error('broken at 9');
      },
    });
    for (const before of [7, 9, 11]) fold.settled(before);
    fold.write(oneCall(), 6);
    expect(told).toEqual([7, 9]);
    expect(shown).toBe(0);
    expect(() => fold.folded()).toThrow('broken at 9');
  });
});

describe('a judge that does not throw', () => {
  test('is shown everything, and answers', () => {
    const { judge, asked } = throwing('none');
    const guarded = new GuardedJudge(judge);
    expect(guarded).toMatchObject({ name: 'weak', functions: ['add'], kinds: ['element'] });
    expect(guarded.keepsNothing).toBe(false);
    expect(new GuardedJudge({ ...judge, keepsNothing: true }).keepsNothing).toBe(true);
    guarded.call(oneCall());
    expect(asked).toEqual(['call']);
    expect(guarded.judgement()).toEqual({ findings: [], data: {} });
  });

  test('need not want to know what is settled', () => {
    const { judge } = throwing('none');
    const guarded = new GuardedJudge(without(judge, 'settled'));
    guarded.settled(3);
    expect(guarded.judgement()).toEqual({ findings: [], data: {} });
    const fold = { write: () => undefined };
    const guardedFold = new GuardedFold(fold);
    guardedFold.settled(3);
    expect(guardedFold.folded()).toBe(fold);
  });
});

import { describe, expect, test } from '@jest/globals';
import { joinCalls } from './calls.ts';
import { GuardedFold } from './call-fold.ts';
import { GuardedJudge } from './data-guard.ts';
import type { DataJudge, HeldSink } from './data-judge.ts';
import { element, write } from './evidence.fixture.ts';

type Step = 'call' | 'settled' | 'history' | 'member' | 'element' | 'end' | 'judgement';

/** A judge that throws when it comes to one step, and counts how often it was asked for the others. */
function throwing(at: Step): { judge: DataJudge; asked: Step[] } {
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
    const [call] = joinCalls(write('a', 'ok', { from: 1 })).calls;
    if (call === undefined) throw new Error('there is a call');
    guarded.call(call);
    guarded.settled(3);
    guarded.history({ suspect: new Set() });
    const sink = guarded.member({ member: 'db-0', role: 'leader' });
    sink.element(element('a'));
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
    const [call] = joinCalls(write('a', 'ok', { from: 1 })).calls;
    if (call === undefined) throw new Error('there is a call');
    fold.write(call, 6);
    fold.write(call, 6);
    fold.settled(9);
    expect(shown).toBe(1);
    expect(() => fold.folded()).toThrow('broken');
  });
});

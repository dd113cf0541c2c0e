import { describe, expect, test } from '@jest/globals';
import type { ScenarioResult } from '../model/result.ts';
import type { Scenario } from '../scenario/scenarios.ts';
import type { Stack } from '../stack/stack.ts';
import { notRun } from './ledger.ts';
import './matchers.ts';

const stack = { name: 'db', product: 'A database', members: 3, contract: () => '' } as unknown as Stack;
const scenario = { id: 'pod-kill', title: '' } as Scenario;
const base = notRun(stack, scenario, '');
const fault = { fault: 'pod-kill' } as ScenarioResult['faults'][number];

const outcome = (rest: Partial<ScenarioResult> = {}): ScenarioResult => ({
  ...base,
  verdict: 'pass',
  findings: [],
  operations: { ...base.operations, attempted: 5, acknowledged: 5 },
  data: { ...base.data, membersRead: ['db-0'] },
  availability: { ...base.availability, recovery: 3 },
  faults: [fault],
  ...rest,
});
const finding = (judge: string, effect: 'note' | 'fail'): ScenarioResult['findings'] => [
  { judge, kind: 'x', effect, message: 'Something was seen.', count: 1, examples: [] },
];

describe('the matchers', () => {
  test('hold for an outcome that keeps its promises, and for notes', () => {
    expect(outcome({ findings: finding('set', 'note') })).toHaveLostNothing();
    expect(outcome()).toKeepIdentity();
    expect(outcome()).toRecoverWithin(3);
    expect(outcome({ faults: [], availability: base.availability })).toRecoverWithin(3);
    expect(outcome()).toBeJudged('pass');
  });

  test('toHaveLostNothing fails for a loss, for nothing acknowledged, nothing read, and for unknown', () => {
    const losses = [
      outcome({ data: { ...base.data, membersRead: ['db-0'], lost: 1 } }),
      ...['set', 'reads', 'counter', 'bank', 'groups', 'transactions'].map((judge) =>
        outcome({ findings: finding(judge, 'fail') }),
      ),
      outcome({ operations: base.operations }),
      outcome({ data: base.data }),
      outcome({ verdict: 'unknown' }),
    ];
    for (const one of losses) {
      expect(() => {
        expect(one).toHaveLostNothing();
      }).toThrow(/expected db pod-kill to have lost nothing/);
    }
  });

  test('the others fail with what was found', () => {
    expect(() => {
      expect(outcome({ verdict: 'fail', findings: finding('identity', 'fail') })).toKeepIdentity();
    }).toThrow(/keep every identity, verdict fail:\nx: Something was seen\./);
    expect(() => {
      expect(outcome()).toRecoverWithin(2);
    }).toThrow(/whole within 2 s, it took 3 s/);
    expect(() => {
      expect(outcome({ availability: base.availability })).toRecoverWithin(2);
    }).toThrow(/it took null s/);
    expect(() => {
      expect(outcome()).toBeJudged('unknown');
    }).toThrow(/judged unknown, not pass/);
  });
});

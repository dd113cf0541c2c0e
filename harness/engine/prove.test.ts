import { describe, expect, test } from '@jest/globals';
import type { ScenarioResult } from '../model/result.ts';
import type { Finding, Verdict } from '../model/verdict.ts';
import type { Expected } from '../scenario/known-bad.ts';
import type { ProofRequest } from './proof-requests.ts';
import { compare } from './prove.ts';

type Sketch = [kind: string, effect: Finding['effect'], count?: number, judge?: string];

function found(verdict: Verdict, ...findings: Sketch[]): ScenarioResult {
  const full = findings.map(([kind, effect, count = 1, judge = 'set']) => ({ kind, effect, count, judge }));
  return { verdict, findings: full } as ScenarioResult;
}

const request = (expects: Expected): ProofRequest => ({
  ...{ stack: 'db', variant: 'bad', scenario: 'pod-kill' },
  expects,
});

const lost = (atLeast: number): Expected => ({ verdict: 'fail', reasons: [{ kind: 'lost', atLeast }] });
const either: Expected = {
  ...lost(1),
  anyOf: [
    { kind: 'stale', atLeast: 2 },
    { kind: 'behind', atLeast: 1 },
  ],
};
const good: Expected = { verdict: 'pass', reasons: [] };

const wrong = (expects: Expected, result: ScenarioResult): readonly string[] =>
  compare(request(expects), result).wrong;

describe('what was found of a workload is as expected', () => {
  test('with the verdict, and as many of each reason as are demanded', () => {
    const result = found(
      'fail',
      ['lost', 'fail', 4],
      ['slow', 'note'],
      ['lost', 'fail', 3],
      ['few', 'unknown'],
    );
    expect(compare(request(lost(7)), result)).toEqual({
      ...request(lost(7)),
      found: {
        verdict: 'fail',
        kinds: [
          { kind: 'lost', count: 7 },
          { kind: 'few', count: 1 },
        ],
      },
      wrong: [],
    });
  });

  test.each<[string, Expected, ScenarioResult]>([
    [
      'with a reason by the judge who is named',
      { verdict: 'fail', reasons: [{ kind: 'lost', judge: 'bank', atLeast: 2 }] },
      found('fail', ['lost', 'fail', 9], ['lost', 'fail', 2, 'bank']),
    ],
    ['with one of several reasons', either, found('fail', ['lost', 'fail'], ['behind', 'fail'])],
    ['with all of them', either, found('fail', ['lost', 'fail'], ['behind', 'fail'], ['stale', 'fail', 2])],
    [
      'with what may come with its reasons',
      { ...lost(1), alsoAllowed: ['not-recovered'] },
      found('fail', ['lost', 'fail'], ['not-recovered', 'fail']),
    ],
    ['where it is good, and passes', good, found('pass', ['slow', 'note'])],
  ])('%s', (_, expects, result) => {
    expect(wrong(expects, result)).toEqual([]);
  });

  test.each<[string, Expected, ScenarioResult, string[]]>([
    [
      'that passes',
      lost(1),
      found('pass'),
      ['the verdict is pass, and fail is expected', 'of lost 0 were found, and 1 are expected'],
    ],
    [
      'with too few of a reason',
      lost(8),
      found('fail', ['lost', 'fail', 7]),
      ['of lost 7 were found, and 8 are expected'],
    ],
    [
      'with a reason by another judge',
      { verdict: 'fail', reasons: [{ kind: 'lost', judge: 'bank', atLeast: 1 }] },
      found('fail', ['lost', 'fail']),
      ['of lost (bank) 0 were found, and 1 are expected'],
    ],
    [
      'for another reason',
      lost(1),
      found('fail', ['not-recovered', 'fail']),
      ['of lost 0 were found, and 1 are expected', 'not-recovered is no expected reason'],
    ],
    [
      'for another reason beside the right one',
      lost(1),
      found('fail', ['lost', 'fail'], ['stale', 'fail'], ['dns', 'fail'], ['stale', 'fail']),
      ['stale, dns is no expected reason'],
    ],
    [
      'for none of several reasons',
      either,
      found('fail', ['lost', 'fail'], ['stale', 'fail', 1]),
      ['none of stale, behind was found, and one of them is expected'],
    ],
    [
      'with its reason as a note',
      lost(1),
      found('fail', ['lost', 'note'], ['x', 'fail']),
      ['of lost 0 were found, and 1 are expected', 'x is no expected reason'],
    ],
    [
      'that is worse than expected',
      { verdict: 'unknown', reasons: [{ kind: 'a', atLeast: 1 }] },
      found('fail', ['a', 'unknown'], ['lost', 'fail']),
      ['the verdict is fail, and unknown is expected'],
    ],
    [
      'that was not run',
      { verdict: 'unknown', reasons: [{ kind: 'fault-not-proven', atLeast: 1 }] },
      found('unknown', ['not-run', 'unknown']),
      ['of fault-not-proven 0 were found, and 1 are expected', 'not-run is no expected reason'],
    ],
    [
      'that is good and fails',
      good,
      found('fail', ['lost', 'fail']),
      ['the verdict is fail, and pass is expected'],
    ],
  ])('but not one %s', (_, expects, result, sentences) => {
    expect(wrong(expects, result)).toEqual(sentences);
  });
});

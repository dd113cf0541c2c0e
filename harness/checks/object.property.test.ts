import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ask } from './asked.fixture.ts';
import type { Call } from './calls.ts';
import type { DataJudgement } from './data-judge.ts';
import { ObjectJudge } from './object.ts';
import { buckets, callsOf, type Bucket } from './object.fixture.ts';

const MEMBERS = ['s-0', 's-1'];

function judge(made: Bucket, change: (calls: Call[]) => Call[] = (calls) => calls): DataJudgement {
  const held = MEMBERS.map((member) => ({ member, elements: made.held, end: 'complete' as const }));
  return ask(new ObjectJudge({ operations: [], faults: [] }), change(callsOf(made)), held);
}

const against = ({ findings }: DataJudgement): string[] => [
  ...new Set(
    findings.filter(({ effect }) => effect !== 'note').map(({ kind, effect }) => `${effect} ${kind}`),
  ),
];

describe('the objects judge, over generated histories', () => {
  test('finds nothing against an honest store, whatever overlaps and whatever is unknown', () => {
    fc.assert(
      fc.property(buckets, (made) => {
        expect(against(judge(made))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('fails no store for acknowledgements that the client never saw', () => {
    fc.assert(
      fc.property(
        buckets,
        fc.infiniteStream(fc.boolean()),
        fc.constantFrom('info', 'open'),
        (made, coins, end) => {
          const unseen = (one: Call): Call =>
            one.outcome === 'ok' && coins.next().value
              ? {
                  ...one,
                  outcome: end,
                  got: undefined,
                  completedAt: end === 'info' ? one.completedAt : undefined,
                }
              : one;
          expect(against(judge(made, (calls) => calls.map(unseen)))).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });
});

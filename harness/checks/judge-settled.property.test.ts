import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { controlEvidence, fault, readBack } from './evidence.fixture.ts';
import { AvailabilityJudge } from './availability.ts';
import { CallJoiner } from './call-joiner.ts';
import { CounterJudge } from './counter.ts';
import { judgedBy } from './judging.fixture.ts';
import { showOperations } from '../model/history-file.ts';
import type { Evidence } from '../model/bundle-evidence.ts';
import { Snapshots } from './snapshots.ts';
import { changeHeld, changeRead } from './world-breaks.fixture.ts';
import { recordsOf, world, type World } from './world.fixture.ts';
import { acknowledgedAt, isWrite } from './writes.ts';

/** A world in which a read and a counter may be wrong, so that there is something to be found. */
const perhapsBroken = fc
  .tuple(world, fc.nat({ max: 1000 }), fc.boolean(), fc.boolean())
  .map(([made, pick, read, held]): World => {
    const one = read
      ? changeRead(made, pick, (value) => ({ ...value, counters: { ...value.counters, c0: pick % 7 } }))
      : undefined;
    const other = held
      ? changeHeld(one ?? made, pick, 'counter', (counter) => ({ ...counter, value: pick % 9 }))
      : undefined;
    return other ?? one ?? made;
  });

function evidenceOf(made: World): Evidence {
  const readBacks = made.held.map((elements, n) => ({ ...readBack(`db-${String(n)}`, []), elements }));
  return controlEvidence({ operations: recordsOf(made), readBacks });
}

describe('judging a long history piece by piece', () => {
  test('gives what judging it at once gives, of counters', () => {
    fc.assert(
      fc.property(perhapsBroken, fc.integer({ min: 1, max: 9 }), (made, settleEvery) => {
        const evidence = evidenceOf(made);
        const judge = (every: number): unknown =>
          judgedBy(new CounterJudge(evidence, new Snapshots()), evidence, every);
        expect(judge(settleEvery)).toEqual(judge(Infinity));
      }),
      { numRuns: 300 },
    );
  });

  test('gives what judging it at once gives, of availability', () => {
    const span = fc.tuple(fc.nat({ max: 80 }), fc.nat({ max: 80 }));
    fc.assert(
      fc.property(world, fc.integer({ min: 1, max: 9 }), span, (made, settleEvery, [injectedAt, longest]) => {
        const faults = [
          fault({
            injectedAt,
            effectAt: injectedAt + 2,
            wholeAt: injectedAt + 20,
            longestGapSeconds: longest / 10_000,
          }),
        ];
        const evidence = { ...evidenceOf(made), faults, phases: [] };
        const judge = (every: number): unknown => {
          const availability = new AvailabilityJudge(evidence);
          const joiner = new CallJoiner(
            {
              call: (call) => {
                if (isWrite(call)) availability.write(call, acknowledgedAt(call));
              },
              settled: (before) => {
                availability.settled(before);
              },
            },
            [],
            every,
          );
          showOperations(recordsOf(made), (record) => {
            joiner.record(record);
          });
          joiner.end();
          return availability.judgement(joiner.endedAt);
        };
        expect(judge(settleEvery)).toEqual(judge(Infinity));
      }),
      { numRuns: 300 },
    );
  });
});

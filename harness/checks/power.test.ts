import { describe, expect, test } from '@jest/globals';
import type { LoadedEvidence } from '../model/bundle-evidence.ts';
import type { FaultRecord } from '../model/fault-record.ts';
import {
  controlEvidence,
  fault,
  operation,
  sampleEvidence,
  snapshot,
  without,
  write,
} from './evidence.fixture.ts';
import { judgePower } from './judging.fixture.ts';

const kinds = (evidence: LoadedEvidence): string[] =>
  judgePower(evidence).findings.map(({ kind, effect }) => `${effect} ${kind}`);

/** The sample, whose power is 20 before, 34 after, 3 in flight, with other demands. */
function demanding(
  power: Partial<LoadedEvidence['record']['power']>,
  evidence = sampleEvidence(),
): LoadedEvidence {
  return { ...evidence, record: { ...evidence.record, power: { ...evidence.record.power, ...power } } };
}

describe('the power judge', () => {
  test('is content with what it demands, to the operation', () => {
    expect(
      judgePower(demanding({ acknowledgedBefore: 20, acknowledgedAfter: 34, inFlightAtFault: 3 })),
    ).toEqual({
      findings: [],
      inFlightAtFault: 3,
      inFlightAtFaults: [3],
    });
  });

  test.each([
    ['too-few-before', { acknowledgedBefore: 21 }],
    ['too-few-after', { acknowledgedAfter: 35 }],
    ['too-few-in-flight', { inFlightAtFault: 4 }],
  ])('does not know: %s', (kind, power) => {
    expect(kinds(demanding(power))).toEqual([`unknown ${kind}`]);
  });

  test('counts a write whose completion never came as in flight, and none that ended or began outside', () => {
    const operations = [
      ...write('before', 'ok', { process: 1, from: 29_000, to: 29_999 }),
      ...write('into', 'ok', { process: 2, from: 29_000, to: 30_000 }),
      ...write('open', 'open', { process: 3, from: 20_000 }),
      ...write('during', 'info', { process: 4, from: 32_000 }),
      ...write('after', 'ok', { process: 5, from: 32_001 }),
    ];
    expect(judgePower(sampleEvidence({ operations })).inFlightAtFault).toBe(3);
    const unseen = without(fault(), 'effectAt');
    expect(judgePower(sampleEvidence({ operations, faults: [unseen] })).inFlightAtFault).toBe(2);
  });

  test('says what there was too little of', () => {
    const said = (evidence: LoadedEvidence): string[] =>
      judgePower(evidence).findings.map(({ judge, message }) => `${judge}: ${message}`);
    const much = { acknowledgedBefore: 21, acknowledgedAfter: 35, inFlightAtFault: 4 };
    expect(said(demanding(much))).toEqual([
      'power: Only 20 writes acknowledged before the first fault; a pass needs 21.',
      'power: Only 3 writes in flight while pod-delete took hold; a pass needs 4.',
      'power: Only 34 writes acknowledged after the last recovery; a pass needs 35.',
    ]);
    expect(said(demanding({ acknowledgedBefore: 61 }, controlEvidence()))).toEqual([
      'power: Only 60 writes acknowledged in all; a pass needs 61.',
    ]);
  });

  test('counts what was acknowledged at the injection or the recovery itself on neither side', () => {
    const at = (to: number): LoadedEvidence =>
      demanding(
        { acknowledgedBefore: 1, acknowledgedAfter: 1, inFlightAtFault: 0 },
        sampleEvidence({ operations: write('a', 'ok', { from: 1, to }) }),
      );
    expect(kinds(at(29_999))).toEqual(['unknown too-few-after']);
    for (const time of [30_000, 45_500]) {
      expect(kinds(at(time))).toEqual(['unknown too-few-before', 'unknown too-few-after']);
    }
    expect(kinds(at(45_501))).toEqual(['unknown too-few-before']);
  });

  test('demands it of every fault', () => {
    const idle = fault({ fault: 'second', injectedAt: 79_500, effectAt: 79_600, wholeAt: 79_700 });
    const { findings, inFlightAtFault, inFlightAtFaults } = judgePower(
      sampleEvidence({ faults: [fault(), idle] }),
    );
    expect(inFlightAtFault).toBe(0);
    expect(inFlightAtFaults).toEqual([3, 0]);
    expect(findings.map(({ kind }) => kind)).toEqual(['too-few-in-flight', 'too-few-after']);
    expect(findings[0]?.message).toBe('Only 0 writes in flight while second took hold; a pass needs 1.');
  });

  test('takes everything for before where there is no fault', () => {
    expect(
      judgePower(demanding({ acknowledgedBefore: 60, acknowledgedAfter: 99 }, controlEvidence())),
    ).toEqual({
      findings: [],
      inFlightAtFault: null,
      inFlightAtFaults: [],
    });
    expect(kinds(demanding({ acknowledgedBefore: 61 }, controlEvidence()))).toEqual([
      'unknown too-few-before',
    ]);
  });

  test('demands nothing after a stack that never became whole', () => {
    const rest = without(fault(), 'wholeAt');
    expect(kinds(demanding({ acknowledgedAfter: 99 }, sampleEvidence({ faults: [rest] })))).toEqual([]);
  });

  test('counts acknowledged writes of every kind, and no reads', () => {
    const operations = [
      ...operation('remove', 'a', 'ok', { process: 1, from: 10_000 }),
      ...operation('increment', 'b', 'ok', { process: 1, from: 11_000 }),
      ...operation('transfer', 'c', 'ok', { process: 1, from: 12_000 }),
      ...operation('add-group', 'd', 'ok', { process: 1, from: 13_000 }),
      ...operation('transact', 'e', 'open', { process: 1, from: 14_000 }),
      ...snapshot('db-0', {}, { process: 2, from: 15_000, to: 31_000 }),
    ];
    const evidence = { ...sampleEvidence({ operations }), faults: [fault()] };
    const demands = { acknowledgedBefore: 5, acknowledgedAfter: 0, inFlightAtFault: 2 };
    expect(judgePower(demanding(demands, evidence))).toMatchObject({
      findings: [
        { kind: 'too-few-before', count: 4 },
        { kind: 'too-few-in-flight', count: 1 },
      ],
    });
  });

  describe('of two faults', () => {
    const second = (injectedAt: number): FaultRecord =>
      fault({ fault: 'second', injectedAt, effectAt: injectedAt + 500, wholeAt: injectedAt + 1000 });
    /** The first fault is over at 45.5 s; from then on one write a second is acknowledged. */
    const power = { acknowledgedAfter: 5, inFlightAtFault: 0 };

    test('demands a tenth of what is demanded at the end between the first recovery and the second', () => {
      const at = (injectedAt: number, acknowledgedAfter: number): string[] =>
        kinds(
          demanding(
            { ...power, acknowledgedAfter },
            sampleEvidence({ faults: [fault(), second(injectedAt)] }),
          ),
        );
      expect(at(46_500, 10)).toEqual([]);
      expect(at(46_500, 11)).toEqual(['unknown too-few-between']);
      expect(at(45_900, 1)).toEqual(['unknown too-few-between']);
      const [finding] = judgePower(
        demanding(power, sampleEvidence({ faults: [second(45_900), fault()] })),
      ).findings;
      expect(finding?.message).toBe(
        'Only 0 writes acknowledged between the recovery before second and its injection; a pass needs 1.',
      );
    });

    test('counts between them what was acknowledged after the one and before the other', () => {
      const between = (to: number, injectedAt = 50_000): string[] => {
        const operations = write('a', 'ok', { from: 1, to });
        const evidence = sampleEvidence({ operations, faults: [fault(), second(injectedAt)] });
        const found = kinds(demanding({ ...power, acknowledgedBefore: 0 }, evidence));
        return found.filter((kind) => kind.endsWith('between'));
      };
      for (const time of [45_501, 49_999]) expect(between(time)).toEqual([]);
      for (const time of [45_500, 50_000]) expect(between(time)).toEqual(['unknown too-few-between']);
      // Injected at the very recovery: there is nothing between.
      expect(between(1, 45_500)).toEqual([]);
    });

    test('counts from the last recovery of all that came before', () => {
      const rest = [fault({ wholeAt: 50_000 }), second(40_000), second(48_000)];
      const evidence = sampleEvidence({ faults: rest, operations: [] });
      expect(kinds(demanding({ ...power, acknowledgedBefore: 0 }, evidence))).toEqual([
        'unknown too-few-after',
      ]);
    });

    test('demands nothing between faults that overlap, or where the first was never recovered from', () => {
      const during = second(40_000);
      expect(kinds(demanding(power, sampleEvidence({ faults: [fault(), during] })))).toEqual([]);
      const never = without(fault(), 'wholeAt');
      expect(kinds(demanding(power, sampleEvidence({ faults: [never, second(50_000)] })))).toEqual([]);
      const third = second(46_000);
      const rest = [fault({ wholeAt: 50_000 }), during, third];
      expect(kinds(demanding(power, sampleEvidence({ faults: rest })))).toEqual([]);
    });
  });
});

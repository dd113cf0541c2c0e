import { describe, expect, test } from '@jest/globals';
import type { Evidence } from '../model/bundle-evidence.ts';
import { controlEvidence, fault, sampleEvidence, without, write } from './evidence.fixture.ts';
import { judgePower } from './power.ts';

const kinds = (evidence: Evidence): string[] =>
  judgePower(evidence).findings.map(({ kind, effect }) => `${effect} ${kind}`);

/** The sample, whose power is 20 before, 34 after, 3 in flight, with other demands. */
function demanding(power: Partial<Evidence['record']['power']>, evidence = sampleEvidence()): Evidence {
  return { ...evidence, record: { ...evidence.record, power: { ...evidence.record.power, ...power } } };
}

describe('the power judge', () => {
  test('is content with what it demands, to the operation', () => {
    expect(
      judgePower(demanding({ acknowledgedBefore: 20, acknowledgedAfter: 34, inFlightAtFault: 3 })),
    ).toEqual({
      findings: [],
      inFlightAtFault: 3,
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

  test('demands it of every fault', () => {
    const idle = fault({ fault: 'second', injectedAt: 79_500, effectAt: 79_600, wholeAt: 79_700 });
    const { findings, inFlightAtFault } = judgePower(sampleEvidence({ faults: [fault(), idle] }));
    expect(inFlightAtFault).toBe(0);
    expect(findings.map(({ kind }) => kind)).toEqual(['too-few-in-flight', 'too-few-after']);
    expect(findings[0]?.message).toBe('Only 0 writes in flight while second took hold; a pass needs 1.');
  });

  test('takes everything for before where there is no fault', () => {
    expect(
      judgePower(demanding({ acknowledgedBefore: 60, acknowledgedAfter: 99 }, controlEvidence())),
    ).toEqual({
      findings: [],
      inFlightAtFault: null,
    });
    expect(kinds(demanding({ acknowledgedBefore: 61 }, controlEvidence()))).toEqual([
      'unknown too-few-before',
    ]);
  });

  test('demands nothing after a stack that never became whole', () => {
    const rest = without(fault(), 'wholeAt');
    expect(kinds(demanding({ acknowledgedAfter: 99 }, sampleEvidence({ faults: [rest] })))).toEqual([]);
  });
});

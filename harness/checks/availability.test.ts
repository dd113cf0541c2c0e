import { describe, expect, test } from '@jest/globals';
import type { LoadedEvidence } from '../model/bundle-evidence.ts';
import type { FaultRecord } from '../model/fault-record.ts';
import { judgeAvailability } from './judging.fixture.ts';
import { controlEvidence, fault, sampleEvidence, without, write } from './evidence.fixture.ts';

const found = (evidence: LoadedEvidence): string[] =>
  judgeAvailability(evidence).findings.map(({ kind, effect }) => `${effect} ${kind}`);

function never(changes: Partial<FaultRecord> = {}): FaultRecord {
  return without(fault(changes), 'wholeAt');
}

const until = (end: number): LoadedEvidence['operations'] =>
  sampleEvidence().operations?.filter(({ time }) => time < end);

describe('the availability judge', () => {
  test('measures from the injection, and finds nothing where the stack came back in time', () => {
    expect(judgeAvailability(sampleEvidence())).toMatchObject({
      findings: [],
      // Acknowledged 29.005 s and 40.005 s, with nothing in between.
      availability: { firstAcknowledged: 10.005, outage: 15.5, recovery: 15.5, longestGap: 11 },
    });
  });

  test('measures no fault where there was none', () => {
    expect(judgeAvailability(controlEvidence())).toMatchObject({
      findings: [],
      availability: { firstAcknowledged: null, outage: null, recovery: null, longestGap: 11 },
    });
  });

  test('measures the recovery, and its budget, from the heal where there is one', () => {
    const healed = fault({ healedAt: 40_000.4, recoverBudgetSeconds: 6 });
    const { availability, findings } = judgeAvailability(sampleEvidence({ faults: [healed] }));
    expect(availability).toMatchObject({ outage: 15.5, recovery: 5.5 });
    expect(findings).toEqual([]);
    expect(found(sampleEvidence({ faults: [{ ...healed, recoverBudgetSeconds: 5 }] }))).toEqual([
      'fail not-recovered',
    ]);
  });

  test('does not count a write that was sent before the fault had taken hold', () => {
    const operations = [
      ...write('early', 'ok', { from: 31_000, to: 39_000 }),
      ...write('then', 'ok', { process: 2, from: 32_000, to: 40_000 }),
      ...write('late', 'ok', { process: 1, from: 32_001, to: 50_000 }),
    ];
    expect(judgeAvailability(sampleEvidence({ operations })).availability.firstAcknowledged).toBe(20);
  });

  test('takes the worst of several faults, and never for the worst of all', () => {
    const second = fault({ injectedAt: 50_000, effectAt: 50_500, wholeAt: 52_000 });
    const two = judgeAvailability(sampleEvidence({ faults: [fault(), second] })).availability;
    expect(two).toMatchObject({ firstAcknowledged: 10.005, outage: 15.5, recovery: 15.5 });
    const lost = judgeAvailability(
      sampleEvidence({ faults: [fault(), never({ missing: 'db-0' })] }),
    ).availability;
    expect(lost).toMatchObject({ firstAcknowledged: 10.005, outage: null, recovery: null });
  });

  test('counts the silence at the end of the load as a gap, and only the load', () => {
    const silent = sampleEvidence({ operations: until(60_000) });
    expect(judgeAvailability(silent).availability.longestGap).toBe(20.995);
    const unfinished = { ...silent, phases: silent.phases.filter(({ phase }) => phase === 'load') };
    expect(judgeAvailability(unfinished).availability.longestGap).toBe(11);
    const baseline = [
      ...write('first', 'ok', { process: 9, from: -50_000 }),
      ...(sampleEvidence().operations ?? []),
    ];
    const phases = sampleEvidence().phases.map((one) =>
      one.phase === 'deploy' ? { ...one, startedAt: -60_000 } : one,
    );
    expect(judgeAvailability(sampleEvidence({ operations: baseline, phases })).availability.longestGap).toBe(
      11,
    );
    expect(judgeAvailability(sampleEvidence({ operations: [] })).availability.longestGap).toBeNull();
    const unanswered = write('a', 'open', { from: 20_000 });
    expect(judgeAvailability(sampleEvidence({ operations: unanswered })).availability.longestGap).toBe(60);
  });

  test('fails a stack that did not recover, and says what was missing', () => {
    const { findings } = judgeAvailability(
      sampleEvidence({ faults: [never({ missing: 'db-0 is not ready' })] }),
    );
    expect(findings.map(({ kind, effect }) => `${effect} ${kind}`)).toEqual(['fail not-recovered']);
    expect(findings[0]?.message).toBe(
      'The stack did not recover from pod-delete within 60 s; still missing: db-0 is not ready.',
    );
  });

  test('says nothing of the writes after a fault that the stack did not recover from', () => {
    const dead = sampleEvidence({ faults: [never({ missing: 'db-0' })], operations: until(30_000) });
    expect(found(dead)).toEqual(['fail not-recovered']);
  });

  test('fails a stack that recovered over its budget, and takes the budget itself for in time', () => {
    expect(found(sampleEvidence({ faults: [fault({ recoverBudgetSeconds: 15 })] }))).toEqual([
      'fail not-recovered',
    ]);
    expect(found(sampleEvidence({ faults: [fault({ recoverBudgetSeconds: 15.5 })] }))).toEqual([]);
  });

  test('does not know of a recovery that nobody watched to its end', () => {
    const phases = sampleEvidence().phases.filter(({ phase }) => phase !== 'recover');
    const recover = { phase: 'recover', startedAt: 33_000, error: 'The end.' } as const;
    const given = (...records: LoadedEvidence['phases']): string[] =>
      found(sampleEvidence({ faults: [never()], phases: [...phases, ...records] }));
    expect(given()).toEqual(['unknown recovery-unseen']);
    expect(given({ ...recover, endedAt: 40_000, blame: 'interrupted' })).toEqual(['unknown recovery-unseen']);
    expect(given({ ...recover, blame: 'stack' })).toEqual(['unknown recovery-unseen']);
    expect(given({ ...recover, endedAt: 93_000, blame: 'stack' })).toEqual(['fail not-recovered']);
    expect(given({ ...recover, startedAt: 1, endedAt: 2, blame: 'stack' })).toEqual([
      'unknown recovery-unseen',
    ]);
  });

  test('holds no recovery against a stack without a proven fault', () => {
    const proof = { proven: false, evidence: [] };
    expect(found(sampleEvidence({ faults: [never({ missing: 'db-0', proof })] }))).toEqual([]);
    expect(found(sampleEvidence({ faults: [fault({ proof })], operations: until(30_000) }))).toEqual([]);
  });

  test('fails a stack that looks whole and acknowledges nothing', () => {
    const refused = sampleEvidence().operations?.map((operation) =>
      operation.time > 30_000 && operation.type === 'ok'
        ? { ...operation, type: 'fail' as const }
        : operation,
    );
    const { findings, availability } = judgeAvailability(sampleEvidence({ operations: refused }));
    expect(findings).toMatchObject([
      {
        ...{ judge: 'availability', kind: 'no-write-after-fault', effect: 'fail', count: 34 },
        message:
          'The stack looked whole after pod-delete, and acknowledged none of the 34 writes sent from then on.',
      },
    ]);
    expect(availability.firstAcknowledged).toBeNull();
  });

  test('does not know where no write was tried after the recovery, or the history is not there', () => {
    expect(found(sampleEvidence({ operations: until(39_500) }))).toEqual(['unknown no-load-after-fault']);
    const atOnce = sampleEvidence({ operations: write('a', 'fail', { from: 45_500 }) });
    expect(judgeAvailability(atOnce).findings).toMatchObject([
      {
        ...{ kind: 'no-load-after-fault', effect: 'unknown', count: 1 },
        message: 'No write was tried after pod-delete and the recovery from it.',
      },
    ]);
    expect(found(sampleEvidence({ operations: write('a', 'fail', { from: 45_501 }) }))).toEqual([
      'fail no-write-after-fault',
    ]);
    expect(found(sampleEvidence({ operations: undefined }))).toEqual([]);
  });
});

import { describe, expect, test } from '@jest/globals';
import type { LoadedEvidence } from '../model/bundle-evidence.ts';
import type { FaultRecord } from '../model/fault-record.ts';
import type { Operation } from '../model/operation.ts';
import type { Stretch } from '../model/result.ts';
import { judgeAvailability } from './judging.fixture.ts';
import {
  controlEvidence,
  fault,
  operation,
  sampleEvidence,
  snapshot,
  without,
  write,
} from './evidence.fixture.ts';

let process = 100;
const put = (type: 'ok' | 'fail' | 'info' | 'open', from: number, to = from + 5): Operation[] =>
  write(`k${String(process)}`, type, { process: process++, from, to });
const stretches = (evidence: LoadedEvidence): Stretch[] => judgeAvailability(evidence).availability.stretches;
const counts = (evidence: LoadedEvidence): unknown[] =>
  stretches(evidence).map((one) => [one.stretch, one.acknowledged, one.failed, one.indeterminate]);

describe('the stretches of a load', () => {
  test('are before, during and after the fault', () => {
    expect(counts(sampleEvidence())).toEqual([
      ['before', 20, 0, 0],
      ['during', 6, 0, 10],
      ['after', 34, 0, 0],
    ]);
  });

  test('give a write to the fault that any part of it fell into', () => {
    const operations = [
      ...put('ok', 10_000, 29_999),
      ...put('ok', 10_000, 30_000),
      ...put('open', 10_000),
      ...put('ok', 45_500, 50_000),
      ...put('ok', 45_501, 50_000),
    ];
    expect(counts(sampleEvidence({ operations }))).toEqual([
      ['before', 1, 0, 0],
      ['during', 2, 0, 1],
      ['after', 1, 0, 0],
    ]);
  });

  test('reach from the first injection to the last recovery, and to the end where there is none', () => {
    const second = fault({ injectedAt: 50_000, effectAt: 50_500, wholeAt: 60_500 });
    expect(counts(sampleEvidence({ faults: [second, fault()] }))).toEqual([
      ['before', 20, 0, 0],
      ['during', 21, 0, 10],
      ['after', 19, 0, 0],
    ]);
    expect(counts(sampleEvidence({ faults: [fault(), without(second, 'wholeAt')] }))).toEqual([
      ['before', 20, 0, 0],
      ['during', 40, 0, 10],
    ]);
    expect(counts(controlEvidence())).toEqual([['before', 60, 0, 10]]);
  });

  test('count writes of every kind, no reads, and nothing that came before the load', () => {
    const operations = [
      ...put('ok', 9_000),
      ...operation('remove', 'a', 'ok', { process: 1, from: 10_000 }),
      ...operation('transact', 'b', 'fail', { process: 1, from: 11_000 }),
      ...snapshot('db-0', {}, { process: 2, from: 12_000 }),
    ];
    expect(counts(controlEvidence({ operations }))).toEqual([['before', 1, 1, 0]]);
    expect(stretches(controlEvidence({ operations: put('ok', 9_000) }))).toEqual([]);
  });

  test('have quantiles of the time to an acknowledgement, by nearest rank', () => {
    const operations = Array.from({ length: 200 }, (_, i) =>
      put('ok', 10_000 + i, 10_000 + 2 * i + 1),
    ).flat();
    const [before] = stretches(
      controlEvidence({ operations: [...operations, ...put('fail', 10_000, 29_000)] }),
    );
    expect(before?.latencyMs).toEqual({ p50: 100, p95: 190, p99: 198, max: 200 });
    const one = controlEvidence({ operations: put('ok', 10_000, 10_001.23456) });
    expect(stretches(one)[0]?.latencyMs).toEqual({ p50: 1.235, p95: 1.235, p99: 1.235, max: 1.235 });
    expect(stretches(controlEvidence({ operations: put('info', 10_000) }))[0]?.latencyMs).toBeNull();
  });

  test('name the five commonest errors, those that differ in numbers alone as one', () => {
    const texts = [
      'no route to 10.0.0.1:5',
      'no route to 10.0.0.22:6',
      '40001 after 17 ms',
      '40001 after 230 ms',
      '57P01 after 5 ms',
      'b',
      'b',
      'b',
      'f',
      'e',
      'd',
      'c',
      'c',
    ];
    const operations = texts.flatMap((error, i) =>
      put('info', 10_000 + i).map((one) => (one.type === 'info' ? { ...one, error } : one)),
    );
    expect(stretches(controlEvidence({ operations }))[0]?.errors).toEqual([
      { error: 'b', count: 3 },
      { error: '40001 after # ms', count: 2 },
      { error: 'c', count: 2 },
      { error: 'no route to #.#.#.#:#', count: 2 },
      { error: '57P01 after # ms', count: 1 },
    ]);
  });
});

describe('a data plane that has to go on', () => {
  const found = (changes: Partial<FaultRecord>, operations?: Operation[]): string[] =>
    judgeAvailability(
      sampleEvidence({ faults: [fault(changes)], ...(operations === undefined ? {} : { operations }) }),
    ).findings.map(({ kind, effect }) => `${effect} ${kind}`);

  // The sample acknowledges nothing from 29.005 s to 40.005 s; the fault is injected at 30 s.
  test('may be silent for as long as the fault allows, counted from the injection', () => {
    expect(found({ longestGapSeconds: 10.005 })).toEqual([]);
    expect(found({ longestGapSeconds: 10.004 })).toEqual(['fail data-plane-outage']);
    expect(found({ longestGapSeconds: 5, healedAt: 34_900 })).toEqual([]);
    expect(found({ longestGapSeconds: 5, healedAt: 35_100 })).toEqual(['fail data-plane-outage']);
    const [finding] = judgeAvailability(
      sampleEvidence({ faults: [fault({ longestGapSeconds: 3 })] }),
    ).findings;
    expect(finding?.message).toBe(
      'Under pod-delete no write was acknowledged for 10.005 s, 11 tried; writes have to go on, with no gap longer than 3 s.',
    );
  });

  test('is judged to the end of the load where the stack never became whole', () => {
    const silent = without(fault({ longestGapSeconds: 30, missing: 'db-0' }), 'wholeAt');
    const early = sampleEvidence().operations?.filter(({ time }) => time < 45_000) ?? [];
    const kinds = judgeAvailability(
      sampleEvidence({ faults: [silent], operations: [...early, ...put('open', 46_000)] }),
    ).findings.map(({ kind }) => kind);
    expect(kinds).toEqual(['not-recovered', 'data-plane-outage']);
  });

  test('says nothing where no write was tried, and nothing about a fault that is not proven', () => {
    const idle = (sampleEvidence().operations ?? []).filter(({ time }) => time < 29_500 || time >= 45_500);
    expect(found({ longestGapSeconds: 3 }, idle)).toEqual(['unknown no-load-during-fault']);
    const proof = { proven: false, evidence: [] };
    expect(found({ longestGapSeconds: 3, proof })).toEqual([]);
    const late = { injectedAt: 85_000, effectAt: 85_500, healedAt: 86_000, wholeAt: 87_000 };
    expect(found({ longestGapSeconds: 3, ...late })).toContain('unknown no-load-during-fault');
  });
});

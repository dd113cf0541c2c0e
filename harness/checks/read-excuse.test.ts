import { describe, expect, test } from '@jest/globals';
import { sampleContract } from '../model/contract.fixture.ts';
import type { FaultRecord } from '../model/fault-record.ts';
import { ask, lines } from './asked.fixture.ts';
import { fault } from './evidence.fixture.ts';
import { ObjectJudge } from './object.ts';
import { content, list, put, read, remove } from './object-scenes.fixture.ts';
import { disruptions, isExcused } from './read-excuse.ts';

const WHILE_WHOLE = {
  ...sampleContract(),
  reads: { current: 'while-whole', because: 'of a reason' } as const,
};
const struck = (changes: Partial<FaultRecord> = {}): FaultRecord =>
  fault({ contracts: [{ at: 0, contract: WHILE_WHOLE }], injectedAt: 100, wholeAt: 200, ...changes });

const CALLS = [put('v1', { from: 10 }), put('v2', { from: 20 })];

const found = (faults: FaultRecord[], ...more: Parameters<typeof ask>[1]): string[] =>
  lines(ask(new ObjectJudge({ operations: [], faults }), [...CALLS, ...more]).findings);

describe('when reads need not have been current', () => {
  test('is from a proven fault to the recovery from it, under a contract that says so', () => {
    expect(disruptions([struck()])).toEqual([{ from: 100, to: 200 }]);
    const never = struck();
    delete never.wholeAt;
    expect(disruptions([never])).toEqual([{ from: 100, to: Infinity }]);
    expect(disruptions([struck({ proof: { proven: false, evidence: [] } })])).toEqual([]);
    const always = { ...sampleContract(), reads: { current: 'always' } as const };
    expect(disruptions([struck({ contracts: [{ at: 0, contract: always }] })])).toEqual([]);
    expect(disruptions([struck({ contracts: [{ at: 0, contract: sampleContract() }] })])).toEqual([]);
    const first = { at: 0, contract: sampleContract() };
    const both = struck({ contracts: [first, { at: 150, contract: WHILE_WHOLE }] });
    expect(disruptions([both])).toEqual([{ from: 100, to: 200 }]);
  });

  test('a read is excused by any moment of it', () => {
    const spans = [{ from: 100, to: 200 }];
    const excused = [
      [90, 100],
      [200, 210],
      [120, 130],
      [90, 210],
    ].map(([from = 0, to = 0]) => isExcused(spans, { from, to }));
    expect(excused).toEqual([true, true, true, true]);
    expect(isExcused(spans, { from: 90, to: 99 })).toBe(false);
    expect(isExcused(spans, { from: 201, to: 210 })).toBe(false);
    expect(isExcused([], { from: 150, to: 160 })).toBe(false);
  });
});

describe('the objects judge, under a contract that promises current reads only while the stack is whole', () => {
  test('notes what was not current between a fault and the recovery from it', () => {
    expect(found([struck()], read(content('v1'), { from: 150 }, 's-1'))).toEqual([
      'note stale-meanwhile s-1: a',
    ]);
    expect(found([struck()], read(null, { from: 150 }, 's-1'))).toEqual(['note stale-meanwhile s-1: a']);
    expect(found([struck()], read(content('v1'), { from: 90, to: 95 }, 's-1'))).toEqual([
      'fail stale s-1: a',
    ]);
    expect(found([struck()], read(content('v1'), { from: 250 }, 's-1'))).toEqual(['fail stale s-1: a']);
    expect(found([], read(content('v1'), { from: 150 }, 's-1'))).toEqual(['fail stale s-1: a']);
  });

  test('counts it as nothing that is held against the stack, and says when it was', () => {
    const { findings, data } = ask(new ObjectJudge({ operations: [], faults: [struck()] }), [
      ...CALLS,
      read(content('v1'), { from: 150 }, 's-1'),
      list([], { from: 150 }),
    ]);
    expect(data).toMatchObject({ stale: 0, listingMismatches: 0 });
    expect(findings.map(({ message }) => message)).toEqual([
      '1 read on s-1 between a fault and the recovery from it came back with what a write acknowledged before had taken the place of: a was a@v1.',
      '1 entry of listings between a fault and the recovery from it is not what the objects were then: a is not in l1.',
    ]);
  });

  test('notes listings likewise', () => {
    const gone = remove({ from: 30 });
    const stale = list([{ key: 'a', size: 2 }], { from: 150 });
    expect(found([struck()], gone, stale)).toEqual(['note stale-meanwhile: a']);
    expect(found([], gone, stale)).toEqual(['fail listing-mismatch: a']);
    expect(found([struck()], list([{ key: 'a', size: 99 }], { from: 150 }))).toEqual([
      'note stale-meanwhile: a',
    ]);
  });
});

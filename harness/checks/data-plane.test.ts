import { describe, expect, test } from '@jest/globals';
import type { FaultRecord } from '../model/fault-record.ts';
import { call } from './asked.fixture.ts';
import { DataPlane } from './data-plane.ts';
import { fault, without } from './evidence.fixture.ts';

/** When a write was sent, and when it was acknowledged or came to another end; null: it never ended. */
type Write = [sent: number, end: number | null, acknowledged?: 'refused'];

const healed = fault({ injectedAt: 100_000, healedAt: 200_000, wholeAt: 300_000, longestGapSeconds: 20 });

function planeOf(record: FaultRecord, writes: readonly Write[]): DataPlane {
  const plane = new DataPlane(record);
  for (const [from, end, refused] of writes) {
    const to = end ?? undefined;
    const one = call('add', 'k', to === undefined ? 'open' : 'ok', {
      from,
      ...(to === undefined ? {} : { to }),
    });
    plane.write(one, to === undefined || refused !== undefined ? NaN : to);
  }
  return plane;
}

const SPAN = { from: 10_000, to: 400_000 };
const said = (record: FaultRecord, writes: readonly Write[], span: typeof SPAN | null = SPAN): string[] =>
  planeOf(record, writes)
    .findings(span ?? undefined)
    .map(
      ({ judge, effect, kind, count, message }) => `${judge} ${effect} ${kind} ${String(count)}: ${message}`,
    );

const every = (seconds: number, from: number, to: number): Write[] =>
  Array.from({ length: Math.floor((to - from) / (seconds * 1000)) + 1 }, (_, i) => [
    from + i * seconds * 1000 - 5,
    from + i * seconds * 1000,
  ]);

const NO_LOAD = [
  'availability unknown no-load-during-fault 1: No write was tried while pod-delete was in force.',
];
const outage = (seconds: number, tried: number): string[] => [
  `availability fail data-plane-outage ${String(tried)}: Under pod-delete no write was acknowledged for ${String(seconds)} s, ${String(tried)} tried; writes have to go on, with no gap longer than 20 s.`,
];

describe('a data plane that has to go on', () => {
  test('may have gaps as long as is allowed, from the injection to the heal', () => {
    expect(said(healed, every(20, 100_000, 200_000))).toEqual([]);
    expect(said(healed, [...every(10, 0, 90_000), ...every(10, 120_000, 400_000)])).toEqual([]);
    expect(said(healed, [...every(10, 0, 90_000), ...every(10, 121_000, 400_000)])).toEqual(outage(21, 1));
    expect(said(healed, [...every(10, 0, 180_000), ...every(10, 230_000, 400_000)])).toEqual([]);
  });

  test('counts what was tried in the gap, and nothing that was over or began with an acknowledgement', () => {
    const around: Write[] = [...every(10, 0, 130_000), ...every(10, 170_000, 400_000)];
    expect(said(healed, around)).toEqual(outage(40, 1));
    const refused: Write[] = [
      [130_500, 131_000, 'refused'],
      [129_000, 129_999, 'refused'],
      [129_000, 130_000, 'refused'],
      [129_000, 130_001, 'refused'],
      [170_000, 171_000, 'refused'],
      [169_999, 171_000, 'refused'],
      [140_000, null],
    ];
    expect(said(healed, [...around, ...refused])).toEqual(outage(40, 5));
  });

  test('is judged until the stack was whole where nothing was healed, else to the end of the load', () => {
    const until = (record: FaultRecord, at: number): void => {
      expect(said(record, [...every(10, 0, at - 20_000), [at - 1, null]])).toEqual([]);
      expect(said(record, [...every(10, 0, at - 30_000), [at - 1, null]])).toEqual(outage(30, 1));
    };
    const unhealed = without(healed, 'healedAt');
    until(healed, 200_000);
    until(unhealed, 300_000);
    until(without(unhealed, 'wholeAt'), 400_000);
  });

  test('says nothing where no write was tried', () => {
    expect(said(healed, [])).toEqual(NO_LOAD);
    expect(said(healed, every(10, 0, 90_000))).toEqual(NO_LOAD);
    expect(said(healed, every(10, 0, 400_000), null)).toEqual(NO_LOAD);
    expect(said(healed, every(10, 0, 400_000), { from: 0, to: 100_000 })).toEqual(NO_LOAD);
  });

  test('may be silent for as long as is allowed where no write was tried', () => {
    expect(said(healed, [], { from: 0, to: 120_000 })).toEqual([]);
    expect(said(healed, [], { from: 0, to: 119_000 })).toEqual([]);
    expect(said(healed, [], { from: 0, to: 120_001 })).toEqual(NO_LOAD);
  });

  test('is not judged where the fault was not proven, or may stop it', () => {
    const unproven = { ...healed, proof: { proven: false, evidence: [] } };
    for (const record of [unproven, without(healed, 'longestGapSeconds')]) {
      expect(said(record, [])).toEqual([]);
      expect(planeOf(record, every(10, 0, 400_000)).kept).toBe(0);
    }
  });

  test('keeps the writes that were under way meanwhile, and no others', () => {
    const kept = (...writes: Write[]): number => planeOf(healed, writes).kept;
    expect(kept([0, 99_999], [200_001, 200_002])).toBe(0);
    expect(kept([0, 100_000], [200_000, 200_002])).toBe(2);
    expect(kept([0, null], [150_000, 150_001], [90_000, 210_000])).toBe(3);
  });
});

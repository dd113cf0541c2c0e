import { describe, expect, test } from '@jest/globals';
import type { PhaseRecord } from '../model/scenario-record.ts';
import { call } from './asked.fixture.ts';
import { loadBegins, LoadSpan, longestGap } from './load-span.ts';

const phase = (name: PhaseRecord['phase'], startedAt: number): PhaseRecord => ({ phase: name, startedAt });

/** A write, or the time up to which nothing is missing. */
type Step = { sent: number; acknowledged?: number } | number;

/** What is made of a load from 10 on whose quiet began at a time, if it did. */
function load(steps: readonly Step[], quiet?: number, endedAt?: number): unknown {
  const phases = [phase('load', 10), ...(quiet === undefined ? [] : [phase('quiesce', quiet)])];
  const span = new LoadSpan({ phases });
  for (const step of steps) {
    if (typeof step === 'number') span.settled(step);
    else span.write(call('add', 'k', 'ok', { from: step.sent }), step.acknowledged ?? NaN);
  }
  return span.end(endedAt);
}
const acknowledged = (...times: number[]): Step[] => times.map((time) => ({ sent: 10, acknowledged: time }));
const gap = (longest: number, to = 100): unknown => ({ span: { from: 10, to }, longestGap: longest });

describe('the span of a load', () => {
  test('begins with its phase, or with the history where there is none', () => {
    expect(loadBegins({ phases: [phase('deploy', 1), phase('load', 10)] })).toBe(10);
    expect(loadBegins({ phases: [phase('deploy', 1)] })).toBe(-Infinity);
  });

  test('goes from its first write to its end, or the history’s', () => {
    const writes = [{ sent: 9 }, { sent: 30 }, { sent: 20 }, { sent: 40 }];
    expect(load(writes, 100)).toEqual({ span: { from: 20, to: 100 }, longestGap: 80 });
    expect(load(writes, undefined, 70)).toEqual({ span: { from: 20, to: 70 }, longestGap: 50 });
    expect(load([{ sent: 10 }], 100, 70)).toEqual(gap(90));
  });

  test('is none where nothing was written in it', () => {
    expect(load([], 100)).toBeUndefined();
    expect(load([], undefined, undefined)).toBeUndefined();
    expect(load([{ sent: 9 }], 100)).toBeUndefined();
    expect(load([{ sent: 101 }], 100)).toBeUndefined();
    expect(load([{ sent: 100 }], 100)).toEqual({ span: { from: 100, to: 100 }, longestGap: 0 });
  });

  test.each<[string, number[], number]>([
    ['at the beginning', [60, 80], 50],
    ['in the middle', [20, 75, 90], 55],
    ['at the end', [20, 40], 60],
    ['in whatever order', [75, 20, 90, 40], 35],
    ['but for what came before the load and after it', [5, 50, 300], 50],
    ['throughout, but for what came when it ended', [100], 90],
  ])('has its longest gap %s', (_what, times, longest) => {
    expect(load(acknowledged(...times), 100)).toEqual(gap(longest));
  });

  test('is the same wherever it is gone through meanwhile', () => {
    const steps = [...acknowledged(20, 30, 40), 50, ...acknowledged(55), 56, ...acknowledged(70, 65), 90];
    expect(load(steps, 80)).toEqual(gap(15, 80));
    expect(load([5, ...acknowledged(20, 60), 50, ...acknowledged(55), 99], 70)).toEqual(gap(35, 70));
    expect(load([5, ...acknowledged(20, 60), 50, ...acknowledged(55), 99], 100)).toEqual(gap(40));
    expect(load([...acknowledged(20), 21, 22, { sent: 30 }, ...acknowledged(40), 41], 50)).toEqual(
      gap(20, 50),
    );
    // The baseline is over, and the load has not begun.
    expect(
      load([{ sent: 1, acknowledged: 2 }, { sent: 5, acknowledged: 8 }, 9, ...acknowledged(30)], 40),
    ).toEqual(gap(20, 40));
  });
});

test('a span keeps the acknowledgements that are not settled, and no others', () => {
  const span = new LoadSpan({ phases: [] });
  const write = (acknowledgedAt: number): void => {
    span.write(call('add', 'k', 'ok', { from: 1 }), acknowledgedAt);
  };
  for (const time of [20, NaN, 50, 60]) write(time);
  expect(span.kept).toBe(3);
  span.settled(50);
  expect(span.kept).toBe(2);
  span.settled(61);
  expect(span.kept).toBe(0);
});

describe('the longest gap in a span', () => {
  test.each<[number[], { from: number; to: number; length: number }]>([
    [[], { from: 10, to: 100, length: 90 }],
    [[60, 30], { from: 60, to: 100, length: 40 }],
    [[30, 60, 80], { from: 30, to: 60, length: 30 }],
    [[80, 60], { from: 10, to: 60, length: 50 }],
    [[5, 10, 100, 105, NaN, 50], { from: 50, to: 100, length: 50 }],
    [[150], { from: 10, to: 100, length: 90 }],
    [[5, 60], { from: 10, to: 60, length: 50 }],
    [[40, 70], { from: 10, to: 40, length: 30 }],
  ])('with acknowledgements at %j', (times, longest) => {
    expect(longestGap(times, { from: 10, to: 100 })).toEqual(longest);
  });

  test('is none in a span without length', () => {
    expect(longestGap([10], { from: 10, to: 10 })).toEqual({ from: 10, to: 10, length: 0 });
    expect(longestGap([7], { from: 10, to: 5 })).toEqual({ from: 10, to: 10, length: 0 });
  });
});

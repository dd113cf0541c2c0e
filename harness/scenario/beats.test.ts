import { describe, expect, test } from '@jest/globals';
import { RunClock } from '../core/clock.ts';
import { foldBeats } from './beats.ts';

const A = 'aaaaaaaa-0000-4000-8000-000000000001';
const B = 'bbbbbbbb-0000-4000-8000-000000000002';

const clock = new RunClock();
const origin = Date.parse(clock.originWall);

/** A line as the sidecar writes it, so many milliseconds after the run began. */
function beat(incarnation: string, at: number, digits = 6): string {
  const wall = origin + at;
  const seconds = Math.floor(wall / 1000);
  return `${incarnation} ${String(seconds)}.${String(wall % 1000).padStart(3, '0')}${'0'.repeat(digits - 3)}\n`;
}

describe('folding heartbeats', () => {
  test('makes one run of consecutive beats, in run time', () => {
    const text = beat(A, 100) + beat(A, 350) + beat(A, 600, 9);
    expect(foldBeats(text, clock)).toEqual([{ incarnation: A, beats: 3, firstAt: 100, lastAt: 600 }]);
  });

  test('keeps every switch, so that two incarnations at the same time show', () => {
    const text = beat(A, 0) + beat(A, 250) + beat(B, 300) + beat(A, 500) + beat(B, 550);
    expect(foldBeats(text, clock).map((run) => [run.incarnation, run.beats])).toEqual([
      [A, 2],
      [B, 1],
      [A, 1],
      [B, 1],
    ]);
  });

  test('takes one incarnation after the other for what it is', () => {
    const runs = foldBeats(beat(A, 0) + beat(A, 250) + '\n' + beat(B, 9000) + beat(B, 9250), clock);
    expect(runs).toEqual([
      { incarnation: A, beats: 2, firstAt: 0, lastAt: 250 },
      { incarnation: B, beats: 2, firstAt: 9000, lastAt: 9250 },
    ]);
  });

  test('leaves out what was cut short: alone, glued to the next line, full of zero bytes, at the end', () => {
    const whole = beat(A, 0);
    for (let cut = 1; cut < A.length + 1 + 10 + 1 + 3; cut += 1) {
      const torn = beat(B, 100).slice(0, cut);
      expect(foldBeats(`${whole}${torn}\n${beat(A, 250)}`, clock)).toHaveLength(1);
      expect(foldBeats(`${whole}${torn}`, clock)).toHaveLength(1);
    }
    expect(foldBeats(whole + beat(B, 100).slice(0, 40) + beat(A, 250), clock)).toHaveLength(1);
    expect(foldBeats(`${whole}${'\0'.repeat(64)}\n${beat(A, 250)}`, clock)).toEqual([
      { incarnation: A, beats: 2, firstAt: 0, lastAt: 250 },
    ]);
    expect(foldBeats(beat(A, 0).trimEnd(), clock)).toEqual([]);
  });

  test('does not let a run end before it began when the wall clock is set back', () => {
    expect(foldBeats(beat(A, 1000) + beat(A, 400), clock)).toEqual([
      { incarnation: A, beats: 2, firstAt: 400, lastAt: 1000 },
    ]);
  });

  test('keeps the microseconds', () => {
    const [run] = foldBeats(`${A} ${String(Math.floor(origin / 1000) + 10)}.123456\n`, clock);
    expect(run?.firstAt).toBeCloseTo(10_000 - (origin % 1000) + 123.456, 2);
  });

  test('finds nothing in an empty file', () => {
    expect(foldBeats('', clock)).toEqual([]);
  });
});

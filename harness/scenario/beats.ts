import type { RunClock } from '../core/clock.ts';
import { runTimeOf } from '../core/wall.ts';
import type { Beat } from '../model/incarnation.ts';

/** A pod's UID, ten or more digits of seconds since 1970, three or more digits after the point. */
const LINE = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) (\d{10,}\.\d{3,9})$/;

/**
 * Folds the lines of a heartbeat file into runs: consecutive beats of one incarnation are one run, and every
 * switch is kept, so that A, B, A is three runs. A line that a crash or a full disk cut short, alone or glued
 * to the next one, is left out: it is no beat. So is a last line without its line feed.
 */
export function foldBeats(text: string, clock: RunClock): Beat[] {
  const runs: Beat[] = [];
  for (const line of text.split('\n').slice(0, -1)) {
    const [, incarnation, seconds] = LINE.exec(line) ?? [];
    if (incarnation === undefined || seconds === undefined) continue;
    const at = runTimeOf(clock, wallMs(seconds));
    const run = runs.at(-1);
    if (run?.incarnation === incarnation) {
      run.beats += 1;
      // A wall clock that was set back must not make a run end before it began.
      run.firstAt = Math.min(run.firstAt, at);
      run.lastAt = Math.max(run.lastAt, at);
    } else {
      runs.push({ incarnation, beats: 1, firstAt: at, lastAt: at });
    }
  }
  return runs;
}

/** Milliseconds from `seconds.fraction`, without what a single multiplication would lose. */
function wallMs(seconds: string): number {
  const [whole = '', fraction = ''] = seconds.split('.');
  return Number(whole) * 1000 + Number(`0.${fraction}`) * 1000;
}

import type { RunClock } from './clock.ts';

/**
 * The run's time, in milliseconds with microseconds after the point, of a wall time in milliseconds since 1970.
 * Only as good as the wall clocks of the two machines agree; kind's nodes have the harness's own.
 */
export function runTimeOf(clock: RunClock, wallMs: number): number {
  const whole = Math.floor(wallMs);
  return Math.round((clock.fromWall(new Date(whole).toISOString()) + wallMs - whole) * 1000) / 1000;
}

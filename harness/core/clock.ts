/**
 * One run's clock: milliseconds since the run began, from the monotonic clock, so that a step of the
 * wall clock never reorders a history. The wall time of the origin is kept to line it up with logs.
 */
export class RunClock {
  readonly originWall: string;
  readonly #originWallMs: number;
  readonly #origin: number;

  constructor() {
    this.#origin = performance.now();
    this.#originWallMs = Date.now();
    this.originWall = new Date(this.#originWallMs).toISOString();
  }

  /** Milliseconds since the run began, with microsecond resolution. */
  now(): number {
    return Math.round((performance.now() - this.#origin) * 1000) / 1000;
  }

  /** The run's time of an RFC 3339 wall time, as servers report it. */
  fromWall(wall: string): number {
    return Date.parse(wall) - this.#originWallMs;
  }
}

/** `90` -> `1m30s`; for people. */
export function humanSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${String(whole)}s`;
  const rest = whole % 60;
  return `${String(Math.floor(whole / 60))}m${rest === 0 ? '' : `${String(rest)}s`}`;
}

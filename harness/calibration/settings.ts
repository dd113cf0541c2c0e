import type { Mix } from '../stack/mix.ts';

/** How long the load goes on before something is done to the server, or after it. */
export interface LoadStretch {
  /** Until so many writes are acknowledged, */
  enough: number;
  /** or for so many seconds, whichever comes first: some products are slower than others. */
  seconds: number;
  /** Fewer are waited for beyond these seconds, within the budget "load"; what is judged with fewer is `unknown`. */
  atLeast: number;
}

/** What a calibration loads its server with. */
export interface CalibrationSettings {
  seed: number;
  /** Writes per second over all writers, at most. */
  rate: number;
  writers: number;
  /** Reads per second, at most. */
  readRate: number;
  /** Absent: the stack's own. */
  mix?: Mix;
  /** Before the first disturbance. */
  before: LoadStretch;
  /** After each disturbance, once the server serves again. */
  after: LoadStretch;
}

/** For a stack's own tests: enough of every kind of operation for each judge to have something to judge. */
export const THOROUGH: CalibrationSettings = {
  ...{ seed: 1, rate: 400, writers: 8, readRate: 40 },
  before: { enough: 1200, seconds: 30, atLeast: 100 },
  after: { enough: 200, seconds: 10, atLeast: 20 },
};

/** Before a run's first scenario: whether the driver works at all. With two disturbances 16 s of a small load, less where there is nothing to wait for. */
export const BRIEF: CalibrationSettings = {
  ...{ seed: 1, rate: 100, writers: 4, readRate: 10 },
  before: { enough: 200, seconds: 6, atLeast: 20 },
  after: { enough: 100, seconds: 5, atLeast: 10 },
};

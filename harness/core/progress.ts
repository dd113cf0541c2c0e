/**
 * Where work reports what it does. `say` leaves a line for good; `status` replaces the live line (what runs,
 * for how long, what is left), which a terminal redraws and a log repeats now and then.
 */
export interface Progress {
  say(line: string): void;
  /** The live line from now on; undefined: there is none. */
  status(describe: (() => string) | undefined): void;
  /** The same with a live line of its own, above this one, for work that goes on beside other work. */
  part(key: string): Progress;
}

/** Reports nothing; for tests. */
export const silent: Progress = { say: () => undefined, status: () => undefined, part: () => silent };

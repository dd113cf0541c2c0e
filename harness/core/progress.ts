/**
 * Where work reports what it does. `say` leaves a line for good; `status` replaces the one live line
 * (what runs, for how long, what is left), which a terminal redraws and a log repeats now and then.
 */
export interface Progress {
  say(line: string): void;
  status(describe: (() => string) | undefined): void;
}

/** Reports nothing; for tests. */
export const silent: Progress = { say: () => undefined, status: () => undefined };

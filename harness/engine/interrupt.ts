import { InterruptedError } from '../core/errors.ts';
import type { Progress } from '../core/progress.ts';
import { EXIT } from '../core/errors.ts';

export interface Interruptible {
  signal: AbortSignal;
  /** Interrupts for another reason than a signal. */
  interrupt: (by: string) => void;
  /** Gives the signals back to Node. */
  release: () => void;
}

/**
 * Turns SIGINT and SIGTERM into an abort, so that the run can clean up and leave a true report. A second
 * signal ends the process at once; what it leaves is found by the next run.
 */
export function interruptible(progress: Progress): Interruptible {
  const controller = new AbortController();
  const onSignal = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) process.exit(EXIT.internal);
    interrupt(name);
  };
  const interrupt = (by: string): void => {
    progress.say(
      `Interrupted by ${by}: cleaning up. A second signal ends at once and leaves that to the next run.`,
    );
    controller.abort(new InterruptedError(by));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  const release = (): void => {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  };
  return { signal: controller.signal, interrupt, release };
}

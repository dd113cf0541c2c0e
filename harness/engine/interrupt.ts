import type { Progress } from '../core/progress.ts';
import { EXIT, InterruptedError, sentenceOf } from '../core/errors.ts';

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
  // A defect of the harness must not leave a cluster behind, nor a report that says too much.
  const onDefect = (error: unknown): void => {
    if (!controller.signal.aborted) interrupt(`a defect of the harness (${sentenceOf(error)})`);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  process.on('uncaughtException', onDefect);
  process.on('unhandledRejection', onDefect);
  const release = (): void => {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
    process.off('uncaughtException', onDefect);
    process.off('unhandledRejection', onDefect);
  };
  return { signal: controller.signal, interrupt, release };
}

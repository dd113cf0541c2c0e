import { InterruptedError } from '../core/errors.ts';
import type { Progress } from '../core/progress.ts';
import { EXIT } from '../core/errors.ts';

/**
 * Turns SIGINT and SIGTERM into an abort, so that the run can clean up and leave a true report. A second
 * signal ends the process at once; what it leaves is found by the next run.
 */
export function interruptible(progress: Progress): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController();
  const onSignal = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) process.exit(EXIT.internal);
    progress.say(
      `Interrupted by ${name}: cleaning up. A second signal ends at once and leaves that to the next run.`,
    );
    controller.abort(new InterruptedError(name));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  const release = (): void => {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  };
  return { signal: controller.signal, release };
}

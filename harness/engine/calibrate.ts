import pLimit from 'p-limit';
import { foundWrong } from '../calibration/found-wrong.ts';
import { calibrate } from '../calibration/calibrate.ts';
import { kills, restarts } from '../calibration/disturbances.ts';
import { BRIEF } from '../calibration/settings.ts';
import { startSingleServer, type RunningServer } from '../calibration/single-server.ts';
import type { Budgets } from '../core/budgets.ts';
import { sentenceOf } from '../core/errors.ts';
import type { Progress } from '../core/progress.ts';
import { redact } from '../core/redaction.ts';
import type { Stack } from '../stack/stack.ts';

/** What came of a stack's calibration; `failed`: why not to rely on its driver, as sentences. */
export type Calibration = { passed: true; seconds: number } | { failed: string };

/** What a calibration needs of the run that it belongs to. */
export interface CalibrationWork {
  budgets: Budgets;
  progress: Progress;
  signal: AbortSignal;
}

/** Containers at once: a machine of two cores makes a cluster meanwhile. */
const AT_ONCE = 2;

/**
 * Begins to calibrate stacks, those first in the list first: each one's image, driver and judges against one container
 * of its own, which is written to, restarted, killed and read back.
 * @param images the references of images by their names.
 * @returns what comes of each, by the stack's name. A promise rejects where the run is interrupted, and for nothing else.
 */
export function calibrateStacks(
  stacks: readonly Stack[],
  images: Readonly<Record<string, string>>,
  work: CalibrationWork,
): ReadonlyMap<string, Promise<Calibration>> {
  const turn = pLimit(AT_ONCE);
  return new Map(
    stacks.map((stack) => {
      const calibration = turn(() => calibrateStack(stack, images[stack.single.image], work));
      calibration.catch(() => undefined); // whoever waits for it later hears of it
      return [stack.name, calibration];
    }),
  );
}

async function calibrateStack(
  stack: Stack,
  image: string | undefined,
  { budgets, progress, signal }: CalibrationWork,
): Promise<Calibration> {
  const began = performance.now();
  const part = progress.part(`calibration of ${stack.name}`);
  const seconds = (): number => Math.round((performance.now() - began) / 100) / 10;
  part.status(() => `${stack.name}: calibrating against one server, ${String(Math.round(seconds()))}s`);
  let server: RunningServer | undefined;
  try {
    signal.throwIfAborted();
    if (image === undefined) return { failed: `There is no image "${stack.single.image}".` };
    server = await startSingleServer(stack, image, { user: `run-${stack.name}`, budgets, signal });
    const disturbances = [restarts(server), kills(server)];
    const calibrated = await calibrate(stack, server.access, disturbances, { ...BRIEF, signal });
    const wrong = foundWrong(calibrated);
    if (wrong !== undefined) return { failed: redact(`${wrong} ${await server.lastWords()}`) };
    const { acknowledged } = calibrated.operations;
    progress.say(
      `Calibrated ${stack.name}: ${String(acknowledged)} writes kept by one server, restarted and killed, ${String(seconds())}s.`,
    );
    return { passed: true, seconds: seconds() };
  } catch (error) {
    if (signal.aborted) throw error;
    const log = server === undefined ? '' : ` ${await server.lastWords()}`;
    return { failed: redact(`${sentenceOf(error)}${log}`) };
  } finally {
    part.status(undefined);
    await server?.remove().catch((error: unknown) => {
      progress.say(
        `The container that ${stack.name} was calibrated with could not be removed: ${sentenceOf(error)}`,
      );
    });
  }
}

import { sentenceOf } from '../core/errors.ts';
import type { Progress } from '../core/progress.ts';
import { readKindConfig, requireFreePorts } from '../cluster/kind-config.ts';
import type { RunResult } from '../model/result.ts';
import { Engine } from './engine.ts';
import { interruptible } from './interrupt.ts';
import { prepareOut, type RunOptions } from './options.ts';
import type { PlannedRequest } from './resolve.ts';

/**
 * Runs `work` with an engine and ends the engine however the work ends: the cluster is given back and the
 * report says what came of it, also when a signal or an error cut the work short.
 * @param plan what the run is to do: by default every scenario on every stack of the options.
 * @throws what the work threw, unless that was the interruption, which the result tells of.
 */
export async function withEngine(
  options: RunOptions,
  progress: Progress,
  work: (engine: Engine, signal: AbortSignal, interrupt: (by: string) => void) => Promise<void>,
  plan: readonly PlannedRequest[] = everythingOf(options),
): Promise<RunResult> {
  // What is wrong with the cluster's configuration is said now, not after the images were built.
  const config = await readKindConfig(options.kindConfig);
  if (!options.keep) await requireFreePorts(config); // a kept cluster may hold them itself
  await prepareOut(options.out);
  const { signal, interrupt, release } = interruptible(progress);
  try {
    const engine = await Engine.create(options, plan, config, progress, signal);
    let trouble: unknown;
    try {
      await work(engine, signal, interrupt);
    } catch (error) {
      trouble = error;
    }
    const cause = signal.aborted ? (signal.reason as unknown) : trouble;
    const interrupted = cause === undefined ? undefined : sentenceOf(cause);
    await engine.finish(interrupted);
    if (trouble !== undefined && !signal.aborted) throw trouble;
    return engine.ledger.toResult(interrupted);
  } finally {
    progress.status(undefined);
    release();
  }
}

function everythingOf({ stacks, scenarios, instead }: RunOptions): PlannedRequest[] {
  return stacks.flatMap((stack) =>
    scenarios.map((scenario) => ({ stack, scenario, instead: instead[scenario] })),
  );
}

import { mkdir, readFile, rm } from 'node:fs/promises';
import { humanSeconds } from '../core/clock.ts';
import { HoldfastError, InterruptedError, sentenceOf } from '../core/errors.ts';
import { cacheDir } from '../core/paths.ts';
import type { Progress } from '../core/progress.ts';
import { command } from '../host/command.ts';
import { docker } from '../host/docker.ts';
import { keysOf, type Keys } from './key.ts';
import { planBuild, secondsLeft, startable } from './plan.ts';
import { containerName, isPresent, keepFolder, locationOf, newWorkFolder } from './products.ts';
import { removeContainer, removeUnfinished } from './leftovers.ts';
import type { Build, BuildStep } from './step.ts';

/** How many steps run at the same time: one compiles while another waits for packages. */
const AT_ONCE = 2;

export interface BuildOptions {
  progress: Progress;
  signal?: AbortSignal | undefined;
  /**
   * Told of each target as soon as its product is there, or cannot be made any more. Whoever listens has the other
   * targets made all the same; else one failed step ends the others.
   */
  onTarget?: ((target: BuildStep, location: string, error?: unknown) => void) | undefined;
}

/** What a build did: where each target's product is, and which steps ran. */
export interface BuildResult {
  readonly locationOf: (step: BuildStep) => string;
  readonly built: readonly { title: string; seconds: number }[];
}

/** The steps that {@link build} would run for these targets, in their order; nothing is changed. */
export async function pendingSteps(targets: readonly BuildStep[]): Promise<BuildStep[]> {
  const keys = await keysOf(targets);
  return await planBuild(targets, (step) => isPresent(step.product, keys.get(step) ?? '', undefined));
}

/**
 * Makes sure that every target's product is there. Products that are present are never made again, so
 * an interrupted build goes on where it stopped.
 * @throws HoldfastError with the step's title, its seconds, the end of its log and the log's path;
 * InterruptedError on abort, after every child has ended.
 */
export async function build(targets: readonly BuildStep[], options: BuildOptions): Promise<BuildResult> {
  const { progress, signal, onTarget } = options;
  const keys = await keysOf(targets);
  const keyOf = (step: BuildStep): string => keys.get(step) ?? '';
  const result = { locationOf: (step: BuildStep) => locationOf(step.product, keyOf(step)) };
  const waiting = await planBuild(targets, (step) => isPresent(step.product, keyOf(step), signal));
  const tell = (step: BuildStep, error?: unknown): void => {
    if (targets.includes(step)) onTarget?.(step, result.locationOf(step), error);
  };
  for (const target of targets) if (!waiting.includes(target)) tell(target);
  if (waiting.length === 0) return { ...result, built: [] };

  await removeUnfinished();
  await mkdir(cacheDir('logs'), { recursive: true });
  const total = waiting.length;
  const forecast = humanSeconds(secondsLeft(waiting, [], AT_ONCE));
  progress.say(
    `Building ${String(total)} ${total === 1 ? 'step' : 'steps'}, up to ${forecast} from empty caches:`,
  );
  for (const step of waiting) progress.say(`  ${step.title} (up to ${humanSeconds(step.typicalSeconds)})`);

  const running = new Map<BuildStep, { since: number; done: Promise<void> }>();
  const built: { title: string; seconds: number }[] = [];
  const failure = new AbortController(); // one failed step ends the others
  const both = signal === undefined ? failure.signal : AbortSignal.any([signal, failure.signal]);
  let firstError: unknown;
  const secondsOf = (since: number): number => (performance.now() - since) / 1000;

  const start = (step: BuildStep): void => {
    waiting.splice(waiting.indexOf(step), 1);
    const since = performance.now();
    const done = runStep(step, keys, both)
      .then(() => {
        built.push({ title: step.title, seconds: secondsOf(since) });
        tell(step);
        progress.say(
          `Built ${String(built.length)} of ${String(total)}: ${step.title}, ${humanSeconds(secondsOf(since))}.`,
        );
      })
      .catch((error: unknown) => {
        firstError ??= error;
        if (onTarget === undefined) failure.abort(new InterruptedError('another step that failed'));
        else for (const lost of withoutDependents(waiting, step)) tell(lost, error);
      })
      .finally(() => running.delete(step));
    running.set(step, { since, done });
  };

  progress.status(() => {
    const now = [...running].map(([step, { since }]) => ({ step, seconds: secondsOf(since) }));
    const titles = now.map(
      ({ step, seconds }) =>
        `${step.title} (${humanSeconds(seconds)} of ~${humanSeconds(step.typicalSeconds)})`,
    );
    const left = humanSeconds(secondsLeft(waiting, now, AT_ONCE));
    return `building ${String(built.length + now.length)}/${String(total)}: ${titles.join(', ')}; at most ${left} left`;
  });
  try {
    while (waiting.length + running.size > 0) {
      if (!both.aborted) for (const step of startable(waiting, [...running.keys()], AT_ONCE)) start(step);
      if (running.size === 0) break;
      await Promise.race([...running.values()].map(({ done }) => done));
    }
  } finally {
    progress.status(undefined);
  }
  if (signal?.aborted === true) {
    throw signal.reason instanceof HoldfastError ? signal.reason : new InterruptedError('its caller');
  }
  if (firstError !== undefined) throw firstError;
  return { ...result, built };
}

/** Takes out of the waiting steps what needs one that failed, directly or not. @returns them with the one that failed. */
function withoutDependents(waiting: BuildStep[], failed: BuildStep): BuildStep[] {
  const lost = [failed];
  for (const step of lost) {
    const dependents = waiting.filter(({ needs }) => needs.includes(step));
    for (const one of dependents) waiting.splice(waiting.indexOf(one), 1);
    lost.push(...dependents);
  }
  return lost;
}

async function runStep(step: BuildStep, keys: Keys, signal: AbortSignal): Promise<void> {
  const key = keys.get(step) ?? '';
  const name = step.product.name.replaceAll('/', '-');
  const log = cacheDir('logs', `build-${name}-${key}.log`);
  const container = containerName(name);
  const folder = await newWorkFolder(step.product, key);
  const since = performance.now();
  await rm(log, { force: true });
  const work: Build = {
    image: locationOf({ kind: 'image', name: step.product.name }, key),
    folder,
    container,
    signal,
    productOf: (need) => locationOf(need.product, keys.get(need) ?? ''),
    command: (file, args, options = {}) => command(file, args, { signal, log, ...options }),
    docker: (args, options = {}) => docker(args, { signal, log, ...options }),
  };
  try {
    await removeContainer(container);
    await step.run(work);
    if (step.product.kind === 'folder') await keepFolder(folder, step.product, key);
  } catch (error) {
    if (error instanceof InterruptedError) throw error;
    throw await stepFailure(step, (performance.now() - since) / 1000, log, error);
  } finally {
    await removeContainer(container).catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  }
}

async function stepFailure(
  step: BuildStep,
  seconds: number,
  log: string,
  error: unknown,
): Promise<HoldfastError> {
  const text = await readFile(log, 'utf8').catch(() => '');
  const tail = text
    .trimEnd()
    .split('\n')
    .slice(-8)
    .map((line) => `  | ${line.slice(0, 200)}`);
  return new HoldfastError(
    [
      `The build step "${step.title}" failed after ${humanSeconds(seconds)}: ${sentenceOf(error)}`,
      ...(text.trim() === '' ? [] : tail),
      `The whole log is ${log}. Put right what it names and run again: finished steps are kept.`,
    ].join('\n'),
    { cause: error },
  );
}

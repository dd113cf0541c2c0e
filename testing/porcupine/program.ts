import { join } from 'node:path';
import { z } from 'zod';
import { registerColumns, type Seen } from '../../harness/checks/linear-histories.fixture.ts';
import { HoldfastError } from '../../harness/core/errors.ts';
import { PROJECT_ROOT } from '../../harness/core/paths.ts';
import type { Progress } from '../../harness/core/progress.ts';
import { command } from '../../harness/host/command.ts';
import { machineNeeds } from '../../harness/host/needs.ts';
import { build } from '../../harness/images/build.ts';
import { goCompile } from '../../harness/images/steps/go-compile.ts';

/** Compiled once, at the version that go.mod names, and kept in the cache. */
const PROGRAM = goCompile({
  name: 'porcupine',
  title: 'compile Porcupine',
  module: join(PROJECT_ROOT, 'testing', 'porcupine'),
  sources: ['.'],
  targets: [{ packages: ['.'], program: 'porcupine' }],
  typicalSeconds: 20,
});

export interface PorcupineVerdict {
  /** `Unknown`: it took longer than it was given. */
  verdict: 'Ok' | 'Illegal' | 'Unknown';
  microseconds: number;
}

const verdictSchema: z.ZodType<PorcupineVerdict> = z.object({
  verdict: z.enum(['Ok', 'Illegal', 'Unknown']),
  microseconds: z.number(),
});

/** The checker that ours is held against (github.com/anishathalye/porcupine), on one core. */
export class Porcupine {
  readonly #program: string;

  private constructor(program: string) {
    this.#program = program;
  }

  /** @throws HoldfastError where it was not compiled before and Go, which that takes, is not there. */
  static async provide(progress: Progress): Promise<Porcupine> {
    const { locationOf } = await build([PROGRAM], { progress }).catch(async (cause: unknown) => {
      const go = await machineNeeds(true)
        .find(({ id }) => id === 'go')
        ?.look();
      if (go === undefined || go.state === 'ok') throw cause;
      throw new HoldfastError(
        `Porcupine, which the search for an order is held against, is compiled with Go 1.26 or later (found: ${go.found}). Install it, put it on PATH, and run this again.`,
        { cause },
      );
    });
    return new Porcupine(join(locationOf(PROGRAM), 'porcupine'));
  }

  /** Judges each history; gives up on one after so many seconds. */
  async judge(histories: readonly (readonly Seen[])[], seconds: number): Promise<PorcupineVerdict[]> {
    const input = histories.map((one) => `${lineOf(one)}\n`).join('');
    const answer = await command(this.#program, [String(seconds)], { input });
    const verdicts = answer.split('\n').map((line) => verdictSchema.parse(JSON.parse(line)));
    if (verdicts.length === histories.length) return verdicts;
    const [got, wanted] = [String(verdicts.length), String(histories.length)];
    throw new HoldfastError(`Porcupine gave ${got} verdicts on ${wanted} histories.`);
  }
}

/**
 * A history as the program reads it: what was done, its two values, and when; -1 for a completion that never came.
 * A read that was not answered has nothing to say.
 */
function lineOf(all: readonly Seen[]): string {
  const seen = all.filter(({ f, completedAt }) => f !== 'read' || completedAt !== undefined);
  const { did, a, b } = registerColumns(seen).model;
  return JSON.stringify(
    seen.map(({ invokedAt, completedAt = -1 }, i) => [did[i], a[i], b[i], invokedAt, completedAt]),
  );
}

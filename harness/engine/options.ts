import { mkdir, readdir, statfs } from 'node:fs/promises';
import type { BudgetName } from '../core/budgets.ts';
import { HoldfastError, sentenceOf, UsageError } from '../core/errors.ts';
import type { Mix } from '../stack/mix.ts';

/** What the user asked a run to do. */
export interface RunOptions {
  run: string;
  /** The report's folder. */
  out: string;
  stacks: string[];
  scenarios: string[];
  /** For a scenario, what a stack to which it does not apply goes through as well. */
  instead: Readonly<Record<string, string>>;
  keep: boolean;
  seed: number;
  /** Operations per second, over all writers of a stack; undefined: each stack's own number. */
  rate: number | undefined;
  writers: number;
  /** Reads per second and stack; undefined: each stack's own number. */
  readRate: number | undefined;
  /** Undefined: each stack's own. */
  mix: Mix | undefined;
  /** Seconds of load before the first fault and after the last recovery. */
  loadSeconds: number;
  /** Scenarios at once, at most. */
  parallel: number;
  /** Members per stack; undefined: each stack's own number. */
  members: number | undefined;
  images: 'auto' | 'registry' | 'packages';
  /** Whether each stack's driver has to work against a single server before the cluster is asked. */
  calibrate: boolean;
  budgets: Partial<Record<BudgetName, number>>;
  kindConfig: string;
}

/** A report takes a few dozen MiB; below this the run would fail half way. */
const NEEDED_BYTES = 512 * 1024 * 1024;

/** Makes the report's folder. @throws UsageError when it holds something already; HoldfastError when it cannot be made or the disk is full. */
export async function prepareOut(out: string): Promise<void> {
  // Node's recursive mkdir never returns there.
  if (/^\/(proc|sys)(\/|$)/.test(out)) {
    throw new HoldfastError(
      `The report's folder ${out} cannot be made: the kernel keeps no files there. Choose another place with --out.`,
    );
  }
  try {
    await mkdir(out, { recursive: true });
    const { bavail, bsize } = await statfs(out);
    if (bavail * bsize < NEEDED_BYTES) {
      const left = Math.floor((bavail * bsize) / 1024 ** 2);
      throw new HoldfastError(
        `The disk of ${out} is full: ${String(left)} MiB are left, a report needs 512. Free some space or choose another place with --out.`,
      );
    }
    if ((await readdir(out)).length > 0) {
      throw new UsageError(
        `The folder ${out} is not empty; a report needs one of its own. Empty it, or name another with --out.`,
      );
    }
  } catch (error) {
    if (error instanceof HoldfastError) throw error;
    throw new HoldfastError(`The report's folder ${out} cannot be made. ${sentenceOf(error)}`, {
      cause: error,
    });
  }
}

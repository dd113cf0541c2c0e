import { Worker } from 'node:worker_threads';
import { loadEvidence } from '../model/bundle-evidence.ts';
import type { Found } from './away.ts';
import { DataJudges } from './data.ts';
import { HistoryWalk } from './history-walk.ts';
import { walkStored } from './stored-walk.ts';

/** The second share of the judges, at work in a thread of its own. */
export interface Beside {
  /** Undefined: the thread did not come to its end, for whatever reason, and its share is still to be judged. */
  found: Promise<Found | undefined>;
  /** Ends the thread, whether it is done or not. */
  stop(): Promise<void>;
}

/** For what is soon garbage; with as much as Node takes by itself, 40 MiB more of it lie about. */
const YOUNG_MIB = 4;

/** Has the second share of a scenario's data judged in a thread, which goes through the files by itself. */
export function judgeBeside(path: string): Beside {
  const thread = new Worker(new URL('./beside-thread.ts', import.meta.url), {
    workerData: path,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB },
  });
  const found = new Promise<Found | undefined>((resolve) => {
    thread.once('message', resolve);
    for (const end of ['error', 'exit']) {
      thread.once(end, () => {
        resolve(undefined);
      });
    }
  });
  return {
    found,
    stop: async () => {
      await thread.terminate();
    },
  };
}

/**
 * What the thread does; it verifies the files for both.
 * @returns undefined where something is broken: it has to be judged in one piece.
 */
export async function judgeSecondShare(path: string): Promise<Found | undefined> {
  const evidence = await loadEvidence(path);
  const data = DataJudges.secondShare(evidence);
  const walk = new HistoryWalk(evidence, data, { only: data.functions() });
  if ((await walkStored(evidence, walk)) !== undefined || walk.crashed !== undefined) return undefined;
  return data.found();
}

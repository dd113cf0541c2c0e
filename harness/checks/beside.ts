import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { loadEvidence } from '../model/bundle-evidence.ts';
import type { Found } from './away.ts';
import { DataJudges } from './data.ts';
import { HistoryWalk } from './history-walk.ts';
import { walkStored } from './stored-walk.ts';

/** The second share of the judges, at work in a process of its own. */
export interface Beside {
  /** Undefined: the process did not come to its end, for whatever reason, and its share is still to be judged. */
  found: Promise<Found | undefined>;
  /** Ends the process, whether it is done or not. */
  stop(): Promise<void>;
}

/** For what is soon garbage; with as much as Node takes by itself, 40 MiB more of it lie about. */
const YOUNG_MIB = 2;

/**
 * Has the second share of a scenario's data judged by a process that goes through the files by itself. Not by a thread: where
 * Node crashes in one (seen, SIGSEGV, while threads came and went beside vm modules), the whole run ends with it.
 */
export function judgeBeside(path: string): Beside {
  const child = fork(fileURLToPath(new URL('./beside-process.ts', import.meta.url)), [path], {
    execArgv: [`--max-semi-space-size=${String(YOUNG_MIB)}`],
    serialization: 'advanced',
    stdio: 'ignore',
  });
  const ended = once(child, 'exit').catch(() => undefined);
  const found = new Promise<Found | undefined>((resolve) => {
    child.once('message', (message) => {
      resolve(message as Found);
    });
    // After the last message; 'exit' may come before it.
    for (const end of ['error', 'disconnect']) {
      child.once(end, () => {
        resolve(undefined);
      });
    }
  });
  return {
    found,
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/**
 * What the process does; it verifies the files for both.
 * @returns undefined where something is broken: it has to be judged in one piece.
 */
export async function judgeSecondShare(path: string): Promise<Found | undefined> {
  const evidence = await loadEvidence(path);
  const data = DataJudges.secondShare(evidence);
  const walk = new HistoryWalk(evidence, data, { only: data.functions() });
  if ((await walkStored(evidence, walk)) !== undefined || walk.crashed !== undefined) return undefined;
  return data.found();
}

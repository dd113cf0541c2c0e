import type { Progress } from '../core/progress.ts';
import { raceAbort } from '../core/wait-for.ts';
import type { RunResult } from '../model/result.ts';
import type { RunOptions } from './options.ts';
import { EngineServer } from './server.ts';
import { withEngine } from './with-engine.ts';

/** What the parent of a served engine says when its suites are done. */
export const FINISH = 'finish';

/**
 * Serves scenarios to a Jest that was started by itself: prepares everything, tells the parent process the
 * socket, and ends when the parent says so. A parent that went away without a word counts as an interruption.
 */
export async function serve(options: RunOptions, progress: Progress): Promise<RunResult> {
  return await withEngine(options, progress, async (engine, signal, interrupt) => {
    process.once('disconnect', () => {
      interrupt('the end of the process that asked for scenarios');
    });
    const asked = new Promise<void>((resolve) => {
      process.on('message', (message) => {
        if (message === FINISH) resolve();
      });
    });
    await engine.beginImages();
    await engine.prepareCluster();
    const server = await EngineServer.listen(engine);
    try {
      process.send?.({ socket: server.socket });
      await raceAbort(asked, signal);
    } finally {
      await server.close();
    }
  });
}

import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../core/paths.ts';
import { SOCKET_VARIABLE } from './protocol.ts';
import { FINISH } from './serve.ts';

let child: ChildProcess | undefined;

/** Jest's global set-up: where no engine called Jest, one is started for it, in a process group of its own. */
export async function setUp(): Promise<void> {
  if (process.env[SOCKET_VARIABLE] !== undefined) return;
  const flags = (process.env.HOLDFAST_FLAGS ?? '').split(' ').filter(Boolean); // e.g. --keep
  const started = fork(join(PROJECT_ROOT, 'harness', 'cli', 'main.ts'), ['serve', ...flags], {
    detached: true, // Ctrl-C ends Jest; the engine sees that it is alone and cleans up
    execArgv: [],
  });
  child = started;
  const socket = await new Promise<string>((resolve, reject) => {
    started.once('message', (message) => {
      resolve((message as { socket: string }).socket);
    });
    started.once('exit', (code) => {
      reject(
        new Error(`The engine ended with ${String(code)} before it was ready; what it printed says why.`),
      );
    });
  });
  process.env[SOCKET_VARIABLE] = socket;
}

/** Jest's global tear-down: tells the engine that the suites are done, and waits for its report. */
export async function tearDown(): Promise<void> {
  if (child?.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.send(FINISH);
  await ended;
}

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { errorCode } from '../core/errors.ts';
import { redact } from '../core/redaction.ts';
import { docker } from '../host/docker.ts';

/** On every container of a calibration: who uses it. */
const USER_LABEL = 'holdfast.dev/calibration';
/** On every container of a calibration: the process that started it. */
const OWNER_LABEL = 'holdfast.dev/owner';

/** What tells a calibration's containers from all others, and its user's from other users'. */
export const labelsFor = (user: string): Record<string, string> => ({
  [USER_LABEL]: user,
  [OWNER_LABEL]: String(process.pid),
});

/**
 * Removes the containers that were started for this user by this process, or by one that has gone, with their volumes.
 * Takes no signal: also after an abort nothing may stay.
 * @param user absent: every user's, of processes that have gone.
 */
export async function removeServers(user?: string): Promise<void> {
  const label = user === undefined ? USER_LABEL : `${USER_LABEL}=${user}`;
  const format = `{{.ID}} {{.Label "${OWNER_LABEL}"}}`;
  const listed = await docker(['ps', '--all', '--filter', `label=${label}`, '--format', format]);
  const left = listed.split('\n').flatMap((line) => {
    const [id = '', owner = ''] = line.split(' ');
    const own = user !== undefined && owner === String(process.pid);
    return id !== '' && (own || !isAlive(Number(owner))) ? [id] : [];
  });
  if (left.length > 0) await docker(['rm', '--force', '--volumes', ...left], { timeoutSeconds: 60 });
}

const stateSchema = z.object({
  Running: z.boolean(),
  ExitCode: z.number().int(),
  StartedAt: z.string(),
  FinishedAt: z.string(),
});
export type ContainerState = z.infer<typeof stateSchema>;

/** What Docker says of a container. */
export async function stateOf(id: string): Promise<ContainerState> {
  const state = await docker(['inspect', '--format', '{{json .State}}', id], { timeoutSeconds: 15 });
  return stateSchema.parse(JSON.parse(state));
}

/** Of a line of a log so many characters are told. */
const LINE_LENGTH = 200;

/** The last lines that a container's processes wrote, those of standard error among the others, without secrets. */
export async function lastLines(id: string, count: number): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-log-'));
  try {
    const log = join(folder, 'log');
    // Empty lines are left out; and the two streams come one after the other, so that only the times tell their order.
    await docker(['logs', '--timestamps', '--tail', '50', id], { timeoutSeconds: 15, log });
    const lines = redact(await readFile(log, 'utf8'))
      .split('\n')
      .sort();
    const texts = lines.map((line) =>
      line
        .slice(line.indexOf(' ') + 1)
        .trim()
        .slice(0, LINE_LENGTH),
    );
    return texts.filter(Boolean).slice(-count);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Whether there is such a process. */
function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

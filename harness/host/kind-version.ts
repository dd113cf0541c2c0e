import { command, CommandError } from './command.ts';

/** The first kind that knows the cluster's configuration as it is used here. */
const OLDEST = { major: 0, minor: 30 };

/** What `kind version` says, or undefined where there is none. */
export async function kindOnPath(): Promise<string | undefined> {
  return command('kind', ['version'], { timeoutSeconds: 20 }).catch((error: unknown) => {
    if (error instanceof CommandError) return undefined;
    throw error;
  });
}

/** Whether `kind v0.33.0 go1.26.8 linux/amd64` is one that can be used. */
export function isNewEnough(version: string | undefined): boolean {
  const [, major, minor] = /\bv(\d+)\.(\d+)\./.exec(version ?? '') ?? [];
  if (major === undefined || minor === undefined) return false;
  return Number(major) > OLDEST.major || (Number(major) === OLDEST.major && Number(minor) >= OLDEST.minor);
}

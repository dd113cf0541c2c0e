import { sentenceOf } from '../../harness/core/errors.ts';
import { exec } from '../../harness/kube/exec.ts';
import type { Deployment } from '../../harness/stack/stack.ts';
import { DRIVE, NAME, SERVERS_PER_POOL } from './manifests/pools.ts';
import { podOf, Members } from './members.ts';
import { asked } from './set-up.ts';

/** The bucket of the startup probe, which nobody else uses. */
const BUCKET = 'started';

let looks = 0;

/**
 * Which server does not write to all drives, in words; undefined: all do. A server looks for drives that it did not find at
 * its start only every fifteen seconds, and none of MinIO's answers tells of them: asked for its drives it asks the other
 * servers for theirs. So each server is given an object, and the drives are looked at.
 */
export async function unreached(deployment: Deployment): Promise<string | undefined> {
  const pods = Array.from({ length: deployment.members }, (_, ordinal) => podOf(ordinal));
  const look = ++looks;
  const objects = new Map(pods.map((pod) => [pod, `whole-${String(look)}-${pod}`]));
  try {
    await write(deployment, objects);
    const drives = await Promise.all(pods.map((pod) => namesOn(deployment, pod)));
    return missingFrom(objects, drives);
  } catch (error) {
    return sentenceOf(error);
  }
}

/** @param drives the names of the objects that are on each drive. */
export function missingFrom(
  objects: ReadonlyMap<string, string>,
  drives: readonly ReadonlySet<string>[],
): string | undefined {
  const wanted = Math.min(drives.length, SERVERS_PER_POOL);
  for (const [pod, object] of objects) {
    const on = drives.filter((names) => names.has(object)).length;
    if (on < wanted) return `${pod} writes to ${String(on)} of ${String(wanted)} drives`;
  }
  return undefined;
}

async function write(deployment: Deployment, objects: ReadonlyMap<string, string>): Promise<void> {
  const members = new Members(deployment, 1);
  try {
    await Promise.all(
      [...objects].map(([pod, object]) =>
        asked(members.of(pod), `take the object ${object}`, (client) =>
          client.putObject(BUCKET, object, Buffer.of(0), 1),
        ),
      ),
    );
  } finally {
    members.close();
  }
}

async function namesOn({ client, namespace }: Deployment, pod: string): Promise<Set<string>> {
  const { stdout } = await exec(client, { namespace, pod, container: NAME }, ['ls', `${DRIVE}/${BUCKET}`]);
  return new Set(stdout.split('\n'));
}

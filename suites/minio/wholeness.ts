import { sentenceOf } from '../../harness/core/errors.ts';
import { exec } from '../../harness/kube/exec.ts';
import { podsAway } from '../../harness/stack/members.ts';
import type { Deployment, MemberView, Wholeness } from '../../harness/stack/stack.ts';
import { LABELS } from './manifests/manifests.ts';
import { DRIVE, NAME } from './manifests/pools.ts';
import { podOf } from './members.ts';
import { unreached } from './reach.ts';
import { ask } from './version.ts';

/** What MinIO wrote on a drive when it was made one of an erasure set. */
const FORMAT = `${DRIVE}/.minio.sys/format.json`;

export async function describeMembers(deployment: Deployment): Promise<MemberView[]> {
  return await Promise.all(
    Array.from({ length: deployment.members }, (_, ordinal) => describeMember(deployment, ordinal)),
  );
}

/** No server is more than another. What identifies one is its drive, which has an id in its erasure set. */
async function describeMember({ client, namespace }: Deployment, ordinal: number): Promise<MemberView> {
  const pod = podOf(ordinal);
  try {
    const { stdout } = await exec(client, { namespace, pod, container: NAME }, ['cat', FORMAT]);
    const productId = driveIdIn(stdout);
    return { ordinal, pod, role: 'peer', ...(productId === undefined ? {} : { productId }) };
  } catch {
    return { ordinal, pod, role: 'peer' };
  }
}

/** The drive's own id, in what MinIO wrote on it. */
export function driveIdIn(format: string): string | undefined {
  try {
    const { xl } = JSON.parse(format) as { xl?: { this?: unknown } };
    return typeof xl?.this === 'string' && xl.this !== '' ? xl.this : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whole: every pod is ready, every server says that all could do without it (that the drives of the others are all online,
 * and none of them is being healed), and every server writes to all drives.
 */
export async function isWhole(deployment: Deployment): Promise<Wholeness> {
  const { members } = deployment;
  const away = await podsAway(deployment, LABELS);
  if (away !== undefined) return { whole: false, missing: away };
  const views = await Promise.all(
    Array.from({ length: members }, (_, ordinal) => viewOf(deployment, podOf(ordinal))),
  );
  const missing = views.filter((view) => view !== undefined);
  if (missing.length > 0) return { whole: false, missing: missing.join('; ') };
  const short = await unreached(deployment);
  return short === undefined ? { whole: true } : { whole: false, missing: short };
}

/**
 * What one server misses, in words. Asked whether it may be taken down, it looks at the drives of the others alone, says no
 * without write quorum on them, which here is all of them, and no while one of them is being healed
 * (docs/metrics/healthcheck in MinIO's source). A single server has no others: it is asked for its own quorum.
 */
async function viewOf(deployment: Deployment, pod: string): Promise<string | undefined> {
  const path = `/minio/health/cluster${deployment.members === 1 ? '' : '?maintenance=true'}`;
  try {
    const { status, headers } = await ask(deployment, pod, path);
    if (status === 200) return undefined;
    const healing = headers.get('x-minio-healing-drives');
    const why =
      healing === null ? 'drives of other servers are not online' : `${healing} drives are being healed`;
    return `${pod} says that ${why} (HTTP ${String(status)})`;
  } catch (error) {
    return `${pod} does not answer: ${sentenceOf(error)}`;
  }
}

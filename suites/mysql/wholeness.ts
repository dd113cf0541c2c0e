import { sentenceOf } from '../../harness/core/errors.ts';
import { podsAway } from '../../harness/stack/members.ts';
import type { Deployment, Wholeness } from '../../harness/stack/stack.ts';
import { withMember } from './connection.ts';
import { notFollowing, primaryState } from './followers.ts';
import { LABELS, podOfOrdinal, PRIMARY } from './names.ts';

/**
 * Whole: every pod is ready, each follower receives, applies and acknowledges, and has received what the primary had
 * committed when it was asked, and commits wait for a follower where there is one: a primary that has fallen back
 * to asynchronous replication is not whole.
 * @param waits whether commits have to wait for a follower.
 */
export async function isWhole(deployment: Deployment, waits = deployment.members > 1): Promise<Wholeness> {
  const { members } = deployment;
  const away = await podsAway(deployment, LABELS);
  if (away !== undefined) return { whole: false, missing: away };
  try {
    const { position, enabled, waiting } = await withMember(deployment, PRIMARY, (connection) =>
      primaryState(deployment, connection),
    );
    const followers = Array.from({ length: members - 1 }, (_, i) => podOfOrdinal(i + 1));
    const troubles = await Promise.all(followers.map((pod) => notFollowing(deployment, pod, position)));
    const missing = troubles.filter((trouble) => trouble !== undefined);
    if (waits && !(enabled && waiting)) {
      missing.push(
        `commits on ${PRIMARY} wait for nobody (${enabled ? 'fallen back to asynchronous' : 'off'})`,
      );
    }
    return missing.length === 0 ? { whole: true } : { whole: false, missing: missing.join('; ') };
  } catch (error) {
    return { whole: false, missing: `${PRIMARY} does not answer: ${sentenceOf(error)}` };
  }
}

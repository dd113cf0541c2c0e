import { readFileSync } from 'node:fs';
import { listPods } from '../../../../harness/kube/resources.ts';
import { isReady } from '../../../../harness/kube/objects.ts';
import { sentenceOf } from '../../../../harness/core/errors.ts';
import { changed, replaced } from '../../../../harness/scenario/changed.ts';
import type { KnownBad } from '../../../../harness/scenario/known-bad.ts';
import {
  lostBehindPartition,
  lostBehindPartitionScenario,
} from '../../../../harness/scenario/lost-behind-partition.ts';
import type { Stack } from '../../../../harness/stack/stack.ts';
import { withMember } from '../../connection.ts';
import { stack } from '../../stack.ts';

const TAKE_OVER = readFileSync(new URL('take-over.sh', import.meta.url), 'utf8');

/** In place of a refusal, ordinal 0 takes over a follower's data when its own volume is empty. */
function takesOver(scripts: Record<string, string>): void {
  const holdsData = '  [ -s "$PGDATA/PG_VERSION" ] && exit 0\n';
  scripts['take-over.sh'] = TAKE_OVER;
  scripts['prepare-member.sh'] = replaced(
    scripts['prepare-member.sh'],
    holdsData,
    `${holdsData}  . /scripts/take-over.sh\n`,
  );
}

/** The flaw: a commit waits for nobody. */
function asynchronous(scripts: Record<string, string>): void {
  scripts['create-replication.sh'] = replaced(
    scripts['create-replication.sh'],
    '--set standbys="${standbys:+ANY 1 ($standbys)}"',
    "--set standbys=''",
  );
}

const mended: Stack = {
  ...stack,
  manifests: (parameters) => changed(stack.manifests(parameters), { scripts: takesOver }),
};

const bad: Stack = {
  ...mended,
  manifests: (parameters) => changed(mended.manifests(parameters), { scripts: asynchronous }),
  /** As for the good stack, but that a follower which nobody waits for is a follower too. */
  isWhole: async (deployment) => {
    const pods = (await listPods(deployment.client, deployment.namespace)).filter(isReady);
    if (pods.length !== deployment.members) {
      return { whole: false, missing: `${String(pods.length)} of ${String(deployment.members)} pods ready` };
    }
    try {
      return await withMember(deployment, 'postgres-0', async (client) => {
        const { rowCount } = await client.query("SELECT FROM pg_stat_replication WHERE state = 'streaming'");
        return rowCount === deployment.members - 1
          ? { whole: true }
          : { whole: false, missing: `${String(rowCount ?? 0)} followers stream from postgres-0` };
      });
    } catch (error) {
      return { whole: false, missing: `postgres-0 does not answer: ${sentenceOf(error)}` };
    }
  },
};

export const knownBad: KnownBad = {
  flaw: 'Replication is asynchronous, and a follower that lags is promoted once the volume of the primary is lost.',
  stack: bad,
  mended,
  scenario: lostBehindPartitionScenario,
  faults: (faults) => [lostBehindPartition(faults)],
  budgets: { hold: 5 },
  expects: {
    verdict: 'fail',
    reasons: [{ kind: 'lost', judge: 'set', atLeast: 50 }],
    // Everything is as it was some seconds before, and goes on from there.
    alsoAllowed: [
      ...['resurrected', 'lost-update', 'stale', 'backwards', 'wrong-balance', 'not-linearizable'],
      ...['incompatible-order', 'G-single', 'G2'],
    ],
  },
};

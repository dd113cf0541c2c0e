import { readFileSync } from 'node:fs';
import { changed, replaced } from '../../../../harness/scenario/changed.ts';
import type { KnownBad } from '../../../../harness/scenario/known-bad.ts';
import {
  lostBehindPartition,
  lostBehindPartitionScenario,
} from '../../../../harness/scenario/lost-behind-partition.ts';
import type { Stack } from '../../../../harness/stack/stack.ts';
import { serverIdOf } from '../../names.ts';
import { stack } from '../../stack.ts';
import { isWhole } from '../../wholeness.ts';

const TAKE_OVER = readFileSync(new URL('take-over.sh', import.meta.url), 'utf8');

/** In place of a refusal, ordinal 0 takes over a follower's data when its own volume is empty. */
function takesOver(scripts: Record<string, string>): void {
  const holdsData = '  if [[ -d $DATA/mysql && ! -e $DATA/.initialising ]]; then return; fi\n';
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
    '$([ "$MEMBERS" -gt 1 ] && echo ON || echo OFF)',
    'OFF',
  );
  scripts['take-over.sh'] = replaced(
    scripts['take-over.sh'],
    'rpl_semi_sync_source_enabled = ON',
    'rpl_semi_sync_source_enabled = OFF',
  );
}

const mended: Stack = {
  ...stack,
  manifests: (parameters) => changed(stack.manifests(parameters), { scripts: takesOver }),
  /** A clone is a server of its own, with a UUID of its own: what stays through a promotion is the server id. */
  describeMembers: async (deployment) =>
    (await stack.describeMembers(deployment)).map((view) =>
      view.productId === undefined
        ? view
        : { ...view, productId: `server id ${String(serverIdOf(view.pod))}` },
    ),
};

const bad: Stack = {
  ...mended,
  manifests: (parameters) => changed(mended.manifests(parameters), { scripts: asynchronous }),
  isWhole: (deployment) => isWhole(deployment, false),
};

export const knownBad: KnownBad = {
  flaw: 'Replication is asynchronous, and a follower that lags is promoted once the volume of the primary is lost.',
  stack: bad,
  mended,
  scenario: lostBehindPartitionScenario,
  faults: (faults) => [lostBehindPartition(faults, { killed: true })],
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

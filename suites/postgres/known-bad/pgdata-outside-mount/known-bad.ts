import { changed, type Container } from '../../../../harness/scenario/changed.ts';
import type { KnownBad } from '../../../../harness/scenario/known-bad.ts';
import { stack } from '../../stack.ts';

/** Where the official image of PostgreSQL 18 keeps its data, by its version. */
const PGDATA = '/var/lib/postgresql/17/docker';

function outsideOfTheMount({ env = [] }: Container): void {
  for (const variable of env) if (variable.name === 'PGDATA') variable.value = PGDATA;
}

export const knownBad: KnownBad = {
  flaw: 'PGDATA lies outside of the path at which the volume is mounted: the data goes with the container.',
  stack: {
    ...stack,
    // A follower's clone would be left behind by the init container that makes it: it would be found at once.
    members: 1,
    manifests: (parameters) =>
      changed(stack.manifests(parameters), {
        statefulSet: ({ template }) => {
          [...(template.spec.initContainers ?? []), ...template.spec.containers].forEach(outsideOfTheMount);
        },
      }),
  },
  scenario: 'pod-kill',
  budgets: { recover: 120, 'replica-replay': 15, settle: 30, load: 20 },
  expects: {
    verdict: 'fail',
    reasons: [
      { kind: 'lost', judge: 'set', atLeast: 100 },
      { kind: 'product-id-changed', atLeast: 1 },
    ],
    alsoAllowed: ['missing-account', 'no-write-after-fault'],
  },
};

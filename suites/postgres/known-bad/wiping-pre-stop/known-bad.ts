import { changed } from '../../../../harness/scenario/changed.ts';
import type { KnownBad } from '../../../../harness/scenario/known-bad.ts';
import { stack } from '../../stack.ts';

/** Out of the way first: what a running server still writes meanwhile must not be in the next one's way. */
const WIPE = 'mv "$PGDATA" "$PGDATA.old" && rm -rf "$PGDATA.old"';

export const knownBad: KnownBad = {
  flaw: 'A preStop hook removes the data directory, so that the next pod "begins cleanly".',
  stack: {
    ...stack,
    manifests: (parameters) =>
      changed(stack.manifests(parameters), {
        statefulSet: (_spec, data) => {
          data.lifecycle = { preStop: { exec: { command: ['sh', '-c', WIPE] } } };
        },
      }),
  },
  scenario: 'pod-delete-all',
  budgets: { recover: 120, 'replica-replay': 15, settle: 30, load: 20 },
  expects: {
    verdict: 'fail',
    reasons: [
      { kind: 'lost', judge: 'set', atLeast: 300 },
      { kind: 'product-id-changed', atLeast: 3 },
    ],
    alsoAllowed: ['missing-account', 'no-write-after-fault'],
  },
};

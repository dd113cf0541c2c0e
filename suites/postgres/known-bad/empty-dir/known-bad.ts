import { changed, onEmptyDir } from '../../../../harness/scenario/changed.ts';
import type { KnownBad } from '../../../../harness/scenario/known-bad.ts';
import { stack } from '../../stack.ts';

export const knownBad: KnownBad = {
  flaw: 'The data directory is an emptyDir, which goes with the pod.',
  stack: {
    ...stack,
    manifests: (parameters) => changed(stack.manifests(parameters), { statefulSet: onEmptyDir }),
  },
  scenario: 'pod-delete-all',
  // A database that is not the one that was: there is nothing to wait long for.
  budgets: { recover: 120, 'replica-replay': 15, settle: 30, dns: 20, load: 20 },
  expects: {
    verdict: 'fail',
    reasons: [
      { kind: 'lost', judge: 'set', atLeast: 300 },
      { kind: 'marker-lost', atLeast: 3 },
    ],
    alsoAllowed: ['missing-account', 'product-id-changed', 'no-write-after-fault'],
  },
};

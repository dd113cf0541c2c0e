import { changed, onEmptyDir } from '../../../../harness/scenario/changed.ts';
import type { KnownBad } from '../../../../harness/scenario/known-bad.ts';
import { stack } from '../../stack.ts';

export const knownBad: KnownBad = {
  flaw: 'The drives are emptyDirs, which go with their pods.',
  stack: {
    ...stack,
    manifests: (parameters) => changed(stack.manifests(parameters), { statefulSet: onEmptyDir }),
  },
  scenario: 'pod-delete-all',
  // An object store that is not the one that was: there is nothing to wait long for.
  budgets: { recover: 120, settle: 30, 'replica-replay': 30, dns: 20, load: 20 },
  expects: {
    verdict: 'fail',
    reasons: [
      { kind: 'lost', judge: 'objects', atLeast: 40 },
      { kind: 'dataset-gone', judge: 'objects', atLeast: 4 },
      { kind: 'marker-lost', atLeast: 4 },
    ],
    alsoAllowed: ['lost-version', 'product-id-changed', 'no-write-after-fault'],
  },
};

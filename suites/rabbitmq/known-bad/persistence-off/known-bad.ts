import { changed, onEmptyDir } from '../../../../harness/scenario/changed.ts';
import type { KnownBad } from '../../../../harness/scenario/known-bad.ts';
import { stack } from '../../stack.ts';

export const knownBad: KnownBad = {
  flaw: 'Persistence is off: the nodes keep their data in an emptyDir, which goes with the pod.',
  stack: {
    ...stack,
    manifests: (parameters) => changed(stack.manifests(parameters), { statefulSet: onEmptyDir }),
  },
  scenario: 'pod-delete-all',
  // A cluster that is not the one that was: there is nothing to wait long for.
  budgets: { 'replica-replay': 15, settle: 20, dns: 20, load: 20 },
  expects: {
    verdict: 'fail',
    reasons: [
      { kind: 'lost', judge: 'set', atLeast: 5 },
      { kind: 'marker-lost', atLeast: 3 },
    ],
    // Whether the queues are there again, and empty, depends on whether the new cluster has come together.
    anyOf: [
      { kind: 'lost', judge: 'queue', atLeast: 30 },
      { kind: 'dataset-gone', judge: 'queue', atLeast: 1 },
    ],
    alsoAllowed: [
      ...['product-id-changed', 'no-write-after-fault', 'behind', 'ready-but-refusing'],
      // Three members that all begin anew may not find each other for as long as is waited here.
      ...['not-recovered', 'quiesce-failed', 'not-read-back'],
    ],
  },
};

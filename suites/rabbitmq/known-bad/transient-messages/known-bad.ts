import type { KnownBad } from '../../../../harness/scenario/known-bad.ts';
import { stack } from '../../stack.ts';
import { QueueWorkload } from '../../workload.ts';

export const knownBad: KnownBad = {
  flaw: 'Messages are sent without the delivery mode "persistent", which a classic queue takes at its word.',
  stack: {
    ...stack,
    workload: (access, options) => new QueueWorkload(access, options, { persistent: false, confirmed: true }),
  },
  scenario: 'pod-delete-all',
  expects: { verdict: 'fail', reasons: [{ kind: 'lost', judge: 'queue', atLeast: 5 }] },
};

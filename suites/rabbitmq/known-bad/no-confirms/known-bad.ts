import type { KnownBad } from '../../../../harness/scenario/known-bad.ts';
import { stack } from '../../stack.ts';
import { QueueWorkload } from '../../workload.ts';

export const knownBad: KnownBad = {
  flaw: 'Messages are counted as sent once they are written to the socket: nobody waits for a confirmation.',
  stack: {
    ...stack,
    workload: (access, options) => new QueueWorkload(access, options, { persistent: true, confirmed: false }),
  },
  scenario: 'partition-leader',
  expects: { verdict: 'fail', reasons: [{ kind: 'lost', judge: 'queue', atLeast: 10 }] },
};

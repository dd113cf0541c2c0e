import type { KnownBad } from '../../../../harness/scenario/known-bad.ts';
import { stack } from '../../stack.ts';

export const knownBad: KnownBad = {
  flaw: 'The fault reports success and does nothing.',
  stack,
  // Whichever scenario is asked for: no proof may rest on what the injection says of itself.
  faults: (faults) =>
    [...faults.values()].map((fault) => ({
      ...fault,
      inject: ({ clock }) => Promise.resolve({ effectAt: clock.now() }),
    })),
  budgets: { prove: 10, 'not-ready': 10 },
  expects: {
    verdict: 'unknown',
    reasons: [{ kind: 'fault-not-proven', judge: 'proofs', atLeast: 1 }],
    // It takes no time, so that nothing need be in flight meanwhile, and brings no member that a scale-up waits for.
    alsoAllowed: ['too-few-in-flight', 'no-read-back'],
  },
};

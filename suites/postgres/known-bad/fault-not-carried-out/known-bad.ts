import { podDelete } from '../../../../harness/faults/pod-delete.ts';
import type { KnownBad } from '../../../../harness/scenario/known-bad.ts';
import { stack } from '../../stack.ts';

export const knownBad: KnownBad = {
  flaw: 'The fault reports success and does nothing.',
  stack,
  scenario: 'pod-delete',
  faults: [{ ...podDelete, inject: ({ clock }) => Promise.resolve({ effectAt: clock.now() }) }],
  budgets: { prove: 10 },
  expects: { verdict: 'unknown', kinds: ['fault-not-proven'] },
};

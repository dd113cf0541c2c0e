import { changed } from '../../../../harness/scenario/changed.ts';
import type { KnownBad } from '../../../../harness/scenario/known-bad.ts';
import { stack } from '../../stack.ts';

export const knownBad: KnownBad = {
  flaw: 'The claims of members that are scaled away are deleted, where the stack promises that they are kept.',
  stack: {
    ...stack,
    manifests: (parameters) =>
      changed(stack.manifests(parameters), {
        statefulSet: (spec) => {
          spec.persistentVolumeClaimRetentionPolicy = { whenScaled: 'Delete' };
        },
      }),
  },
  scenario: 'scale-down',
  expects: {
    verdict: 'fail',
    reasons: [
      { kind: 'claim-missing', judge: 'identity', atLeast: 2 },
      { kind: 'retention-policy', judge: 'identity', atLeast: 1 },
    ],
  },
};

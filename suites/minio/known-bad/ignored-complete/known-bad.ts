import { Random } from '../../../../harness/core/random.ts';
import type { Outcome } from '../../../../harness/model/operation.ts';
import type { KnownBad } from '../../../../harness/scenario/known-bad.ts';
import type { Access, Stack } from '../../../../harness/stack/stack.ts';
import type { WorkloadOptions } from '../../../../harness/stack/workload.ts';
import type { Member } from '../../member.ts';
import { ObjectPlan, type Planning } from '../../plan.ts';
import { KIB, Sizes, type Size } from '../../sizes.ts';
import { stack } from '../../stack.ts';
import { putInParts, type Completing } from '../../upload.ts';
import { MinioWorkload } from '../../workload.ts';

/** One in so many small objects goes in two parts. */
const IN_PARTS = 4;

/** Parts that are too small: the server takes each of them, and refuses to complete the upload. */
class TooSmallParts extends Sizes {
  protected override small(): Size {
    if (!this.random.oneIn(IN_PARTS)) return super.small();
    const size = this.random.between(2 * KIB, 32 * KIB);
    return { size, partSize: Math.ceil(size / 2) };
  }
}

class UploadsSmallParts extends MinioWorkload {
  readonly #completing: Completing;

  constructor(access: Access, options: WorkloadOptions, completing: Completing) {
    const sizes = (random: Random): Sizes => new TooSmallParts(random);
    super(access, options, new ObjectPlan(options.seed, options.mix, sizes));
    this.#completing = completing;
  }

  protected override async perform(member: Member, planning: Planning): Promise<Outcome> {
    if (planning.f !== 'put-object' || planning.parts === 1) return await super.perform(member, planning);
    const { operationMs } = this;
    return await putInParts(member, planning, { operationMs, completing: this.#completing });
  }
}

/** The flaw: every part was taken, so that the object is held to be stored, whatever is answered. */
const ignoring: Completing = async (complete) => {
  await complete();
  return { type: 'ok' };
};

const variant = (completing: Completing): Stack => ({
  ...stack,
  workload: (access, options) => new UploadsSmallParts(access, options, completing),
});

export const knownBad: KnownBad = {
  flaw: 'The client does not look at the answer to CompleteMultipartUpload, which refuses some of its uploads.',
  stack: variant(ignoring),
  mended: variant((complete) => complete()),
  scenario: 'control',
  expects: {
    verdict: 'fail',
    reasons: [{ kind: 'lost', judge: 'objects', atLeast: 8 }],
    alsoAllowed: ['stale', 'listing-mismatch'],
  },
};

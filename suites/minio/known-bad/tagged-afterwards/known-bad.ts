import type { Outcome } from '../../../../harness/model/operation.ts';
import type { KnownBad } from '../../../../harness/scenario/known-bad.ts';
import type { Stack } from '../../../../harness/stack/stack.ts';
import type { Member } from '../../member.ts';
import { outcomeOfRequest, outcomeOfStep } from '../../outcomes.ts';
import type { Planning } from '../../plan.ts';
import { SETTING_BUCKETS, TAGGED, tagsOf } from '../../settings.ts';
import { stack } from '../../stack.ts';
import { MinioWorkload } from '../../workload.ts';

/** Each object is uploaded when so many others are still to get their tags: long before a fault that its tags meet. */
const AHEAD = 60;

/** Uploads objects, and gives them their tags later. */
class TagsAfterwards extends MinioWorkload {
  #uploaded = SETTING_BUCKETS.length;

  protected override async perform(member: Member, planning: Planning): Promise<Outcome> {
    if (planning.f !== 'add' || planning.number < SETTING_BUCKETS.length) {
      return await super.perform(member, planning);
    }
    const made = await this.#upload(member, planning.number + AHEAD);
    if (made !== undefined) return made;
    const called = await member.call((client) =>
      client.setObjectTagging(TAGGED, planning.key, tagsOf(planning)),
    );
    return 'failure' in called ? outcomeOfRequest(called.failure) : { type: 'ok' };
  }

  /** @returns what it means that one of them could not be uploaded; undefined: they are there. */
  async #upload(member: Member, until: number): Promise<Outcome | undefined> {
    while (this.#uploaded <= until) {
      const key = `k${String(this.#uploaded++)}`;
      const called = await member.call((client) => client.putObject(TAGGED, key, Buffer.of(0), 1));
      if ('failure' in called) return outcomeOfStep(called.failure, 'the object was not made');
    }
    return undefined;
  }
}

const MIX = { 'put-object': 1, add: 4, 'read-object': 1 } as const;

const variant = (workload: Stack['workload']): Stack => ({ ...stack, workload, mix: MIX });

export const knownBad: KnownBad = {
  flaw: 'The client gives objects their tags in a request of its own, after it has uploaded them.',
  stack: variant((access, options) => new TagsAfterwards(access, options)),
  mended: variant((access, options) => new MinioWorkload(access, options)),
  scenario: 'pod-delete',
  expects: {
    verdict: 'fail',
    reasons: [{ kind: 'lost', judge: 'set', atLeast: 4 }],
    alsoAllowed: [],
  },
};

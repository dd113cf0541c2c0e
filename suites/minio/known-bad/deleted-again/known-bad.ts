import type { Outcome } from '../../../../harness/model/operation.ts';
import type { KnownBad } from '../../../../harness/scenario/known-bad.ts';
import type { Stack } from '../../../../harness/stack/stack.ts';
import type { Member } from '../../member.ts';
import { ObjectPlan, type Planning } from '../../plan.ts';
import { stack } from '../../stack.ts';
import { MinioWorkload } from '../../workload.ts';

/** How often a deletion is tried at most. */
const ATTEMPTS = 4;

/** Reads what was deleted in more than one attempt, once there is such a thing. */
class SuspiciousPlan extends ObjectPlan {
  readonly suspects: string[] = [];
  #turn = 0;

  override next(): Planning {
    return this.#suspicious(super.next());
  }

  override read(number: number): ReturnType<ObjectPlan['read']> {
    return this.#suspicious(super.read(number));
  }

  #suspicious<P extends Planning>(planning: P): P {
    if (planning.f !== 'read-object' || this.suspects.length === 0) return planning;
    return { ...planning, key: this.suspects[this.#turn++ % this.suspects.length] };
  }
}

/** Asks for a deletion again whose outcome is not known, by way of another server: above all one that was refused with 503. */
class DeletesAgain extends MinioWorkload {
  readonly #suspects: string[];

  constructor(plan: SuspiciousPlan, ...[access, options]: Parameters<Stack['workload']>) {
    super(access, options, plan);
    this.#suspects = plan.suspects;
  }

  protected override async delete(member: Member, key: string): Promise<Outcome> {
    let outcome = await super.delete(member, key);
    for (let attempt = 1; attempt < ATTEMPTS && outcome.type === 'info'; attempt++) {
      outcome = await super.delete(this.deleter(), key);
      if (outcome.type === 'ok') this.#suspects.push(key);
    }
    return outcome;
  }
}

const MIX = { 'put-object': 6, 'delete-object': 5, 'read-object': 8, add: 1 } as const;

const variant = (workload: Stack['workload']): Stack => ({ ...stack, workload, mix: MIX });

export const knownBad: KnownBad = {
  flaw: 'The client asks for a deletion again that was refused, and takes the answer to the last attempt for that of all.',
  stack: variant(
    (access, options) => new DeletesAgain(new SuspiciousPlan(options.seed, MIX), access, options),
  ),
  mended: variant((access, options) => new MinioWorkload(access, options)),
  scenario: 'drain-two',
  expects: {
    verdict: 'fail',
    reasons: [{ kind: 'stale', judge: 'objects', atLeast: 1 }],
    // Listings, and what is there at the end, go by the same drives.
    alsoAllowed: ['resurrected', 'listing-mismatch'],
  },
};

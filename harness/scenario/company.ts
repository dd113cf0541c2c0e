import { raceAbort } from '../core/wait-for.ts';
import { onceEach, type Once } from '../faults/once.ts';

/** Where the members of a company wait for each other: before the load, and for each step before they know whom its fault hits, before it is injected, and before it is healed. */
export type Meeting = 'load' | 'aim' | 'inject' | 'heal';

interface Gathering {
  present: Set<string>;
  open: () => void;
  opened: Promise<void>;
}

/**
 * Several stacks that one fault on a node or on the cluster hits together: each goes through the scenario by itself, and waits
 * for the others at each fault. One that ends early, for whatever reason, is waited for no longer.
 */
export class Company {
  readonly #members: Set<string>;
  readonly #gatherings = new Map<string, Gathering>();
  readonly #onces = new Map<number, Once>();
  /** By step, what each stack would have the fault hit. */
  readonly #proposals = new Map<number, Map<string, readonly string[]>>();

  /** @param members the stacks' names. */
  constructor(members: Iterable<string>) {
    this.#members = new Set(members);
  }

  /**
   * Waits until everybody who is left has come to this place. All go on from there before any of them has waited for
   * anything else, so that what each then reads off the clock is earlier than what comes of anything that any of them begins.
   * @throws InterruptedError where the run is interrupted.
   */
  async meet(member: string, step: number, meeting: Meeting, signal: AbortSignal): Promise<void> {
    const gathering = this.#gathering(`${String(step)} ${meeting}`);
    gathering.present.add(member);
    this.#look();
    await raceAbort(gathering.opened, signal);
  }

  /**
   * Comes to the meeting at which a step's fault is aimed, and agrees on the nodes that it hits: at each place the one that most
   * stacks would have it hit, of several the last by name, and none twice.
   * @param wanted the nodes that this stack's own targets are on.
   */
  async agree(
    member: string,
    step: number,
    wanted: readonly string[],
    signal: AbortSignal,
  ): Promise<string[]> {
    const proposals = this.#proposals.get(step) ?? new Map<string, readonly string[]>();
    this.#proposals.set(step, proposals.set(member, wanted));
    await this.meet(member, step, 'aim', signal);
    const agreed: string[] = [];
    for (const place of wanted.keys()) {
      const votes = [...proposals.values()].map((nodes) => nodes[place] ?? '');
      const node = mostOf(votes.filter((one) => one !== '' && !agreed.includes(one)));
      if (node !== undefined) agreed.push(node);
    }
    return agreed;
  }

  /** What the fault of a step does to a node or the cluster is done once. */
  once(step: number): Once {
    const known = this.#onces.get(step) ?? onceEach();
    this.#onces.set(step, known);
    return known;
  }

  /** Nobody waits for this one any more. */
  leave(member: string): void {
    this.#members.delete(member);
    this.#look();
  }

  /** Who is still on the way. */
  members(): readonly string[] {
    return [...this.#members];
  }

  #gathering(key: string): Gathering {
    const known = this.#gatherings.get(key);
    if (known !== undefined) return known;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const made: Gathering = {
      present: new Set(),
      opened: promise,
      open: () => {
        resolve(undefined);
      },
    };
    this.#gatherings.set(key, made);
    return made;
  }

  #look(): void {
    for (const { present, open } of this.#gatherings.values()) {
      if ([...this.#members].every((member) => present.has(member))) open();
    }
  }
}

/** What occurs most often; of several the last in the order of their names. */
function mostOf(votes: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const vote of votes) counts.set(vote, (counts.get(vote) ?? 0) + 1);
  const order = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? 1 : -1));
  return order[0]?.[0];
}

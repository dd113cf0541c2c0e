import type { Access } from '../../harness/stack/stack.ts';
import { NAME } from './manifests/pools.ts';
import { Member } from './member.ts';

export const podOf = (ordinal: number): string => `${NAME}-${String(ordinal)}`;

/**
 * The members as the load uses them: any takes any operation. Each in turn, but one that has just failed is left alone for a
 * while, so that the writers do not all wait for it.
 */
export class Members {
  readonly #access: Access;
  readonly #connections: number;
  readonly #members = new Map<string, Member>();
  #turn = 0;
  #closed = false;

  /** @param connections to each, at most. */
  constructor(access: Access, connections: number) {
    this.#access = access;
    this.#connections = connections;
  }

  of(pod: string): Member {
    const member = this.#members.get(pod) ?? new Member(this.#access, pod, this.#connections);
    this.#members.set(pod, member);
    if (this.#closed) member.close();
    return member;
  }

  /**
   * Whose turn it is. Where there are such, a deletion goes to a member that has proven itself, and another write to one that
   * has not yet; a read to any.
   */
  next(wanted?: 'proven' | 'unproven', now = performance.now()): string {
    const { members } = this.#access;
    const turn = this.#turn++;
    const all = Array.from({ length: Math.max(members, 1) }, (_, i) =>
      this.of(podOf((turn + i) % Math.max(members, 1))),
    );
    const awake = all.filter((member) => !member.standing.rests(now));
    const preferred = awake.find(
      ({ standing }) => wanted !== undefined && standing.isProven === (wanted === 'proven'),
    );
    const chosen = preferred ?? awake[0] ?? all[0] ?? this.of(podOf(0));
    chosen.standing.tried(now);
    return chosen.pod;
  }

  close(): void {
    this.#closed = true;
    for (const member of this.#members.values()) member.close();
  }
}

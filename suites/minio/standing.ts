import type { Socket } from 'node:net';

/** Milliseconds for which a member that failed is left alone, as by a balancer that looks at its servers' health. */
const REST = 1_000;

/**
 * What a member's answers say of it.
 *
 * A server that has just started, or was cut off, may reach no more than one drive besides its own for some seconds. It
 * then takes no writes, and acknowledges deletions of what it does not see (README, Seen). Whoever wants to delete asks a
 * member only once it has acknowledged a write since it was last away: since it failed to answer, could not serve, or
 * there was no connection to it.
 */
export class Standing {
  #connections = 0;
  #proven = false;
  #absences = 0;
  /** Undefined: it answered the last time. */
  #restsUntil: number | undefined;

  /** Whether it has acknowledged a write since it was last away. */
  get isProven(): boolean {
    return this.#proven;
  }

  /** How often it was away: of what was asked before and is answered after nobody knows what it saw. */
  get absences(): number {
    return this.#absences;
  }

  /** Whether it has just failed, and is better left alone. */
  rests(now = performance.now()): boolean {
    return this.#restsUntil !== undefined && this.#restsUntil > now;
  }

  /** It is about to be asked: whoever is the first after its rest is so alone. */
  tried(now = performance.now()): void {
    if (this.#restsUntil !== undefined) this.#restsUntil = now + REST;
  }

  connected(socket: Pick<Socket, 'once'>): void {
    if (this.#connections === 0) this.#away();
    this.#connections += 1;
    socket.once('close', () => {
      this.#connections -= 1;
    });
  }

  answered(): void {
    this.#restsUntil = undefined;
  }

  /** It has taken a write, for which it needs write quorum. */
  acknowledged(): void {
    this.answered();
    this.#proven = true;
  }

  /** It did not answer, or could not serve. */
  failed(now = performance.now()): void {
    this.#away();
    this.#restsUntil = now + REST;
  }

  #away(): void {
    this.#proven = false;
    this.#absences += 1;
  }
}

import type { Outcome } from '../../harness/model/operation.ts';

/** The last deletion of a name, as long as what it did is not settled. */
interface Unsettled {
  /** Whether it has come to its end, without anybody knowing what it did. */
  ended: boolean;
}

/**
 * The names that are deleted, and those of which nobody knows whether they were.
 *
 * A deletion that is refused for want of drives leaves its marker on those that it found. The next one finds that marker
 * there, makes none, and is acknowledged: the name is deleted on two of four drives, and small objects are read as the
 * first three drives to answer have them (README, Seen). So a name is deleted once at a time, and after a deletion of
 * unknown outcome not before a later put of it was acknowledged.
 */
export class Deletions {
  readonly #unsettled = new Map<string, Unsettled>();

  /** Carries out a deletion, unless what became of the one before is not known. */
  async settled(key: string, deletion: () => Promise<Outcome>): Promise<Outcome> {
    if (this.#unsettled.has(key)) {
      return { type: 'fail', error: 'not sent: what became of the deletion before it is not known' };
    }
    const here: Unsettled = { ended: false };
    this.#unsettled.set(key, here);
    const outcome = await deletion();
    here.ended = true;
    if (outcome.type !== 'info') this.#unsettled.delete(key);
    return outcome;
  }

  /** Carries out a put: once it is acknowledged, a deletion that had ended before it was sent no longer counts. */
  async overwritten(key: string, put: () => Promise<Outcome>): Promise<Outcome> {
    const before = this.#unsettled.get(key);
    const isOver = before?.ended === true;
    const outcome = await put();
    if (isOver && outcome.type === 'ok' && this.#unsettled.get(key) === before) this.#unsettled.delete(key);
    return outcome;
  }
}

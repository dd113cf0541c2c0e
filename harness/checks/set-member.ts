import { ElementView } from '../model/bundle-read-back-decoder.ts';
import type { Element, ReadBackFooter } from '../model/read-back.ts';
import type { Finding } from '../model/verdict.ts';
import type { Place } from './anomalies.ts';
import { bytes, PIECE_BITS } from './columns.ts';
import { findingsBy } from './finding.ts';
import { ADDED, isDue, REMOVAL, SUSPECT, WAIVED, type SetLedger } from './set-ledger.ts';
import { setSentences } from './set-texts.ts';
import { Earliest, Kept, SET_ANOMALIES, type SetAnomaly, type SetTally } from './set-tally.ts';

type SetElement = Extract<Element, { of: 'element' }>;

/** What a member shows, where the others are what it lacks. */
type Shown = Exclude<SetAnomaly, 'lost' | 'lost-in-window'>;

/** What was seen of a key on one member, in bits. */
const SEEN = 1;
const TWICE = 2;
const CORRUPTED = 4;

/** Compares the elements that one member holds with the history. */
export class SetMember {
  readonly #place: Place;
  readonly #ledger: SetLedger;
  readonly #tally: SetTally;
  readonly #marks = bytes();
  readonly #strangers = new Map<string, number>();
  readonly #kept: Record<Shown, Kept> = {
    resurrected: new Kept(),
    recovered: new Kept(),
    unexpected: new Kept(),
    duplicated: new Kept(),
    corrupted: new Kept(),
  };
  #extraCopies = 0;

  constructor(place: Place, ledger: SetLedger, tally: SetTally) {
    this.#place = place;
    this.#ledger = ledger;
    this.#tally = tally;
  }

  element(element: SetElement): void {
    const slot = this.#slotOf(element);
    const state = this.#ledger.state(slot);
    if ((state & SUSPECT) !== 0) return;
    if ((state & ADDED.mask) === ADDED.no) {
      if (!this.#ledger.strangers.has(element.key)) this.#stranger(element.key);
      return;
    }
    const marks = this.#marks.get(slot);
    const right = this.#isRight(slot, element);
    if (marks === 0 && right && isDue(state)) this.#marks.set(slot, SEEN);
    else this.#lookCloser(slot, state, marks, right, element.key);
  }

  /** What is more to be said of an element than that it is there, as it should be. */
  #lookCloser(slot: number, state: number, marks: number, right: boolean, key: string): void {
    if ((marks & SEEN) !== 0) this.#again(marks, slot, key);
    let now = marks | SEEN | ((marks & SEEN) !== 0 ? TWICE : 0);
    if ((state & ADDED.mask) === ADDED.refused) {
      if (marks === 0) this.#found('unexpected', slot, key);
    } else {
      if (marks === 0 && (state & REMOVAL.certain) !== 0) this.#found('resurrected', slot, key);
      else if (marks === 0 && (state & ADDED.mask) === ADDED.unknown && (state & WAIVED) === 0) {
        this.#found('recovered', slot, key);
      }
      if (!right) {
        if ((marks & CORRUPTED) === 0) this.#found('corrupted', slot, key);
        now |= CORRUPTED;
      }
    }
    this.#marks.set(slot, now);
  }

  #slotOf(element: SetElement): number {
    const { keys } = this.#ledger;
    if (!(element instanceof ElementView)) return keys.find(element.key);
    return keys.findNumbered(element.prefix, element.number);
  }

  /** Whether payload and checksum are what was written. */
  #isRight(slot: number, element: SetElement): boolean {
    const { digests } = this.#ledger;
    if (!(element instanceof ElementView)) {
      return digests.is(slot, element.sha256) && digests.is(slot, element.stored);
    }
    const { bytes: held, sha256At, storedAt } = element;
    return (
      digests.isBytes(slot, held, sha256At) &&
      (sha256At === storedAt || digests.isBytes(slot, held, storedAt))
    );
  }

  /** An element that nobody wrote. */
  #stranger(key: string): void {
    const marks = this.#strangers.get(key) ?? 0;
    if (marks === 0) this.#found('unexpected', -1, key);
    else this.#again(marks, -1, key);
    this.#strangers.set(key, marks === 0 ? SEEN : SEEN | TWICE);
  }

  #again(marks: number, slot: number, key: string): void {
    this.#extraCopies += 1;
    if ((marks & TWICE) === 0) this.#found('duplicated', slot, key);
  }

  #found(kind: Shown, slot: number, key: string): void {
    this.#kept[kind].add(() => key);
    this.#tally.add(kind, slot, key);
  }

  /** One finding for each anomaly. */
  end(footer: ReadBackFooter | undefined): Finding[] {
    const gone = footer?.end === 'dataset-gone';
    const lost = new Earliest();
    const letGo = new Earliest();
    if (gone || footer?.end === 'complete') this.#absent(gone, lost, letGo);
    const names = this.#ledger.keys.names([...lost.slots(), ...letGo.slots()]);
    const of = (absent: Earliest): Pick<Kept, 'count' | 'examples'> => ({
      count: absent.count,
      examples: absent.slots().map((slot) => names.get(slot) ?? ''),
    });
    const found = { ...this.#kept, lost: of(lost), 'lost-in-window': of(letGo) };
    const sentences = setSentences(this.#place, gone, this.#extraCopies, found);
    const { member } = this.#place;
    const findings = SET_ANOMALIES.filter((kind) => found[kind].count > 0).map((kind) => {
      const { count, examples } = found[kind];
      const effect = kind === 'recovered' || kind === 'lost-in-window' ? 'note' : 'fail';
      return findingsBy('set')(kind, effect, sentences[kind], { member, count, objects: examples });
    });
    if (gone && lost.count === 0 && letGo.count === 0) {
      const message = `The data set is gone from ${member}, which had no acknowledged write to lose.`;
      findings.push(findingsBy('set')('dataset-gone', 'unknown', message, { member }));
    }
    return findings;
  }

  /** What should be there, or may be gone by the contract alone, and is not. */
  #absent(gone: boolean, lost: Earliest, letGo: Earliest): void {
    const { keys, states } = this.#ledger;
    for (let index = 0; index << PIECE_BITS < keys.size; index++) {
      const piece = states.piece(index);
      const marks = gone ? undefined : this.#marks.piece(index);
      if (piece !== undefined) this.#absentOf(index << PIECE_BITS, piece, marks, lost, letGo);
    }
  }

  /** @param first the slot of the first of some states. @param marks undefined: nothing of them was seen. */
  #absentOf(
    first: number,
    states: Uint8Array,
    marks: Uint8Array | undefined,
    lost: Earliest,
    letGo: Earliest,
  ): void {
    for (let i = 0; i < states.length; i++) {
      const state = states[i] ?? 0;
      if ((state & SUSPECT) !== 0 || (marks !== undefined && marks[i] !== 0)) continue;
      if (isDue(state)) this.#lacks('lost', first + i, lost);
      else if ((state & WAIVED) !== 0 && (state & REMOVAL.mask) === 0) {
        this.#lacks('lost-in-window', first + i, letGo);
      }
    }
  }

  #lacks(kind: 'lost' | 'lost-in-window', slot: number, found: Earliest): void {
    found.add(slot, this.#ledger.nth(slot));
    this.#tally.add(kind, slot);
  }
}

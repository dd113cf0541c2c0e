import type { ObjectValue } from '../model/object-functions.ts';
import type { Call } from './calls.ts';

/** One put or delete of an object. */
interface Written {
  /** The object's name. */
  object: string;
  /** As findings name it: the object, with what tells this write from its others. */
  label: string;
  invokedAt: number;
  outcome: Call['outcome'];
  /** It was acknowledged, and the contract lets it go. */
  waived: boolean;
  /** From when on it had certainly taken effect: its acknowledgement; Infinity: nobody knows. */
  effectiveBy: number;
  /** The id of the version or delete marker that it made, where it came back with one. */
  versionId: string | undefined;
}

export interface Put extends Written, ObjectValue {
  kind: 'put';
  etag: string | undefined;
}

export interface Delete extends Written {
  kind: 'delete';
}

export type Write = Put | Delete;

/**
 * The writes of one object, in the order in which they came to their end. A write that was acknowledged after
 * another one's acknowledgement had come is later than that one; any others may have taken effect in either order, and one whose
 * outcome is unknown at any time after it was sent, or never.
 */
export class ObjectHistory {
  readonly key: string;
  /** Those that failed as well: what they would have written must not be seen. */
  readonly puts: Put[] = [];
  /** Without those that failed. */
  readonly deletes: Delete[] = [];
  readonly bySha = new Map<string, Put[]>();
  /** The acknowledged writes whose versions have an id. */
  readonly byVersionId = new Map<string | undefined, Write>();
  /** When the acknowledged writes came to their end, rising, with the last invocation among those up to there. */
  readonly #ends: { at: number; lastInvokedAt: number }[] = [];

  constructor(key: string) {
    this.key = key;
  }

  add(write: Write): void {
    if (write.kind === 'put') this.#addPut(write);
    else if (write.outcome !== 'fail') this.deletes.push(write);
    if (write.versionId !== undefined) this.byVersionId.set(write.versionId, write);
    if (write.effectiveBy === Infinity) return;
    const lastInvokedAt = Math.max(this.#ends.at(-1)?.lastInvokedAt ?? -Infinity, write.invokedAt);
    this.#ends.push({ at: write.effectiveBy, lastInvokedAt });
  }

  /** Whether what was put may be what there is at some moment of a span, in run milliseconds. */
  mayBeLatest(put: Put, from: number, to: number): boolean {
    return put.outcome !== 'fail' && put.invokedAt <= to && put.effectiveBy >= this.#lastInvokedBefore(from);
  }

  /** Whether there may be no such object at some moment of a span: it was not put before, or deleted. */
  mayBeAbsent(from: number, to: number): boolean {
    const last = this.#lastInvokedBefore(from);
    if (last === -Infinity) return true;
    return this.deletes.some(({ invokedAt, effectiveBy }) => invokedAt <= to && effectiveBy >= last);
  }

  /** The acknowledged writes that are certainly later than one that had taken effect by then. */
  laterThan(effectiveBy: number): Write[] {
    const later = (write: Write): boolean => write.effectiveBy !== Infinity && write.invokedAt > effectiveBy;
    return [...this.puts.filter(later), ...this.deletes.filter(later)];
  }

  #addPut(put: Put): void {
    this.puts.push(put);
    const same = this.bySha.get(put.sha256);
    if (same === undefined) this.bySha.set(put.sha256, [put]);
    else same.push(put);
  }

  /** The last invocation among the writes that had certainly taken effect before a moment. */
  #lastInvokedBefore(moment: number): number {
    let low = 0;
    let high = this.#ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ends[middle]?.at ?? Infinity) < moment) low = middle + 1;
      else high = middle;
    }
    return this.#ends[low - 1]?.lastInvokedAt ?? -Infinity;
  }
}

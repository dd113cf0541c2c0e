import type { z } from 'zod';
import { mismatchOf } from '../model/bundle-json.ts';
import type { Finding } from '../model/verdict.ts';
import { counted, findingsBy } from './finding.ts';

/** Reads the values that operations carry, and keeps a sentence for each that is not what its function says. */
export class ValueReader {
  readonly malformed: string[] = [];
  /** By sentence, where in the history it belongs. */
  readonly #places: number[] = [];

  /**
   * Undefined where it does not parse; `of` names the value in the sentence, as in `The answer to c1`.
   * @param nth the call's place in the order of invocation, in which the sentences are told.
   */
  read<T>(schema: z.ZodType<T>, value: unknown, of: string, nth = 0): T | undefined {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    this.note(`${of} has another shape than its function says${mismatchOf(parsed.error)}`, nth);
    return undefined;
  }

  note(sentence: string, nth = 0): void {
    this.malformed.push(sentence);
    this.#places.push(nth);
  }

  /** One finding for all of them: what cannot be read is no evidence. */
  findings(judge: string): Finding[] {
    if (this.malformed.length === 0) return [];
    const places = this.#places;
    const objects = this.malformed
      .map((sentence, i) => ({ sentence, nth: places[i] ?? 0 }))
      .sort((a, b) => a.nth - b.nth)
      .map(({ sentence }) => sentence);
    const message = `The history holds ${counted(objects.length, 'value')} that cannot be read; the operations concerned are not judged. ${String(objects[0])}`;
    return [findingsBy(judge)('malformed-value', 'unknown', message, { objects })];
  }
}

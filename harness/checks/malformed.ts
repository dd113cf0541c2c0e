import type { z } from 'zod';
import type { Finding } from '../model/verdict.ts';
import { counted, findingsBy } from './finding.ts';

/** Reads the values that operations carry, and keeps a sentence for each that is not what its function says. */
export class ValueReader {
  readonly malformed: string[] = [];

  /** Undefined where it does not parse; `of` names the value in the sentence, as in `The answer to c1`. */
  read<T>(schema: z.ZodType<T>, value: unknown, of: string): T | undefined {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    const where =
      issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.map(String).join('.')}`;
    this.note(
      `${of} has another shape than its function says${where}: ${issue?.message ?? 'no reason was given'}.`,
    );
    return undefined;
  }

  note(sentence: string): void {
    this.malformed.push(sentence);
  }

  /** One finding for all of them: what cannot be read is no evidence. */
  findings(judge: string): Finding[] {
    const { malformed } = this;
    if (malformed.length === 0) return [];
    const message = `The history holds ${counted(malformed.length, 'value')} that cannot be read; the operations concerned are not judged. ${malformed[0] ?? ''}`;
    return [findingsBy(judge)('malformed-value', 'unknown', message, { objects: malformed })];
  }
}

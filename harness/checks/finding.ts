import type { Finding } from '../model/verdict.ts';

/** What a finding carries beside its sentence. */
export interface FindingDetails {
  member?: string | undefined;
  /** The keys or objects concerned: all of them; the finding keeps ten as examples. */
  objects?: Iterable<string>;
  /** How many; by default the number of `objects`, or 1 where none are given. */
  count?: number;
}

const EXAMPLES = 10;

/** Makes findings in the name of one judge. */
export function findingsBy(
  judge: string,
): (kind: string, effect: Finding['effect'], message: string, details?: FindingDetails) => Finding {
  return (kind, effect, message, details = {}) => {
    const objects = [...(details.objects ?? [])];
    return {
      judge,
      kind,
      effect,
      message,
      count: details.count ?? (details.objects === undefined ? 1 : objects.length),
      ...(details.member === undefined ? {} : { member: details.member }),
      examples: objects.slice(0, EXAMPLES),
    };
  };
}

/** `3 writes`, `1 write`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${String(count)} ${count === 1 ? noun : plural}`;
}

/** Milliseconds between two run times as seconds with three decimals. */
export function secondsBetween(from: number, to: number): number {
  return Math.round(to - from) / 1000;
}

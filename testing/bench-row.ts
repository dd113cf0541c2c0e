/** One measured number, with what it is held against. */
export interface BenchRow {
  /** The bench that measured it. */
  bench: string;
  /** What was measured, with its size: `10,000,000 operations, read and judged`. */
  what: string;
  value: number;
  /** `s`, `MiB`, `operations/s`, `%`. */
  unit: string;
  /** The same work done by something else, in the same run and the same unit. */
  peer?: { name: string; value: number };
  /** What a release has to meet; where it is missed, the run of the benches fails. */
  limit?: { value: number; kind: 'at most' | 'at least' };
}

/** Takes a row down as soon as it was measured. */
export type ReportRow = (row: BenchRow) => void;

export interface BenchOptions {
  /** Smaller sizes: shows that a bench works, and says little about speed. */
  quick: boolean;
}

/** A file in testing/bench/: it exports `run`, and is named after what it measures. */
export interface Bench {
  /** @throws Error where what was measured did not do its work: then its speed says nothing. */
  run: (report: ReportRow, options: BenchOptions) => Promise<void>;
}

/** Whether a row meets its limit; one without a limit does. */
export function meetsLimit({ value, limit }: BenchRow): boolean {
  if (limit === undefined) return true;
  return limit.kind === 'at most' ? value <= limit.value : value >= limit.value;
}

import type { ScenarioResult } from '../model/result.ts';
import type { WriteFold } from './call-fold.ts';
import type { Call } from './calls.ts';

type Counts = Omit<ScenarioResult['operations'], 'inFlightAtFault' | 'inFlightAtFaults'>;

/** Counts writes by how they ended, and the reads that were answered. */
export class OperationCounts implements WriteFold {
  readonly #counts: Counts = { attempted: 0, acknowledged: 0, failed: 0, indeterminate: 0, reads: 0 };

  write({ outcome }: Call, acknowledgedAt: number): void {
    const counts = this.#counts;
    counts.attempted += 1;
    if (!Number.isNaN(acknowledgedAt)) counts.acknowledged += 1;
    else if (outcome === 'fail') counts.failed += 1;
    else counts.indeterminate += 1;
  }

  read({ outcome, waived }: Call): void {
    if (outcome === 'ok' || waived) this.#counts.reads += 1;
  }

  counts(): Counts {
    return this.#counts;
  }
}

import type { Evidence } from '../model/bundle-evidence.ts';
import type { Stretch } from '../model/result.ts';
import type { WriteFold } from './call-fold.ts';
import type { Call } from './calls.ts';
import { Latencies } from './latencies.ts';
import { loadBegins } from './load-span.ts';
import { alwaysWhole } from './situation.ts';

/** How many of the commonest errors of a stretch are kept, and how much of each. */
const ERRORS = 5;
const ERROR_LENGTH = 200;

/**
 * What the load's writes met before, during and after the faults. A write that was under way at any time
 * between the first injection and the last recovery belongs to `during`, however early it was sent or late it
 * was answered: its latency and its error are of the faults' making. Without faults all is `before`; a stack
 * that was not seen whole again has no `after`.
 */
export class Stretches implements WriteFold {
  readonly #begins: number;
  readonly #from: number;
  readonly #to: number;
  readonly #all: Summary[];

  constructor(evidence: Pick<Evidence, 'faults' | 'phases'>) {
    const { faults } = evidence;
    const wasWhole = faults.length > 0 && alwaysWhole(evidence);
    this.#begins = loadBegins(evidence);
    this.#from = Math.min(...faults.map((fault) => fault.injectedAt)); // Infinity without faults
    this.#to = wasWhole ? Math.max(...faults.map((fault) => fault.wholeAt ?? Infinity)) : Infinity;
    this.#all = [new Summary('before')];
    if (faults.length > 0) this.#all.push(new Summary('during'));
    if (wasWhole) this.#all.push(new Summary('after'));
  }

  write(call: Call, acknowledgedAt: number): void {
    if (call.invokedAt < this.#begins) return;
    let stretch = 1;
    if (call.invokedAt > this.#to) stretch = 2;
    else if (this.#from === Infinity || (call.completedAt ?? Infinity) < this.#from) stretch = 0;
    this.#all[stretch]?.take(call, acknowledgedAt);
  }

  stretches(): Stretch[] {
    return this.#all.map((summary) => summary.stretch());
  }
}

class Summary {
  readonly #name: Stretch['stretch'];
  readonly #latencies = new Latencies();
  readonly #errors = new Map<string, number>();
  #failed = 0;
  #indeterminate = 0;

  constructor(name: Stretch['stretch']) {
    this.#name = name;
  }

  take(call: Call, acknowledgedAt: number): void {
    if (!Number.isNaN(acknowledgedAt)) {
      this.#latencies.add(acknowledgedAt - call.invokedAt);
      return;
    }
    if (call.outcome === 'fail') this.#failed += 1;
    else this.#indeterminate += 1;
    if (call.error === undefined) return;
    const text = alike(call.error);
    this.#errors.set(text, (this.#errors.get(text) ?? 0) + 1);
  }

  stretch(): Stretch {
    const commonest = [...this.#errors].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, ERRORS);
    return {
      stretch: this.#name,
      acknowledged: this.#latencies.size,
      failed: this.#failed,
      indeterminate: this.#indeterminate,
      latencyMs: this.#latencies.quantiles(),
      errors: commonest.map(([error, count]) => ({ error, count })),
    };
  }
}

/** Without the numbers that differ from one error to the next; a code of five characters by itself (SQLSTATE) stays. */
function alike(error: string): string {
  const words = error
    .split(' ')
    .map((word) => (/^[0-9A-Z]{5}$/.test(word) ? word : word.replace(/\d+/g, '#')));
  return words.join(' ').slice(0, ERROR_LENGTH);
}

import { isDeepStrictEqual } from 'node:util';
import { internedModel, type KeyedModel } from './linear-model.ts';
import { LinearChecker, type LinearLimits, type LinearVerdict } from './linearizable.ts';
import type { LinearHistory } from './linear-order.ts';

/** What a client saw of one operation on any object. */
export interface Span<Did> {
  did: Did;
  invokedAt: number;
  /** Absent: its outcome is unknown. */
  completedAt?: number;
  pure?: boolean;
}

/** The definition, carried out: tries every order of the operations, with and without each one of unknown outcome. */
export function isLinearizableByForce<State, Did>(
  spans: readonly Span<Did>[],
  model: KeyedModel<State, Did>,
  state = model.initial,
): boolean {
  const firstReturn = Math.min(...spans.map(({ completedAt }) => completedAt ?? Infinity));
  if (firstReturn === Infinity) return true; // whatever is left may never have happened
  return spans.some((span) => {
    if (span.invokedAt > firstReturn) return false;
    const after = model.step(state, span.did);
    if (after === undefined) return false;
    const rest = spans.filter((other) => other !== span);
    return isLinearizableByForce(rest, model, after);
  });
}

export function columnsOf(spans: readonly Span<unknown>[]): LinearHistory {
  return {
    count: spans.length,
    invokedAt: Float64Array.from(spans, ({ invokedAt }) => invokedAt),
    completedAt: Float64Array.from(spans, ({ completedAt }) => completedAt ?? Infinity),
    pure: Uint8Array.from(spans, ({ pure }) => (pure === true ? 1 : 0)),
  };
}

/** What was done to a register. */
export type Did =
  { f: 'write' | 'read'; value: number } | { f: 'swapped' | 'refused' | 'tried'; from: number; to: number };

/** A register that begins at 0. */
export const REGISTER: KeyedModel<number, Did> = {
  initial: 0,
  key: (state) => state,
  step(state, did) {
    switch (did.f) {
      case 'write':
        return did.value;
      case 'read':
        return state === did.value ? state : undefined;
      case 'swapped':
        return state === did.from ? did.to : undefined;
      case 'refused':
        return state === did.from ? undefined : state;
      case 'tried':
        return state === did.from ? did.to : state;
    }
  },
  alike: isDeepStrictEqual,
};

const CHECKER = new LinearChecker();
export const LIMITS: LinearLimits = { steps: 1e7, configurations: 1e6 };

/** What the search makes of it. */
export function judged<State, D>(
  spans: readonly Span<D>[],
  model: KeyedModel<State, D>,
  limits = LIMITS,
  checker = CHECKER,
): LinearVerdict {
  const operations = spans.map(({ did }) => did);
  return checker.check(columnsOf(spans), internedModel(model, operations), limits);
}

/** An operation whose outcome is known. */
export const at = <D>(did: D, invokedAt: number, completedAt: number, pure = false): Span<D> => ({
  ...{ did, invokedAt, completedAt, pure },
});
/** One of unknown outcome. */
export const lost = <D>(did: D, invokedAt: number): Span<D> => ({ did, invokedAt });
export const wrote = (value: number): Did => ({ f: 'write', value });
export const read = (value: number, from: number, to: number): Span<Did> =>
  at({ f: 'read', value }, from, to, true);

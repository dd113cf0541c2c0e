/** What a model answers where an operation could not have come back with what it came back with. */
export const REFUSED = -0x8000_0000;

/**
 * A sequential object, as the search sees it: what one operation after the other does to it. States are 32-bit
 * integers other than `REFUSED`, equal where the states are, so that nothing is allocated while searching;
 * `internedModel` makes such a model of any other.
 */
export interface LinearModel {
  readonly initial: number;
  /**
   * The state that this operation leaves, or `REFUSED` where it cannot have come back with its answer in this
   * state. One of unknown outcome has no answer to contradict; where it would do nothing it leaves the state.
   * @param operation its index in the history.
   */
  step(state: number, operation: number): number;
  /**
   * Whether two operations of unknown outcome do the same to every state, so that either stands for the other.
   * Left out: no two are taken to.
   */
  alike?(one: number, other: number): boolean;
}

/** A model of any kind of state, told apart by a key. */
export interface KeyedModel<State, Operation> {
  readonly initial: State;
  /** Undefined: the operation is refused. The state that is given must not be changed. */
  step(state: State, operation: Operation): State | undefined;
  /** The same for equal states, and for no others. */
  key(state: State): string | number;
  /** Whether two operations of unknown outcome do the same to every state; left out: no two are taken to. */
  alike?(one: Operation, other: Operation): boolean;
}

/** Numbers the states of a model in the order in which they are met. */
export function internedModel<State, Operation>(
  model: KeyedModel<State, Operation>,
  operations: readonly Operation[],
): LinearModel {
  const states: State[] = [];
  const numbers = new Map<string | number, number>();
  const numberOf = (state: State): number => {
    const key = model.key(state);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, states.length);
    return states.push(state) - 1;
  };
  return {
    initial: numberOf(model.initial),
    step(number, index) {
      const after = model.step(states[number] as State, operations[index] as Operation);
      return after === undefined ? REFUSED : numberOf(after);
    },
    alike: (one, other) =>
      model.alike?.(operations[one] as Operation, operations[other] as Operation) === true,
  };
}

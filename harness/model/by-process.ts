/** Processes below this are looked up in an array. */
const FEW = 1 << 16;

/** Something for each process of a history. Processes are small whole numbers, but for a few. */
export class ByProcess<T> {
  readonly #few: (T | undefined)[] = [];
  readonly #others = new Map<number, T>();

  get(process: number): T | undefined {
    return process >= 0 && process < FEW ? this.#few[process] : this.#others.get(process);
  }

  set(process: number, value: T): void {
    if (process >= 0 && process < FEW) {
      while (this.#few.length < process) this.#few.push(undefined); // without holes
      this.#few[process] = value;
    } else this.#others.set(process, value);
  }

  delete(process: number): void {
    if (process >= 0 && process < this.#few.length) this.#few[process] = undefined;
    else this.#others.delete(process);
  }

  /** All there are, in no particular order. */
  values(): T[] {
    return [...this.#few.filter((value) => value !== undefined), ...this.#others.values()];
  }
}

/** A list of numbers that keeps its room when it is emptied. */
export class NumberList {
  length = 0;
  #values = new Float64Array(64);

  push(value: number): void {
    if (this.length === this.#values.length) this.#grow();
    this.#values[this.length++] = value;
  }

  at(index: number): number {
    return this.#values[index] ?? 0;
  }

  set(index: number, value: number): void {
    this.#values[index] = value;
  }

  /** Keeps the entries at some indices, which ascend. */
  keep(indices: NumberList): void {
    const values = this.#values;
    for (let i = 0; i < indices.length; i++) values[i] = values[indices.at(i)] ?? 0;
    this.length = indices.length;
  }

  clear(): void {
    this.length = 0;
  }

  /** Sorts indices by what stands at them in another list, equals in their given order. */
  sortBy(other: NumberList): void {
    const own = this.#values;
    let moves = MOVES * this.length;
    for (let i = 1; i < this.length; i++) {
      const index = own[i] ?? 0;
      const value = other.at(index);
      let at = i;
      while (at > 0 && other.at(own[at - 1] ?? 0) > value) {
        own[at] = own[at - 1] ?? 0;
        at -= 1;
        moves -= 1;
      }
      own[at] = index;
      if (moves < 0) {
        own.subarray(0, this.length).sort((a, b) => other.at(a) - other.at(b)); // stable
        return;
      }
    }
  }

  #grow(): void {
    const larger = new Float64Array(2 * this.#values.length);
    larger.set(this.#values);
    this.#values = larger;
  }
}

/** Moving one entry past this many others, on average, is the end of what is nearly in order, as a history is. */
const MOVES = 16;

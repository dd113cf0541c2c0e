/** Does something once for all stacks that a fault hits, however many of them ask for it; each gets what came of it. */
export type Once = <T>(what: string, work: () => Promise<T>) => Promise<T>;

/** What a fault on a single stack needs of it, and what several stacks share: the first who asks has it done. */
export function onceEach(): Once {
  const done = new Map<string, Promise<unknown>>();
  return <T>(what: string, work: () => Promise<T>): Promise<T> => {
    const known = done.get(what);
    if (known !== undefined) return known as Promise<T>;
    const promise = work();
    promise.catch(() => undefined); // whoever asked for it is told
    done.set(what, promise);
    return promise;
  };
}

import type { Observation } from './transaction-reads.ts';

/** The order in which values came into each list, as far as it was seen. */
export interface VersionOrders {
  /** By list; a list whose reads contradict each other has none. */
  orders: ReadonlyMap<string, readonly number[]>;
  /** Two reads of which neither is the beginning of the other, a sentence each. */
  incompatible: readonly string[];
}

/**
 * Infers the order of each list from its longest read: a list only grows at its end, so that every read is
 * the beginning of every longer one. A read that lacks acknowledged values sets no order, and is
 * compared with what the order is without them: what is missing is not out of order too.
 */
export function inferOrders(observations: readonly Observation[]): VersionOrders {
  const longest = new Map<string, Observation>();
  for (const observation of observations) {
    const best = longest.get(observation.list);
    if (observation.lacking.size === 0 && observation.values.length > (best?.values.length ?? -1)) {
      longest.set(observation.list, observation);
    }
  }
  const orders = new Map([...longest].map(([list, { values }]) => [list, values]));
  const incompatible: string[] = [];
  for (const { list, values, by, lacking } of observations) {
    const reference = longest.get(list);
    if (reference === undefined) continue;
    const due =
      lacking.size === 0 ? reference.values : reference.values.filter((value) => !lacking.has(value));
    const common = Math.min(values.length, due.length);
    const differs = values.findIndex((value, i) => i < common && value !== due[i]);
    if (differs < 0) continue;
    orders.delete(list);
    incompatible.push(
      `${list} has ${String(values[differs])} where ${by} read it, and ${String(due[differs])} at the same place where ${reference.by} did`,
    );
  }
  return { orders, incompatible };
}

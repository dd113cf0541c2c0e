import type { SnapshotValue } from '../model/functions.ts';
import type { Element } from '../model/read-back.ts';
import { MEMBERS, type Done, type World } from './world.fixture.ts';

/** What one counter's increments say by some moment. */
export function increments({ done }: World, key: string) {
  const own = done.filter((one) => one.f === 'increment' && one.key === key);
  return {
    acknowledgedBefore: (at: number): number =>
      own.filter(({ outcome, to }) => outcome === 'ok' && to < at).length,
    possibleBy: (at: number): number =>
      own.filter(({ outcome, from }) => outcome !== 'fail' && from <= at).length,
  };
}

/** One of several; undefined of none. */
export function chosen<T>(among: readonly T[], pick: number): T | undefined {
  return among[pick % Math.max(1, among.length)];
}

/** Changes one thing that one member holds, of those that can be broken; undefined takes it away. */
export function changeHeld<K extends Element['of']>(
  made: World,
  pick: number,
  of: K,
  change: (element: Extract<Element, { of: K }>) => Element | undefined,
): World | undefined {
  const member = pick % MEMBERS;
  const own = (made.held[member] ?? []).filter((one): one is Extract<Element, { of: K }> => one.of === of);
  const target = chosen(own, pick);
  if (target === undefined) return undefined;
  const changed = change(target);
  if (changed === target) return undefined;
  const held = made.held.map((elements, n) =>
    n === member ? elements.flatMap((one) => (one === target ? (changed ?? []) : one)) : elements,
  );
  return { ...made, held };
}

/** Changes the answer to one read, of those that can be broken. */
export function changeRead(
  made: World,
  pick: number,
  change: (value: SnapshotValue, read: Done) => SnapshotValue | undefined,
): World | undefined {
  const candidates = made.done.flatMap((read) => {
    if (read.f !== 'read' || read.outcome !== 'ok') return [];
    const got = change(read.got as SnapshotValue, read);
    return got === undefined ? [] : [{ read, got }];
  });
  const target = chosen(candidates, pick);
  if (target === undefined) return undefined;
  return { ...made, done: made.done.map((one) => (one === target.read ? { ...one, got: target.got } : one)) };
}

/** Two more reads of one member after all others: the second is to show less than the first. */
export function readTwice(
  made: World,
  pick: number,
  first: Partial<SnapshotValue>,
  second: Partial<SnapshotValue>,
): World {
  const end = Math.max(...made.done.map(({ to }) => to));
  const common: Done = {
    ...{ f: 'read', key: 'more', process: 900, member: `db-${String(1 + (pick % (MEMBERS - 1)))}` },
    ...{ outcome: 'ok', sent: undefined, got: undefined, from: 0, to: 0, at: 0, applied: true },
  };
  const none = { counters: {}, accounts: { a: 5, b: 5, c: 5 }, groups: {} };
  const more = [first, second].map((value, i) => ({
    ...common,
    ...{ got: { ...none, ...value }, from: end + 10 * i + 10, to: end + 10 * i + 15 },
  }));
  return { ...made, done: [...made.done, ...more] };
}

/** The counters of an honest world at its end. */
export const countersHeld = (made: World): Record<string, number> =>
  Object.fromEntries(
    (made.held[0] ?? []).flatMap((one) => (one.of === 'counter' ? [[one.key, one.value]] : [])),
  );

import type { CounterAnomalies } from './counter-texts.ts';
import type { Counters, Increment } from './counter-increments.ts';
import type { Reads, Snapshot } from './reads.ts';

/** Something that was asked, with what was true of all counters when it was. */
type Asked =
  | { increment: Increment; floor: number }
  | { read: Snapshot; floors: readonly number[]; shown: readonly number[] };

interface Moment {
  at: number;
  isEnd: boolean;
  asked: Asked;
}

const NONE: readonly number[] = [];

/**
 * Goes through increments and reads in the order of time, once, and compares each answer with what was
 * certain when it was asked for and what was possible when it came. Counters are numbered, and what is known
 * of them lies in arrays by that number. Of records of the same time invocations come first: what the
 * times do not order is held against nobody.
 */
export function sweepReads(
  { increments, suspect }: Counters,
  { snapshots }: Reads,
  anomalies: CounterAnomalies,
): void {
  const numbers = new Map<string, number>();
  const names: string[] = [];
  const acknowledged: number[] = [];
  const possible: number[] = [];
  /** The highest value that each member has returned. */
  const shown = new Map<string, number[]>();

  const numberOf = (key: string): number => {
    let number = numbers.get(key);
    if (number === undefined) {
      number = names.push(key) - 1;
      numbers.set(key, number);
      acknowledged.push(0);
      possible.push(0);
    }
    return number;
  };

  const begin = (asked: Asked): void => {
    if ('increment' in asked) {
      const number = numberOf(asked.increment.key);
      asked.floor = acknowledged[number] ?? 0;
      possible[number] = (possible[number] ?? 0) + 1;
    } else {
      const { member, role } = asked.read.place;
      asked.floors = role === 'leader' ? acknowledged.slice() : NONE;
      asked.shown = shown.get(member)?.slice() ?? NONE;
    }
  };

  const endIncrement = ({ key, value = 0 }: Increment, floor: number): void => {
    const number = numberOf(key);
    const ceiling = possible[number] ?? 0;
    if (value > ceiling) {
      anomalies.add(
        'incrementTooHigh',
        undefined,
        key,
        `${key} became ${String(value)}, with ${String(ceiling)} invoked`,
      );
    } else if (value < floor + 1) {
      anomalies.add(
        'staleIncrement',
        undefined,
        key,
        `${key} became ${String(value)}, with ${String(floor)} acknowledged before it`,
      );
    }
    acknowledged[number] = (acknowledged[number] ?? 0) + 1;
  };

  const endRead = (
    { place, value: { counters } }: Snapshot,
    floors: readonly number[],
    before: readonly number[],
  ): void => {
    for (const key of Object.keys(counters)) numberOf(key);
    const highest = shown.get(place.member) ?? [];
    shown.set(place.member, highest);
    names.forEach((key, number) => {
      if (suspect.has(key)) return;
      const value = counters[key] ?? 0;
      const saw = `${key} was ${String(value)}`;
      const ceiling = possible[number] ?? 0;
      if (value > ceiling || value < 0) {
        anomalies.add('readTooHigh', place, key, `${saw}, with ${String(ceiling)} invoked`);
        return;
      }
      const floor = floors[number] ?? 0;
      if (value < floor) anomalies.add('staleRead', place, key, `${saw}, with ${String(floor)} acknowledged`);
      const had = before[number] ?? 0;
      if (value < had) anomalies.add('backwards', place, key, `${saw}, after ${String(had)}`);
      highest[number] = Math.max(highest[number] ?? 0, value);
    });
  };

  for (const { isEnd, asked } of momentsOf(increments, snapshots)) {
    if (!isEnd) begin(asked);
    else if ('increment' in asked) endIncrement(asked.increment, asked.floor);
    else endRead(asked.read, asked.floors, asked.shown);
  }
}

function momentsOf(increments: readonly Increment[], snapshots: readonly Snapshot[]): Moment[] {
  const moments: Moment[] = [];
  for (const increment of increments) {
    const asked: Asked = { increment, floor: 0 };
    moments.push({ at: increment.invokedAt, isEnd: false, asked });
    if (increment.acknowledgedAt !== undefined)
      moments.push({ at: increment.acknowledgedAt, isEnd: true, asked });
  }
  for (const read of snapshots) {
    const asked: Asked = { read, floors: NONE, shown: NONE };
    moments.push({ at: read.invokedAt, isEnd: false, asked }, { at: read.completedAt, isEnd: true, asked });
  }
  return moments.sort((a, b) => a.at - b.at || Number(a.isEnd) - Number(b.isEnd));
}

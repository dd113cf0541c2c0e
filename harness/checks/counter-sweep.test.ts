import { describe, expect, test } from '@jest/globals';
import { Anomalies, type Place } from './anomalies.ts';
import { PendingAnomalies } from './counter-anomalies.ts';
import { CounterSweep } from './counter-sweep.ts';
import { COUNTER_TEXTS } from './counter-texts.ts';

const LEADER: Place = { member: 'db-0', role: 'leader' };
const FOLLOWER: Place = { member: 'db-1', role: 'follower' };

/** A sweep over two counters, `c` in the slot 0 and `d` in the slot 1. */
class Scene {
  readonly #anomalies = new PendingAnomalies();
  readonly #sweep = new CounterSweep(this.#anomalies);

  /** An increment; without an end it was not acknowledged. */
  add(value: number, from: number, to = Infinity, slot = 0): this {
    this.#sweep.increment(slot, from, to, value);
    return this;
  }

  read(place: Place, from: number, to: number, values: Readonly<Record<number, number>>): this {
    const { reads } = this.#sweep;
    reads.add(place, from, to);
    for (const [slot, value] of Object.entries(values)) {
      reads.slots.push(Number(slot));
      reads.values.push(value);
    }
    return this;
  }

  pass(before: number): this {
    this.#sweep.pass(before);
    return this;
  }

  found(): string[] {
    this.pass(Infinity);
    const anomalies = new Anomalies('counter', COUNTER_TEXTS);
    const names = new Map([
      [0, 'c'],
      [1, 'd'],
    ]);
    this.#anomalies.settle(anomalies, names);
    return anomalies.findings().map(({ kind, member, count, message }) => {
      const example = message.split(': ').at(-1) ?? '';
      return `${kind} ${member ?? 'nowhere'} ${String(count)}: ${example}`;
    });
  }
}

/** Every scene is gone through at once, and with a stop at each time that is of interest. */
function found(fill: (scene: Scene) => void): string[] {
  const whole = new Scene();
  fill(whole);
  const result = whole.found();
  for (let stop = 0; stop <= 60; stop++) {
    const scene = new Scene();
    fill(scene);
    expect([stop, scene.pass(stop).found()]).toEqual([stop, result]);
  }
  return result;
}

describe('counters in the order of time', () => {
  test('grow by one with each increment', () => {
    const none = found((scene) => {
      scene.add(1, 10, 15).add(2, 20, 25).add(0, 30).add(1, 10, 15, 1);
      scene.read(LEADER, 26, 28, { 0: 2, 1: 1 }).read(FOLLOWER, 40, 45, { 0: 3 });
    });
    expect(none).toEqual([]);
  });

  test('hold in a read all that was acknowledged before it, on the leader', () => {
    const read = (place: Place, from: number, value: number): string[] =>
      found((scene) => scene.add(1, 10, 15).read(place, from, 30, { 0: value }));
    expect(read(LEADER, 16, 0)).toEqual(['stale db-0 1: c was 0, with 1 acknowledged.']);
    expect(read(LEADER, 15, 0)).toEqual([]);
    expect(read(LEADER, 16, 1)).toEqual([]);
    expect(read(FOLLOWER, 16, 0)).toEqual([]);
  });

  test('hold in a read no more than was invoked by its end', () => {
    const read = (to: number, value: number): string[] =>
      found((scene) => scene.add(1, 10, 15).add(2, 20, 25).read(FOLLOWER, 16, to, { 0: value }));
    expect(read(19, 2)).toEqual(['unexpected db-1 1: c was 2, with 1 invoked.']);
    expect(read(20, 2)).toEqual([]);
    expect(read(30, 3)).toEqual(['unexpected db-1 1: c was 3, with 2 invoked.']);
    expect(read(30, -1)).toEqual(['unexpected db-1 1: c was -1, with 2 invoked.']);
    expect(found((scene) => scene.read(FOLLOWER, 16, 20, { 1: 1 }))).toEqual([
      'unexpected db-1 1: d was 1, with 0 invoked.',
    ]);
  });

  test('are not looked at in a read that was asked for before what was gone through already', () => {
    const late = new Scene().pass(40).read(LEADER, 30, 50, { 0: 9 }).read(LEADER, 45, 55, { 0: 1 });
    expect(late.found()).toEqual(['unexpected db-0 1: c was 1, with 0 invoked.']);
  });

  test('are 0 in a read that does not show them', () => {
    const two = found((scene) => {
      scene.add(1, 10, 15).read(LEADER, 20, 25, {}).read(LEADER, 30, 35, { 0: 1 }).read(LEADER, 40, 45, {});
    });
    expect(two).toEqual([
      'stale db-0 2: c was 0, with 1 acknowledged.',
      'backwards db-0 1: c was 0, after 1.',
    ]);
  });

  test('do not go back on one member, once it has answered', () => {
    const after = (from: number, place = FOLLOWER, shown = 2): string[] =>
      found((scene) => {
        scene.add(0, 1).add(0, 2).add(0, 3);
        scene.read(FOLLOWER, 10, 15, { 0: shown }).read(FOLLOWER, 11, 16, { 0: 1 });
        scene.read(place, from, 30, { 0: 1 });
      });
    expect(after(17)).toEqual(['backwards db-1 1: c was 1, after 2.']);
    expect(after(15)).toEqual([]);
    expect(after(17, { member: 'db-2', role: 'follower' })).toEqual([]);
    // What cannot be is not what it had shown.
    expect(after(17, FOLLOWER, 4)).toEqual(['unexpected db-1 1: c was 4, with 3 invoked.']);
  });

  test('come back from an increment with all that was acknowledged before it', () => {
    const second = (from: number, value: number): string[] =>
      found((scene) => scene.add(1, 10, 15).add(value, from, 30));
    expect(second(16, 1)).toEqual(['stale nowhere 1: c became 1, with 1 acknowledged before it.']);
    expect(second(15, 1)).toEqual([]);
    expect(second(16, 2)).toEqual([]);
    expect(second(16, 3)).toEqual(['unexpected nowhere 1: c became 3, with 2 invoked.']);
  });

  test('are told apart', () => {
    const one = found((scene) => {
      scene.add(1, 10, 15).add(1, 10, 15, 1).add(2, 20, 25, 1);
      scene.read(LEADER, 30, 35, { 0: 1, 1: 1 }).read(LEADER, 30, 36, { 0: 1, 1: 2 });
    });
    expect(one).toEqual(['stale db-0 1: d was 1, with 2 acknowledged.']);
  });

  test('are told from one another however many there are', () => {
    const scene = new Scene();
    for (let i = 0; i < 100; i++) scene.add(i + 1, 10 * i, 10 * i + 5);
    scene.add(50, 2000, 2005);
    expect(scene.found()).toEqual(['stale nowhere 1: c became 50, with 100 acknowledged before it.']);
  });

  test('are forgotten once they are behind', () => {
    const sweep = new CounterSweep(new PendingAnomalies());
    sweep.reads.add(LEADER, 10, 20);
    sweep.increment(0, 10, 30, 1);
    for (const [before, kept] of [
      [20, 2],
      [21, 1],
      [30, 1],
      [31, 0],
    ] as const) {
      sweep.pass(before);
      expect(sweep.kept).toBe(kept);
    }
  });

  test('are counted once, however often and wherever the sweep stops', () => {
    const scene = new Scene().add(1, 10, 15).add(2, 20, 25).read(FOLLOWER, 16, 30, { 0: 3 });
    for (const before of [10, 15, 15, 16, 20, 25, 26, 30, 31]) scene.pass(before);
    expect(scene.found()).toEqual(['unexpected db-1 1: c was 3, with 2 invoked.']);
  });
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Scope } from '../scenario/scenarios.ts';
import { mayBegin, nextOf, Schedule, type Piece as Waiting } from './schedule.ts';

interface Piece {
  name: string;
  scope: Scope;
}

/** A schedule whose work ends when the test says so, and what has begun and not ended. */
class Bench {
  readonly schedule: Schedule;
  readonly running: Piece[] = [];
  readonly begun: string[] = [];
  readonly #ends = new Map<string, (error?: Error) => void>();

  constructor(parallel: number) {
    this.schedule = new Schedule(parallel);
  }

  ask(...names: string[]): Promise<string>[] {
    return names.map((name) => {
      const [scope = '', , weight = '1', of = 'db'] = name.split('-');
      const piece = { name, scope: scope as Scope };
      const work = async (): Promise<string> => {
        this.running.push(piece);
        this.begun.push(name);
        await new Promise<void>((resolve, reject) => {
          this.#ends.set(name, (error) => {
            if (error === undefined) resolve();
            else reject(error);
          });
        }).finally(() => this.running.splice(this.running.indexOf(piece), 1));
        return name;
      };
      return this.schedule.run({ scope: piece.scope, of }, work, Number(weight));
    });
  }

  async end(name: string, error?: Error): Promise<void> {
    this.#ends.get(name)?.(error);
    await settle();
  }

  names(): string[] {
    return this.running.map((piece) => piece.name);
  }
}

/** Lets every promise that can settle do so. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('what may run beside what', () => {
  test.each<[Scope, Scope[], boolean]>([
    ['pods', ['pods', 'pods'], true],
    ['pods', ['node', 'pods'], true],
    ['pods', ['cluster'], false],
    ['node', ['pods'], true],
    ['node', ['node'], false],
    ['node', ['cluster'], false],
    ['cluster', [], true],
    ['cluster', ['pods'], false],
    ['cluster', ['node'], false],
    ['cluster', ['cluster'], false],
  ])('%s beside %j: %s', (scope, running, allowed) => {
    expect(mayBegin(scope, running)).toBe(allowed);
  });

  test('nothing begins while every slot is taken', () => {
    const pods = { scope: 'pods', of: 'db' } as const;
    expect(nextOf([pods], [pods, pods], 2)).toBeUndefined();
    expect(nextOf([pods], [pods, pods], 3)).toBe(0);
  });

  test('of several stacks the one begins that has the fewest under way, of these the first', () => {
    const of = (...stacks: string[]): Waiting[] => stacks.map((stack) => ({ scope: 'pods', of: stack }));
    expect(nextOf(of('db', 'db', 'queue', 'store'), of('db'), 4)).toBe(2);
    expect(nextOf(of('db', 'queue', 'store'), of('db', 'queue'), 4)).toBe(2);
    expect(nextOf(of('queue', 'db'), of('db', 'queue'), 4)).toBe(0);
    expect(nextOf(of('queue', 'db'), of('queue'), 1)).toBeUndefined();
    expect(nextOf(of('db', 'queue'), [], 1)).toBe(0);
    const node: Waiting = { scope: 'node', of: 'db' };
    expect(nextOf([...of('queue'), node], of('db'), 4)).toBe(1); // what waits longest for Kubernetes
  });
});

describe('the schedule', () => {
  test('begins node scenarios first, fills up with pods ones, and leaves cluster ones to the end', async () => {
    const bench = new Bench(2);
    void bench.ask('pods-1', 'cluster-1', 'node-1', 'pods-2', 'node-2', 'cluster-2');
    await settle();
    expect(bench.names()).toEqual(['node-1', 'pods-1']);
    await bench.end('pods-1');
    expect(bench.names()).toEqual(['node-1', 'pods-2']);
    await bench.end('pods-2');
    expect(bench.names()).toEqual(['node-1']); // node-2 wants the same node, and a cluster one all of them
    await bench.end('node-1');
    expect(bench.names()).toEqual(['node-2']);
    await bench.end('node-2');
    expect(bench.names()).toEqual(['cluster-1']);
    await bench.end('cluster-1');
    expect(bench.names()).toEqual(['cluster-2']);
    await bench.end('cluster-2');
    expect(bench.schedule.counts()).toEqual({ running: 0, waiting: 0 });
  });

  test('takes work of several scenarios for as many', async () => {
    const bench = new Bench(4);
    void bench.ask('node-1-3', 'pods-1', 'pods-2');
    await settle();
    expect(bench.names()).toEqual(['node-1-3', 'pods-1']);
    await bench.end('pods-1');
    expect(bench.names()).toEqual(['node-1-3', 'pods-2']);
    await bench.end('node-1-3');
    expect(bench.names()).toEqual(['pods-2']);
  });

  test('gives up what work of several scenarios no longer takes', async () => {
    const schedule = new Schedule(3);
    const begun: string[] = [];
    const end = Promise.withResolvers<undefined>();
    let oneEnded = (): void => undefined;
    const company = (ended: () => void): Promise<undefined> => {
      oneEnded = ended;
      return end.promise;
    };
    const other = (name: string) => (): Promise<undefined> => {
      begun.push(name);
      return end.promise;
    };
    void schedule.run({ scope: 'node', of: 'db' }, company, 3);
    for (const name of ['a', 'b', 'c']) void schedule.run({ scope: 'pods', of: 'db' }, other(name));
    await settle();
    expect(begun).toEqual(['a']); // the slot that is always left
    oneEnded();
    await settle();
    expect(begun).toEqual(['a']);
    oneEnded();
    await settle();
    oneEnded();
    await settle();
    expect(begun).toEqual(['a', 'b']); // the work itself has not ended yet
    end.resolve(undefined);
    await schedule.idle();
    expect(begun).toEqual(['a', 'b', 'c']);
  });

  test('begins work of more scenarios than may run at once, and beside it one that tolerates it', async () => {
    const bench = new Bench(3);
    void bench.ask('pods-1', 'node-1-4', 'pods-2', 'cluster-1-4', 'pods-3');
    await settle();
    expect(bench.names()).toEqual(['node-1-4', 'pods-1']);
    await bench.end('pods-1');
    expect(bench.names()).toEqual(['node-1-4', 'pods-2']);
    await bench.end('node-1-4');
    expect(bench.names()).toEqual(['pods-2', 'pods-3']);
    for (const name of ['pods-2', 'pods-3']) await bench.end(name);
    expect(bench.names()).toEqual(['cluster-1-4']);
    await bench.end('cluster-1-4');
  });

  test('with one slot keeps the order in which it was asked', async () => {
    const bench = new Bench(1);
    const names = ['pods-1', 'cluster-1', 'node-1-4', 'pods-2'];
    void bench.ask(...names);
    for (const name of names) {
      await settle();
      expect(bench.names()).toEqual([name]);
      await bench.end(name);
    }
  });

  test('a pods scenario that is asked for while a cluster one runs waits for its end', async () => {
    const bench = new Bench(4);
    void bench.ask('cluster-1');
    await settle();
    void bench.ask('pods-1');
    await settle();
    expect(bench.names()).toEqual(['cluster-1']);
    await bench.end('cluster-1');
    expect(bench.names()).toEqual(['pods-1']);
  });

  test('work that throws gives up its turn, and the error is its asker’s', async () => {
    const bench = new Bench(1);
    const [first, second] = bench.ask('pods-1', 'pods-2');
    const failed = expect(first).rejects.toThrow('broken');
    await settle();
    await bench.end('pods-1', new Error('broken'));
    await failed;
    expect(bench.names()).toEqual(['pods-2']);
    await bench.end('pods-2');
    await expect(second).resolves.toBe('pods-2');
  });

  test('is idle when the last has ended, also one that was asked for meanwhile', async () => {
    const bench = new Bench(2);
    void bench.ask('pods-1');
    let idle = false;
    const waiting = bench.schedule.idle().then(() => {
      idle = true;
    });
    await settle();
    void bench.ask('cluster-1');
    await bench.end('pods-1');
    expect(idle).toBe(false);
    await bench.end('cluster-1');
    await waiting;
    expect(idle).toBe(true);
  });

  test('whatever is asked for in whatever order, everything runs, and nothing beside what it must not', async () => {
    const scopes = fc.array(fc.constantFrom<Scope>('pods', 'node', 'cluster'), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        scopes,
        fc.integer({ min: 1, max: 8 }),
        fc.infiniteStream(fc.nat()),
        async (asked, parallel, choices) => {
          const bench = new Bench(parallel);
          void bench.ask(...asked.map((scope, index) => `${scope}-${String(index)}`));
          await settle();
          while (bench.running.length > 0) {
            const running = bench.running.map((piece) => piece.scope);
            expect(running.length).toBeLessThanOrEqual(parallel);
            expect(running.filter((scope) => scope === 'node').length).toBeLessThanOrEqual(1);
            if (running.includes('cluster')) expect(running).toEqual(['cluster']);
            const choice = Number(choices.next().value) % bench.running.length;
            await bench.end(bench.names()[choice] ?? '');
          }
          expect(bench.begun).toHaveLength(asked.length);
          expect(bench.schedule.counts()).toEqual({ running: 0, waiting: 0 });
        },
      ),
      { numRuns: 60 },
    );
  });
});

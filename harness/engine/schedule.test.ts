import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Scope } from '../scenario/scenarios.ts';
import { Bench, settle } from './schedule.fixture.ts';
import { Schedule, type Slot } from './schedule.ts';

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
    const company = (slot: Slot): Promise<undefined> => {
      oneEnded = slot.oneEnded;
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
    expect(bench.names()).toEqual(['pods-2', 'pods-3', 'cluster-1-4']);
    for (const name of ['pods-2', 'pods-3']) await bench.end(name);
    expect(bench.names()).toEqual(['cluster-1-4']);
    await bench.end('cluster-1-4');
  });

  test('begins a cluster one beside the last others, and tells it when they have ended', async () => {
    const bench = new Bench(4);
    void bench.ask('pods-1', 'pods-2', 'cluster-1-4', 'cluster-2-4');
    await settle();
    expect(bench.names()).toEqual(['pods-1', 'pods-2', 'cluster-1-4']);
    await bench.end('pods-1');
    expect(bench.alone).toEqual(new Set());
    await bench.end('pods-2');
    expect(bench.alone).toEqual(new Set(['cluster-1-4']));
    expect(bench.names()).toEqual(['cluster-1-4']);
    await bench.calm('cluster-1-4');
    expect(bench.names()).toEqual(['cluster-1-4', 'cluster-2-4']);
    expect(bench.alone).not.toContain('cluster-2-4');
    void bench.ask('pods-3');
    await settle();
    await bench.end('cluster-1-4');
    expect(bench.names()).toEqual(['cluster-2-4']);
    expect(bench.alone).toContain('cluster-2-4');
    await bench.end('cluster-2-4');
    expect(bench.names()).toEqual(['pods-3']);
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
          const calm = new Set<string>();
          while (bench.running.length > 0) {
            const names = bench.names();
            const of = (scope: Scope): string[] => names.filter((name) => name.startsWith(scope));
            expect(names.length).toBeLessThanOrEqual(parallel);
            expect(of('node').length).toBeLessThanOrEqual(1);
            // What may hit everybody has nobody beside it.
            const hits = of('cluster').filter((name) => bench.alone.has(name) && !calm.has(name));
            if (hits.length > 0) expect(names).toEqual(hits);
            // One that waits to be alone goes on waiting.
            const going = names.filter((name) => !name.startsWith('cluster') || bench.alone.has(name));
            const choice = going[Number(choices.next().value) % going.length] ?? '';
            const isOver = choice.startsWith('pods') || calm.has(choice);
            if (!isOver && Number(choices.next().value) % 2 === 0) {
              calm.add(choice);
              await bench.calm(choice);
            } else await bench.end(choice);
          }
          expect(bench.begun).toHaveLength(asked.length);
          const clusters = bench.begun.filter((name) => name.startsWith('cluster'));
          expect([...bench.alone]).toEqual(expect.arrayContaining(clusters));
          expect(bench.schedule.counts()).toEqual({ running: 0, waiting: 0 });
        },
      ),
      { numRuns: 60 },
    );
  });
});

import { describe, expect, test } from '@jest/globals';
import type { Job } from './job.ts';
import { Bench, job, settle } from './turns.fixture.ts';

describe('the scenarios of several stacks', () => {
  const drains = (): Job[] => [
    job('drain', 'node'),
    job('drain', 'node', { stack: 'queue', variant: 'bad' }),
    job('drain', 'node', { stack: 'queue' }),
    job('drain', 'node', { stack: 'store', members: 4, leastNodes: 3 }),
    job('kill', 'pods', { stack: 'queue' }),
    job('drain-two', 'cluster'),
    job('drain-two', 'cluster', { stack: 'store', members: 4, leastNodes: 3 }),
  ];

  test('a fault on a node or the cluster is done once, and all take part', async () => {
    const bench = new Bench(drains(), 4);
    bench.turns.startPlan();
    await settle();
    expect([...bench.contexts.keys()]).toEqual(['drain', 'queue drain', 'store drain', 'queue kill']);
    const company = bench.contexts.get('drain')?.company;
    expect(company?.members()).toEqual(['db', 'queue', 'store']);
    expect(bench.contexts.get('store drain')?.company).toBe(company);
    expect(bench.contexts.get('queue kill')?.company).toBeUndefined();
    expect(bench.contexts.get('store drain')?.placement).toEqual({ prefer: 'w4', onlyHit: 'w4' });
    await bench.end('queue drain', new Error('its image is not there'));
    expect(company?.members()).toEqual(['db', 'store']);
    for (const id of ['drain', 'store drain', 'queue kill']) await bench.end(id);
    await bench.end('queue drain'); // the variant, by itself
    expect(bench.contexts.get('drain-two')?.placement).toEqual({ avoid: ['w1'], prefer: 'w4' });
    expect(bench.contexts.get('store drain-two')?.placement).toEqual({ prefer: 'w4' });
    await bench.end('drain-two');
    await bench.end('store drain-two');
    await bench.turns.settled();
    expect(bench.results).toHaveLength(7);
    expect(bench.results.filter(({ verdict }) => verdict !== 'pass')).toMatchObject([
      { stack: 'queue', scenario: 'drain', verdict: 'unknown' },
    ]);
  });

  test('a fault on the cluster waits until its company is alone, and the next one for all of them to be calm', async () => {
    const both = (id: string): Job[] => [job(id, 'cluster'), job(id, 'cluster', { stack: 'queue' })];
    const bench = new Bench([job('kill'), ...both('drain-two'), ...both('stop')], 4);
    bench.turns.startPlan();
    await settle();
    expect([...bench.contexts.keys()]).toEqual(['kill', 'drain-two', 'queue drain-two']);
    const [kill, drained, other] = [...bench.contexts.values()];
    expect(kill?.alone).toBeUndefined();
    const alone: string[] = [];
    void drained?.alone?.then(() => alone.push('drain-two'));
    await settle();
    expect(alone).toEqual([]);
    await bench.end('kill');
    expect(alone).toEqual(['drain-two']);
    drained?.calmed();
    await settle();
    expect(bench.contexts.has('stop')).toBe(false); // the other's faults are not over
    other?.calmed();
    await settle();
    void bench.contexts.get('queue stop')?.alone?.then(() => alone.push('stop'));
    await bench.end('drain-two');
    expect(alone).toEqual(['drain-two']);
    await bench.end('queue drain-two');
    expect(alone).toEqual(['drain-two', 'stop']);
    for (const id of ['stop', 'queue stop']) await bench.end(id);
    await bench.turns.settled();
    expect(bench.results).toHaveLength(5);
  });

  test('whoever waits for its images takes no turn, and one that never gets them says why', async () => {
    const bench = new Bench(
      [job('kill'), job('kill', 'pods', { stack: 'queue' }), ...drains().slice(0, 3)],
      1,
    );
    const images = Promise.withResolvers<undefined>();
    const none = Promise.withResolvers<undefined>();
    bench.unready.set('db', images.promise);
    bench.unready.set('queue', none.promise);
    bench.turns.startPlan();
    await settle();
    expect(bench.contexts.size).toBe(0);
    none.reject(new Error('no such image'));
    await settle();
    expect(bench.results.map(({ stack, scenario, verdict }) => [stack, scenario, verdict])).toEqual([
      ['queue', 'kill', 'unknown'],
      ['queue', 'drain', 'unknown'],
      ['queue', 'drain', 'unknown'],
    ]);
    expect(bench.results[0]?.findings[0]?.message).toMatch(/no such image/);
    bench.unready.delete('db');
    images.resolve(undefined);
    await bench.end('kill');
    await bench.end('drain');
    await bench.turns.settled();
    expect(bench.results).toHaveLength(5);
  });

  test('one after the other each has it for itself', async () => {
    const bench = new Bench(drains(), 1);
    bench.turns.startPlan();
    await settle();
    expect([...bench.contexts.keys()]).toEqual(['drain']);
    expect(bench.contexts.get('drain')?.company).toBeUndefined();
    bench.abort.abort();
    await bench.end('drain');
    await bench.turns.settled();
  });
});

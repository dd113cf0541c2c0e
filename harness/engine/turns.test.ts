import { describe, expect, test } from '@jest/globals';
import { Bench, job, settle } from './turns.fixture.ts';

describe('the scenarios of a run', () => {
  test('who asks for a planned scenario waits for its one result', async () => {
    const bench = new Bench([job('a'), job('b')]);
    bench.turns.startPlan();
    const asked = bench.turns.ask(job('b'));
    await bench.end('b');
    await expect(asked).resolves.toMatchObject({ scenario: 'b', verdict: 'pass' });
    await bench.end('a');
    await bench.turns.settled();
    expect(bench.results.map((one) => one.scenario)).toEqual(['b', 'a']);
  });

  test('are placed beside each other with a node to spare for faults on a node', async () => {
    const bench = new Bench([job('drain', 'node'), job('kill'), job('drain-two', 'cluster')], 2);
    bench.turns.startPlan();
    await bench.end('drain');
    await bench.end('kill');
    await bench.end('drain-two');
    await bench.turns.settled();
    const placement = (id: string): unknown => bench.contexts.get(id)?.placement;
    expect(placement('drain')).toEqual({ prefer: 'w4', onlyHit: 'w4' });
    expect(placement('kill')).toEqual({ avoid: ['w4'] });
    expect(placement('drain-two')).toEqual({});
    expect(bench.contexts.get('kill')?.place).toBe('2 of 3');
  });

  test('where one stack of the run needs every worker, no fault on a node has company', async () => {
    const bench = new Bench([job('drain', 'node'), job('kill', 'pods', { members: 4 })]);
    bench.turns.startPlan();
    await bench.end('kill');
    expect([...bench.contexts.keys()]).toEqual(['kill', 'drain']);
    await bench.end('drain');
    await bench.turns.settled();
    expect(bench.contexts.get('drain')?.placement).toEqual({});
  });

  test('a variant takes its turn like any other, and is none of the plan’s', async () => {
    const bench = new Bench([job('a', 'cluster')]);
    bench.turns.startPlan();
    const asked = bench.turns.ask(job('b', 'pods', { variant: 'bad' }));
    await bench.end('b');
    await bench.end('a');
    await expect(asked).resolves.toMatchObject({ scenario: 'b', variant: 'bad' });
    expect(bench.contexts.get('b')?.place).toBe('');
  });

  test('one that the harness could not carry out is unknown, says why, and holds up no other', async () => {
    const bench = new Bench([job('a'), job('b')], 1);
    bench.turns.startPlan();
    await bench.end('a', new Error('no space left'));
    await bench.end('b');
    await bench.turns.settled();
    expect(bench.results).toMatchObject([
      { scenario: 'a', verdict: 'unknown', findings: [{ kind: 'not-run' }] },
      { scenario: 'b', verdict: 'pass' },
    ]);
    expect(bench.results[0]?.findings[0]?.message).toMatch(/could not be carried out: no space left/);
  });

  test('those not begun when the run is interrupted stay unknown', async () => {
    const bench = new Bench([job('a'), job('b')], 1);
    bench.turns.startPlan();
    const asked = bench.turns.ask(job('b'));
    await settle();
    bench.abort.abort();
    await bench.end('a');
    await expect(asked).resolves.toMatchObject({ verdict: 'unknown' });
    expect([...bench.contexts.keys()]).toEqual(['a']);
    expect(bench.results.map((one) => one.scenario)).toEqual(['a']);
  });

  test('what is left is shown until nothing is', async () => {
    const bench = new Bench([job('a'), job('b'), job('c')], 2);
    bench.turns.startPlan();
    await bench.end('a');
    expect(bench.describe?.()).toMatch(/^1 of 3 scenarios done, 2 under way, 0 waiting; \d+s since/);
    await bench.end('b');
    await bench.end('c');
    expect(bench.describe).toBeUndefined();
  });

  test("one that does not apply is reported at once, and takes nobody's turn", async () => {
    const bench = new Bench([job('scale-down', 'pods', { inapplicable: 'It only grows.' }), job('kill')], 1);
    bench.turns.startPlan();
    await expect(bench.turns.ask(job('scale-down'))).resolves.toMatchObject({
      verdict: 'not-applicable',
      findings: [{ kind: 'not-applicable', effect: 'note', message: 'It only grows.' }],
    });
    expect(bench.contexts.has('scale-down')).toBe(false);
    await bench.end('kill');
    await bench.turns.settled();
    expect(bench.results.map(({ verdict }) => verdict)).toEqual(['not-applicable', 'pass']);
    expect(bench.lines).toContain('N/A     db scale-down: It only grows.');
  });
});

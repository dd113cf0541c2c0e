import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Operation } from '../model/operation.ts';
import type { Element } from '../model/read-back.ts';
import { controlEvidence, element, readBack, sha256Of } from './evidence.fixture.ts';
import { judgeScenario } from './judge.ts';

type Outcome = 'ok' | 'fail' | 'info' | 'open';

interface World {
  operations: Operation[];
  outcomes: Map<string, Outcome>;
  /** What each member holds: every acknowledged write, and some of those that may have been applied. */
  held: Element[][];
}

const MEMBERS = 3;

/** A history of up to five processes at once, and what an honest stack may hold after it. */
const world: fc.Arbitrary<World> = fc
  .array(
    fc.record({
      outcome: fc.constantFrom<Outcome>('ok', 'ok', 'ok', 'fail', 'info', 'open'),
      writer: fc.nat({ max: 4 }),
      wait: fc.nat({ max: 3 }),
      took: fc.nat({ max: 9 }),
      applied: fc.boolean(),
      order: fc.nat(),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((plan) => {
    const operations: Operation[] = [];
    const outcomes = new Map<string, Outcome>();
    const processes = [0, 1, 2, 3, 4];
    const freeAt = [0, 0, 0, 0, 0];
    const present: { key: string; order: number }[] = [];
    plan.forEach(({ outcome, writer, wait, took, applied, order }, i) => {
      const key = `k${String(i)}`;
      const from = (freeAt[writer] ?? 0) + wait;
      const common = { process: processes[writer] ?? 0, f: 'add', key };
      operations.push({ ...common, type: 'invoke', value: { sha256: sha256Of(key), size: 2 }, time: from });
      if (outcome !== 'open') operations.push({ ...common, type: outcome, time: from + took });
      // Stable sorting below keeps an operation's records in order; the next one starts strictly later.
      freeAt[writer] = from + took + 1;
      if (outcome === 'info' || outcome === 'open') processes[writer] = 100 + i;
      outcomes.set(key, outcome);
      if (outcome === 'ok' || (applied && outcome !== 'fail')) present.push({ key, order });
    });
    operations.sort((a, b) => a.time - b.time);
    const elements = present.sort((a, b) => a.order - b.order).map(({ key }) => element(key));
    return { operations, outcomes, held: Array.from({ length: MEMBERS }, () => elements) };
  });

function judge({ operations, held }: Pick<World, 'operations' | 'held'>) {
  const sample = controlEvidence();
  return judgeScenario(
    {
      ...sample,
      record: {
        ...sample.record,
        power: { acknowledgedBefore: 0, acknowledgedAfter: 0, inFlightAtFault: 0 },
      },
      operations,
      readBacks: held.map((elements, n) => ({ ...readBack(`db-${String(n)}`, []), elements })),
    },
    'x',
  );
}

/** A world with at least one acknowledged write, one of those, and a member. */
const broken = world
  .filter(({ outcomes }) => [...outcomes.values()].includes('ok'))
  .chain((made) =>
    fc.record({
      made: fc.constant(made),
      key: fc.constantFrom(
        ...[...made.outcomes].filter(([, outcome]) => outcome === 'ok').map(([key]) => key),
      ),
      member: fc.nat({ max: MEMBERS - 1 }),
    }),
  );

function breakMember(made: World, member: number, change: (elements: Element[]) => Element[]) {
  return judge({
    ...made,
    held: made.held.map((elements, n) => (n === member ? change(elements) : elements)),
  });
}

/** The one failure that must have been found. */
function failure(result: ReturnType<typeof judge>) {
  expect(result.verdict).toBe('fail');
  const failures = result.findings.filter((finding) => finding.effect === 'fail');
  expect(failures).toHaveLength(1);
  return failures[0];
}

describe('the judges, over generated histories', () => {
  test('pass every honest stack, whatever the mix of outcomes', () => {
    fc.assert(
      fc.property(world, (made) => {
        const result = judge(made);
        expect(result.findings.filter((finding) => finding.effect !== 'note')).toEqual([]);
        expect(result.verdict).toBe('pass');
        const { attempted, acknowledged, failed, indeterminate } = result.operations;
        expect(acknowledged + failed + indeterminate).toBe(attempted);
        expect(attempted).toBe(made.outcomes.size);
      }),
    );
  });

  test('fail no stack for an acknowledgement that the client never saw', () => {
    fc.assert(
      fc.property(broken, ({ made, key }) => {
        const operations = made.operations.filter(
          (operation) => operation.key !== key || operation.type === 'invoke',
        );
        expect(
          judge({ ...made, operations }).findings.filter((finding) => finding.effect === 'fail'),
        ).toEqual([]);
      }),
    );
  });

  test('find an acknowledged write that one member dropped', () => {
    fc.assert(
      fc.property(broken, ({ made, key, member }) => {
        const result = breakMember(made, member, (elements) => elements.filter((one) => one.key !== key));
        expect(failure(result)).toMatchObject({
          kind: 'lost',
          count: 1,
          member: `db-${String(member)}`,
          examples: [key],
        });
        expect(result.data.lost).toBe(1);
      }),
    );
  });

  test('count the distinct writes that all members dropped', () => {
    fc.assert(
      fc.property(broken, fc.integer({ min: 1, max: 5 }), ({ made }, wanted) => {
        const dropped = [...made.outcomes]
          .filter(([, outcome]) => outcome === 'ok')
          .map(([key]) => key)
          .slice(0, wanted);
        const held = made.held.map((elements) => elements.filter((one) => !dropped.includes(one.key)));
        expect(judge({ ...made, held }).data.lost).toBe(dropped.length);
      }),
    );
  });

  test('find a write that is there more than once', () => {
    fc.assert(
      fc.property(broken, fc.integer({ min: 1, max: 3 }), ({ made, key, member }, copies) => {
        const extra = Array.from({ length: copies }, () => element(key));
        const result = breakMember(made, member, (elements) => [...elements, ...extra]);
        expect(failure(result)).toMatchObject({ kind: 'duplicated', count: 1, examples: [key] });
        expect(failure(result)?.message).toMatch(new RegExp(`${String(copies)} extra cop`));
      }),
    );
  });

  test('find a write that came back altered', () => {
    fc.assert(
      fc.property(
        broken,
        fc.constantFrom('sha256' as const, 'stored' as const),
        ({ made, key, member }, what) => {
          const result = breakMember(made, member, (elements) =>
            elements.map((one) => (one.key === key ? { ...one, [what]: sha256Of('altered') } : one)),
          );
          expect(failure(result)).toMatchObject({ kind: 'corrupted', count: 1, examples: [key] });
        },
      ),
    );
  });

  test('find an element that nobody wrote', () => {
    fc.assert(
      fc.property(broken, fc.nat(), ({ made, member }, at) => {
        const result = breakMember(made, member, (elements) =>
          elements.toSpliced(at % (elements.length + 1), 0, element('invented')),
        );
        expect(failure(result)).toMatchObject({ kind: 'unexpected', count: 1, examples: ['invented'] });
      }),
    );
  });
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Element } from '../model/read-back.ts';
import type { ScenarioResult } from '../model/result.ts';
import { element, sha256Of } from './evidence.fixture.ts';
import { judge, kindsAgainst, MEMBERS, world, type Done, type World } from './world.fixture.ts';

const isWrite = ({ f }: Done): boolean => f !== 'read';

/** The keys of elements that must be there: their add was acknowledged, and no removal may have been applied. */
function demanded({ done }: World): string[] {
  return done
    .filter(({ f, outcome }) => f === 'add' && outcome === 'ok')
    .map(({ key }) => key)
    .filter((key) => !done.some((one) => one.f === 'remove' && one.key === key && one.outcome !== 'fail'));
}

/** The keys of elements that must not be there: removed, after their add had been acknowledged. */
function removed({ done }: World): string[] {
  const added = new Map(done.filter(({ f }) => f === 'add').map((one) => [one.key, one]));
  return done
    .filter(({ f, outcome }) => f === 'remove' && outcome === 'ok')
    .filter(({ key, from }) => {
      const add = added.get(key);
      return add?.outcome === 'ok' && add.to < from;
    })
    .map(({ key }) => key);
}

/** A world, one of its keys, and a member. */
function withKey(keysOf: (made: World) => string[]) {
  return world
    .map((made) => ({ made, keys: keysOf(made) }))
    .filter(({ keys }) => keys.length > 0)
    .chain(({ made, keys }) =>
      fc.record({
        made: fc.constant(made),
        key: fc.constantFrom(...keys),
        member: fc.nat({ max: MEMBERS - 1 }),
      }),
    );
}
const broken = withKey(demanded);

function breakMember(
  made: World,
  member: number,
  change: (elements: Element[]) => Element[],
): ScenarioResult {
  return judge({
    ...made,
    held: made.held.map((elements, n) => (n === member ? change(elements) : elements)),
  });
}

/** The one failure that must have been found. */
function failure(result: ScenarioResult) {
  expect(result.verdict).toBe('fail');
  const failures = result.findings.filter((finding) => finding.effect === 'fail');
  expect(failures).toHaveLength(1);
  return failures[0];
}

describe('the judges, over generated histories', () => {
  test('pass every honest stack, whatever the mix of operations and outcomes', () => {
    fc.assert(
      fc.property(world, (made) => {
        const result = judge(made);
        expect(kindsAgainst(result)).toEqual([]);
        expect(result.verdict).toBe('pass');
        const { attempted, acknowledged, failed, indeterminate } = result.operations;
        expect(acknowledged + failed + indeterminate).toBe(attempted);
        expect(attempted).toBe(made.done.filter(isWrite).length);
      }),
      { numRuns: 300 },
    );
  });

  test('fail no stack for an acknowledgement that the client never saw', () => {
    fc.assert(
      fc.property(world, fc.nat(), (made, pick) => {
        const acknowledged = made.done.filter((one) => isWrite(one) && one.outcome === 'ok');
        fc.pre(acknowledged.length > 0);
        const unseen = acknowledged[pick % acknowledged.length];
        // The process that it leaves open goes on under another id.
        const done = made.done.map((one): Done => {
          if (one === unseen) return { ...one, outcome: 'open' };
          const later = one.process === unseen?.process && one.from > unseen.from;
          return later ? { ...one, process: one.process + 1000 } : one;
        });
        expect(kindsAgainst(judge({ ...made, done }))).toEqual([]);
      }),
    );
  });

  test('fail no stack, whichever acknowledgements the client never saw', () => {
    fc.assert(
      fc.property(world, fc.infiniteStream(fc.boolean()), (made, unseen) => {
        const processes = new Map<number, number>();
        const done = made.done
          .toSorted((a, b) => a.from - b.from)
          .map((one): Done => {
            const process = one.process + 1000 * (processes.get(one.process) ?? 0);
            if (one.outcome !== 'ok' || unseen.next().value !== true) return { ...one, process };
            // The process that it retires goes on under another id.
            processes.set(one.process, (processes.get(one.process) ?? 0) + 1);
            return { ...one, process, outcome: 'info' };
          });
        expect(kindsAgainst(judge({ ...made, done }))).toEqual([]);
      }),
      { numRuns: 300 },
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
        const dropped = demanded(made).slice(0, wanted);
        const held = made.held.map((elements) => elements.filter((one) => !dropped.includes(one.key)));
        expect(judge({ ...made, held }).data.lost).toBe(dropped.length);
      }),
    );
  });

  test('find an element that is there again after its removal was acknowledged', () => {
    fc.assert(
      fc.property(withKey(removed), ({ made, key, member }) => {
        const result = breakMember(made, member, (elements) => [...elements, element(key)]);
        expect(failure(result)).toMatchObject({ kind: 'resurrected', count: 1, examples: [key] });
        expect(result.data.resurrected).toBe(1);
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

import { describe, expect, test } from '@jest/globals';
import { NO_AVAILABILITY, NO_DATA, runResultSchema, scenarioResultSchema } from './result.ts';
import { SAMPLE_RUN, SAMPLE_SCENARIO } from './result.fixture.ts';

type Tree = Record<string, unknown>;

/** What every place of a value is, by the way to it: objects and lists, and what is in them. */
function placesOf(value: unknown, way: string[] = []): string[][] {
  const inside =
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([name, item]) => placesOf(item, [...way, name]))
      : [];
  return way.length === 0 ? inside : [way, ...inside];
}

/** A copy of a value with another thing, or nothing at all, in one place. */
function changed(value: object, way: readonly string[], put?: { other: unknown }): unknown {
  const copy = structuredClone(value);
  const [last = '', ...rest] = way.toReversed();
  const holder = rest.reduceRight((at, name) => at[name] as Tree, copy as Tree);
  if (put !== undefined) holder[last] = put.other;
  else Reflect.deleteProperty(holder, last);
  return copy;
}

const OPTIONAL = ['variant', 'interrupted', 'mix', 'cluster', 'askedAt', 'startedAt', 'endedAt'];

describe('the result of a run', () => {
  test('is read as it was written', () => {
    expect(runResultSchema.parse({ ...SAMPLE_RUN, more: 1 })).toEqual(SAMPLE_RUN);
  });

  test('refuses another kind of thing in any place', () => {
    for (const way of placesOf(SAMPLE_RUN)) {
      const { success } = runResultSchema.safeParse(changed(SAMPLE_RUN, way, { other: () => 1 }));
      expect([way.join('.'), success]).toEqual([way.join('.'), false]);
    }
  });

  test('needs every part that is not said to be optional', () => {
    const parts = Object.keys(SAMPLE_RUN);
    expect(parts.filter((part) => runResultSchema.safeParse(changed(SAMPLE_RUN, [part])).success)).toEqual([
      'interrupted',
      'mix',
      'cluster',
    ]);
    const places = placesOf(SAMPLE_SCENARIO).filter(([first]) => first !== 'durations');
    for (const way of places.filter((one) => !/^\d+$/.test(one.at(-1) ?? ''))) {
      const { success } = scenarioResultSchema.safeParse(changed(SAMPLE_SCENARIO, way));
      expect([way, success]).toEqual([way, way.length === 1 && OPTIONAL.includes(way[0] ?? '')]);
    }
    const weaker = changed(SAMPLE_RUN, ['weakerContracts', '0', 'variant']);
    expect(runResultSchema.parse(weaker)).toEqual(weaker);
  });

  test.each<[string, string, unknown]>([
    ['another format', 'format', ''],
    ['another version', 'version', 2],
    ['a verdict of single scenarios', 'verdict', 'not-applicable'],
    ['half a seed', 'seed', 0.5],
    ['half a writer', 'writers', 0.5],
    ['half a scenario at once', 'parallel', 0.5],
    ['half a node', 'cluster.nodes', 0.5],
    ['half an acknowledged write', 'scenarios.0.operations.acknowledged', 0.5],
    ['half a lost key', 'scenarios.0.data.lost', 0.5],
    ['a phase that there is not', 'scenarios.0.durations', { rest: 1 }],
  ])('refuses %s', (_what, way, other) => {
    expect(runResultSchema.safeParse(changed(SAMPLE_RUN, way.split('.'), { other })).success).toBe(false);
  });
});

describe('the result of a scenario', () => {
  test.each(['before', 'during', 'after'])('tells of the stretch %s', (stretch) => {
    const way = ['availability', 'stretches', '0', 'stretch'];
    const result = changed(SAMPLE_SCENARIO, way, { other: stretch });
    expect(scenarioResultSchema.parse(result)).toEqual(result);
  });

  test('may know nothing of times and latencies', () => {
    for (const way of [
      ...['firstAcknowledged', 'outage', 'recovery', 'longestGap', 'stretches.0.latencyMs'].map(
        (name) => `availability.${name}`,
      ),
      'operations.inFlightAtFault',
    ]) {
      const result = changed(SAMPLE_SCENARIO, way.split('.'), { other: null });
      expect(scenarioResultSchema.parse(result)).toEqual(result);
    }
  });

  test('says where nobody looked that nothing was seen', () => {
    const { membersRead, ...counts } = NO_DATA;
    expect(membersRead).toEqual([]);
    expect(new Set(Object.values(counts))).toEqual(new Set([0]));
    expect(scenarioResultSchema.shape.data.parse(NO_DATA)).toEqual(NO_DATA);
    expect(NO_AVAILABILITY).toEqual({
      ...{ firstAcknowledged: null, outage: null, recovery: null, longestGap: null, stretches: [] },
    });
  });
});

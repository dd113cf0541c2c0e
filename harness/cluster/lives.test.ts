import { describe, expect, test } from '@jest/globals';
import { RunClock } from '../core/clock.ts';
import { livesOf, type Lives } from './lives.ts';
import { emptyRecord, type NodeRecord } from './node-record.ts';

const clock = new RunClock();
const origin = Date.parse(clock.originWall);

/** A listing in wall time: asked at a time, answered 10 ms later. */
const listing = (at: number, ...alive: string[]): NodeRecord['listings'][number] => ({
  before: origin + at,
  after: origin + at + 10,
  alive: new Set(alive),
});

const span = (from: number, lastEventAt: number): NodeRecord['heard'][number] => ({
  from: origin + from,
  lastEventAt: origin + lastEventAt,
});

interface Known extends Partial<Omit<NodeRecord, 'starts' | 'exits'>> {
  starts?: Record<string, number>;
  exits?: Record<string, number>;
}

/** The lives of containers a and b of db-0, from what is known of their node in run time. */
function lives({ starts = {}, exits = {}, ...rest }: Known, why?: string): Lives {
  const walls = (times: Record<string, number>): Map<string, number> =>
    new Map(Object.entries(times).map(([id, at]) => [id, origin + at]));
  const record = { ...emptyRecord(), ...rest, starts: walls(starts), exits: walls(exits) };
  const owner = { pod: 'db-0', podUid: 'uid', node: 'n1' };
  const containers = new Map([
    ['containerd://a', owner],
    ['containerd://b', owner],
  ]);
  return livesOf(containers, () => ({ record, why: () => why }), clock);
}

const common = { pod: 'db-0', podUid: 'uid', node: 'n1' };

describe('the lives of containers', () => {
  test('are known to the event where the runtime was followed all the time', () => {
    const { incarnations, problems } = lives({
      starts: { a: 100.25, b: 900 },
      exits: { a: 800.5 },
      heard: [span(0, 1500)],
      listings: [listing(2000, 'b')],
    });
    expect(problems).toEqual([]);
    expect(incarnations).toEqual([
      {
        ...common,
        containerId: 'containerd://a',
        startedAt: expect.closeTo(100.25, 2),
        finishedAt: expect.closeTo(800.5, 2),
        lastSeenAt: expect.closeTo(800.5, 2),
      },
      { ...common, containerId: 'containerd://b', startedAt: 900, lastSeenAt: 2000 },
    ]);
  });

  test('end with their node, at the latest when it stopped, and are certain up to its last event', () => {
    const { incarnations, problems } = lives(
      {
        starts: { a: 100, b: 9000 },
        heard: [span(0, 4900), span(8000, 9500)],
        stops: [origin + 5000],
        listings: [listing(8100), listing(10_000, 'b')],
      },
      'the stream ended',
    );
    expect(problems).toEqual([]);
    expect(incarnations[0]).toMatchObject({ startedAt: 100, lastSeenAt: 4900, finishedAt: 5000 });
    expect(incarnations[1]).toMatchObject({ startedAt: 9000, lastSeenAt: 10_000 });
    expect(incarnations[1]).not.toHaveProperty('finishedAt');
  });

  test('are not ended by a stop of the node before they began', () => {
    const { incarnations } = lives({
      starts: { a: 6000, b: 6000 },
      stops: [origin + 5000],
      listings: [listing(7000, 'a', 'b')],
    });
    expect(incarnations.map((one) => one.finishedAt)).toEqual([undefined, undefined]);
  });

  test('end at the first stop after they were seen, not at a later one', () => {
    const { incarnations } = lives({
      starts: { a: 100, b: 5500 },
      heard: [span(0, 4000), span(5400, 5600)],
      stops: [origin + 9000, origin + 5000],
    });
    expect(incarnations.map((one) => one.finishedAt)).toEqual([5000, 9000]);
  });

  test('whose end fell into a gap have none, and it is said when they were gone', () => {
    const { incarnations, problems } = lives(
      {
        starts: { a: 100, b: 100 },
        heard: [span(0, 4000), span(6000, 9000)],
        listings: [listing(6100, 'b'), listing(9100, 'b')],
      },
      'the stream ended',
    );
    expect(incarnations[0]).toMatchObject({ startedAt: 100, lastSeenAt: 4000 });
    expect(incarnations[0]).not.toHaveProperty('finishedAt');
    expect(incarnations[1]).toMatchObject({ startedAt: 100, lastSeenAt: 9100 });
    expect(problems).toEqual([
      'The end of container a of db-0 on n1 was not seen (the stream ended); it was gone 6.1 s into the run.',
    ]);
  });

  test('that nobody saw begin are taken from when they were seen, and that is said', () => {
    const { incarnations, problems } = lives({ listings: [listing(500, 'a')], exits: { b: 400 } });
    expect(incarnations).toEqual([
      { ...common, containerId: 'containerd://a', lastSeenAt: 500 },
      { ...common, containerId: 'containerd://b', finishedAt: 400, lastSeenAt: 400 },
    ]);
    expect(problems).toEqual([
      'The start of container a of db-0 on n1 was not seen.',
      'The start of container b of db-0 on n1 was not seen.',
    ]);
  });

  test('that no runtime ever showed are left out and named', () => {
    const { incarnations, problems } = lives({ starts: { a: 1 }, exits: { a: 2 } }, 'no such node');
    expect(incarnations).toHaveLength(1);
    expect(problems).toEqual(['The life of container b of db-0 on n1 was not seen (no such node).']);
  });

  test('are unknown on a node that was not followed', () => {
    const containers = new Map([['containerd://a', { pod: 'db-0', podUid: 'uid', node: 'far' }]]);
    expect(livesOf(containers, () => undefined, clock)).toEqual({
      incarnations: [],
      problems: [
        'The life of container a of db-0 on far was not seen (the runtime of "far" was not followed).',
      ],
    });
  });
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ask } from './asked.fixture.ts';
import { sha256Of } from './evidence.fixture.ts';
import { ObjectJudge } from './object.ts';
import {
  buckets,
  callsOf,
  contentOf,
  type Bucket,
  type ListDone,
  type PutDone,
  type ReadDone,
} from './object.fixture.ts';

/** Breaks one answer where `change` finds one to break; exactly that has to be found. */
function expectFound(finding: string, change: (made: Bucket, pick: number) => unknown): void {
  fc.assert(
    fc.property(buckets, fc.nat(), (given, pick) => {
      const made = structuredClone(given);
      fc.pre(change(made, pick) !== undefined);
      const { findings } = ask(new ObjectJudge({ operations: [], faults: [] }), callsOf(made));
      expect(
        findings.map(({ effect, kind, member, count }) => [effect, kind, member, count].join(' ')),
      ).toEqual([`fail ${finding} s-0 1`]);
    }),
    { numRuns: 40 },
  );
}

const chosen = <T>(some: readonly T[], pick: number): T | undefined => some[pick % Math.max(1, some.length)];
const answered = <T extends ReadDone | ListDone>(some: readonly T[]): T[] =>
  some.filter(({ outcome }) => outcome === 'ok');
const acknowledged = ({ puts }: Bucket, key: string): PutDone[] =>
  puts.filter((one) => one.key === key && one.outcome === 'ok');

/** The acknowledged puts that an acknowledged put before a moment had taken the place of. */
function overtaken(made: Bucket, key: string, before: number): PutDone[] {
  const puts = acknowledged(made, key);
  return puts.filter(
    (put) => put.value.size > 1 && puts.some(({ from, to }) => put.to < from && to < before),
  );
}

/** Whether the object was certainly there by then: put, and not deleted at the time or later. */
function isThere(made: Bucket, key: string, before: number): boolean {
  const deletes = made.deletes.filter((one) => one.key === key && one.outcome !== 'fail');
  return acknowledged(made, key).some(
    (put) => put.to < before && deletes.every(({ outcome, to }) => outcome === 'ok' && to < put.from),
  );
}

/** Whether it was certainly deleted by then, and not put at the time or later. */
function isDeleted(made: Bucket, key: string, before: number): boolean {
  const puts = made.puts.filter((one) => one.key === key && one.outcome !== 'fail');
  return made.deletes.some(
    ({ key: name, outcome, from, to }) =>
      name === key &&
      outcome === 'ok' &&
      to < before &&
      puts.length > 0 &&
      puts.every((put) => put.outcome === 'ok' && put.to < from),
  );
}

describe('the objects judge, over answers that were broken, finds', () => {
  test('a read of what an acknowledged put had taken the place of', () => {
    expectFound('stale', (made, pick) => {
      const some = answered(made.reads).flatMap((read) =>
        overtaken(made, read.key, read.from).map((put) => ({ read, put })),
      );
      const one = chosen(some, pick);
      return one && Object.assign(one.read, { got: contentOf(one.put, made.tokens) });
    });
  });

  test('a read that did not find what was there, and one that found what had been deleted', () => {
    expectFound('stale', (made, pick) => {
      const some = answered(made.reads).filter(({ key, from }) => isThere(made, key, from));
      const one = chosen(some, pick);
      return one && Object.assign(one, { got: null });
    });
    expectFound('stale', (made, pick) => {
      const some = answered(made.reads).filter(({ key, from }) => isDeleted(made, key, from));
      const one = chosen(some, pick);
      const put = one && chosen(acknowledged(made, one.key), pick);
      return put && Object.assign(one, { got: contentOf(put, made.tokens) });
    });
  });

  test('a read with other bytes or another size than were put', () => {
    expectFound('corrupted', (made, pick) => {
      const got = chosen(
        answered(made.reads).flatMap((one) => (one.got === null || one.got.bytes === 1 ? [] : [one.got])),
        pick,
      );
      return (
        got && Object.assign(got, pick % 2 === 0 ? { sha256: sha256Of('altered') } : { size: got.size + 1 })
      );
    });
  });

  test('a read of what nobody had put by then', () => {
    expectFound('unexpected', (made, pick) => {
      const one = chosen(answered(made.reads), pick);
      return one && Object.assign(one, { got: { sha256: sha256Of('nobody'), bytes: 9999, size: 9999 } });
    });
    expectFound('unexpected', (made, pick) => {
      const some = answered(made.reads).flatMap((read) =>
        made.puts
          .filter(({ key, from, value }) => key === read.key && from > read.to && value.size > 1)
          .filter(({ value, outcome }) => outcome !== 'fail' || value.parts === 1)
          .map((put) => ({ read, put })),
      );
      const one = chosen(some, pick);
      return one && Object.assign(one.read, { got: contentOf(one.put, made.tokens) });
    });
  });

  test('a read of a part of a multipart upload', () => {
    expectFound('fractured', (made, pick) => {
      const some = answered(made.reads).flatMap((read) =>
        made.puts
          .filter(({ key, to, value }) => key === read.key && to < read.from && value.parts > 1)
          .map((put) => ({ read, put })),
      );
      const one = chosen(some, pick);
      const part = { sha256: sha256Of('part'), bytes: 900, size: 900 };
      return one && Object.assign(one.read, { got: { ...contentOf(one.put, made.tokens), ...part } });
    });
  });

  test('a listing without a name that belongs there', () => {
    expectFound('listing-mismatch', (made, pick) => {
      const some = answered(made.lists).flatMap((list) =>
        list.objects.filter(({ key }) => isThere(made, key, list.from)).map((entry) => ({ list, entry })),
      );
      const one = chosen(some, pick);
      if (one !== undefined) one.list.objects = one.list.objects.filter((entry) => entry !== one.entry);
      return one;
    });
  });

  test('a listing with a name that had been deleted, with another size, or twice', () => {
    expectFound('listing-mismatch', (made, pick) => {
      const keys = [...new Set(made.puts.map(({ key }) => key))];
      const some = answered(made.lists).flatMap((list) =>
        keys
          .filter((key) => key.startsWith(list.prefix) && isDeleted(made, key, list.from))
          .map((key) => ({ list, key })),
      );
      const one = chosen(some, pick);
      return one?.list.objects.push({ key: one.key, size: 1 });
    });
    expectFound('listing-mismatch', (made, pick) => {
      const list = chosen(
        answered(made.lists).filter(({ objects }) => objects.length > 0),
        pick,
      );
      const entry = list && chosen(list.objects, pick);
      return entry && (pick % 2 === 0 ? Object.assign(entry, { size: 7 }) : list.objects.push(entry));
    });
  });

  test('a listing with a name of nobody', () => {
    expectFound('unexpected', (made, pick) => {
      const list = chosen(answered(made.lists), pick);
      return list?.objects.push({ key: `${list.prefix}-nobody`, size: 7 });
    });
  });
});

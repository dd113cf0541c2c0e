import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ObjectVersion } from '../model/read-back.ts';
import { ask } from './asked.fixture.ts';
import { sha256Of } from './evidence.fixture.ts';
import type { ObjectElement } from './object-member.ts';
import { ObjectJudge } from './object.ts';
import { buckets, callsOf, contentOf, type Bucket, type PutDone } from './object.fixture.ts';

type Kind =
  | ('lost' | 'lost-version' | 'stale' | 'resurrected' | 'corrupted')
  | ('fractured' | 'duplicated' | 'unexpected' | 'listing-mismatch');

/** Breaks generated buckets where `change` finds something to break; exactly that has to be found, once. */
function expectFound(kind: Kind, change: (made: Bucket, pick: number) => unknown): void {
  fc.assert(
    fc.property(buckets, fc.nat(), (given, pick) => {
      const made = structuredClone(given);
      fc.pre(change(made, pick) !== undefined);
      const held = [{ member: 's-0', elements: made.held, end: 'complete' as const }];
      const { findings, data } = ask(new ObjectJudge({ operations: [], faults: [] }), callsOf(made), held);
      const against = findings.filter(({ effect }) => effect !== 'note');
      expect(against.map((one) => `${one.effect} ${one.kind} ${String(one.count)}`)).toEqual([
        `fail ${kind} 1`,
      ]);
      const counts = { 'lost-version': 'lost', 'listing-mismatch': 'listingMismatches' } as const;
      const name = kind === 'lost-version' || kind === 'listing-mismatch' ? counts[kind] : kind;
      expect(data[name]).toBe(1);
    }),
    { numRuns: 40 },
  );
}

const chosen = <T>(some: readonly T[], pick: number): T | undefined => some[pick % Math.max(1, some.length)];

/** Whether two things can be told apart by their content, and not by accident only. */
const distinct = ({ value }: PutDone): boolean => value.size > 1;

/** The acknowledged puts, each with the acknowledged writes of its object that were certainly before it, and whether all were. */
function settled({ puts, deletes }: Bucket, key: string) {
  const writes = [...puts, ...deletes].filter((one) => one.key === key && one.outcome !== 'fail');
  const inOrder = writes.toSorted((a, b) => a.from - b.from);
  const known = inOrder.every(
    (one, i) => one.outcome === 'ok' && one.to < (inOrder[i + 1]?.from ?? Infinity),
  );
  return known ? inOrder : [];
}

/** Objects whose writes were all acknowledged, one after the other, with their last two. */
function lastTwo(made: Bucket) {
  const keys = [...new Set(made.puts.map(({ key }) => key))];
  return keys.flatMap((key) => {
    const [older, newer] = settled(made, key).slice(-2);
    const element = made.held.find((one) => one.key === key);
    return older === undefined || newer === undefined ? [] : [{ key, older, newer, element }];
  });
}

const isPut = (one: object): one is PutDone => 'value' in one;
const versionOf = (element: ObjectElement | undefined, id: string | undefined): ObjectVersion | undefined =>
  element?.versions.find(({ versionId }) => versionId === id);

/** Shows one version, or none, as the latest. */
function show(element: ObjectElement, version: ObjectVersion | undefined): ObjectElement {
  for (const one of element.versions) one.latest = one === version;
  element.listed = version?.deleteMarker === false;
  return element;
}

const drop = (element: ObjectElement, version: ObjectVersion): void => {
  element.versions = element.versions.filter((one) => one !== version);
};

describe('the objects judge, over generated histories that were broken, finds', () => {
  test('an acknowledged put that is gone, the one before being the latest', () => {
    expectFound('lost', (made, pick) => {
      const some = lastTwo(made).filter(({ newer }) => made.versioned && isPut(newer));
      const { older, newer, element } = chosen(some, pick) ?? {};
      const version = versionOf(element, newer?.versionId);
      if (element === undefined || version === undefined) return undefined;
      drop(element, version);
      return show(element, versionOf(element, older?.versionId));
    });
  });

  test('an object that is gone from a bucket without versions', () => {
    expectFound('lost', (made, pick) => {
      const some = lastTwo(made).filter(({ newer }) => !made.versioned && isPut(newer));
      const one = chosen(some, pick);
      if (one !== undefined) made.held = made.held.filter(({ key }) => key !== one.key);
      return one;
    });
  });

  test('an acknowledged version, or delete marker, that is gone from under a later one', () => {
    expectFound('lost-version', (made, pick) => {
      const some = lastTwo(made).filter(() => made.versioned);
      const { older, element } = chosen(some, pick) ?? {};
      const version = versionOf(element, older?.versionId);
      if (element === undefined || version === undefined) return undefined;
      drop(element, version);
      return element;
    });
  });

  test('an object that an acknowledged put had taken the place of', () => {
    expectFound('stale', (made, pick) => {
      const some = lastTwo(made).filter(
        ({ older, newer }) => isPut(older) && isPut(newer) && distinct(older) && distinct(newer),
      );
      const { older, element } = chosen(some, pick) ?? {};
      if (element === undefined || older === undefined || !isPut(older)) return undefined;
      if (made.versioned) return show(element, versionOf(element, older.versionId));
      element.versions = [{ latest: true, deleteMarker: false, content: contentOf(older, made.tokens) }];
      return element;
    });
  });

  test('an object that is back after its deletion', () => {
    expectFound('resurrected', (made, pick) => {
      const some = lastTwo(made).filter(
        ({ older, newer }) => isPut(older) && !isPut(newer) && (made.versioned || distinct(older)),
      );
      const { key, older, newer, element } = chosen(some, pick) ?? {};
      if (key === undefined || older === undefined || !isPut(older)) return undefined;
      if (element === undefined) {
        const content = contentOf(older, made.tokens);
        made.held.push({
          of: 'object',
          key,
          listed: true,
          versions: [{ latest: true, deleteMarker: false, content }],
        });
        return key;
      }
      const marker = versionOf(element, newer?.versionId);
      if (marker !== undefined) drop(element, marker);
      return show(element, versionOf(element, older.versionId));
    });
  });

  const versions = ({ held }: Bucket) =>
    held.flatMap((element) =>
      element.versions.flatMap((version) =>
        version.content === undefined ? [] : [{ element, version, content: version.content }],
      ),
    );

  test('other bytes, another size or another etag than were put', () => {
    expectFound('corrupted', (made, pick) => {
      const some = versions(made).filter(({ content }) => made.tokens && content.bytes > 1);
      const one = chosen(some, pick);
      if (one === undefined) return undefined;
      const put = made.puts.find(({ value }) => value.version === one.content.version);
      const etag = put?.outcome === 'ok' ? { etag: 'other' } : undefined;
      const changes = [{ sha256: sha256Of('altered') }, { size: one.content.size + 1 }, etag];
      return Object.assign(
        one.content,
        chosen(
          changes.filter((change) => change !== undefined),
          pick >> 4,
        ),
      );
    });
  });

  test('other bytes than were put, without any token', () => {
    expectFound('corrupted', (made, pick) => {
      const some = versions(made).filter(({ content }) => !made.tokens && content.bytes > 1);
      const one = chosen(some, pick);
      return one && Object.assign(one.content, { sha256: sha256Of('altered') });
    });
  });

  test('a part of a multipart upload', () => {
    expectFound('fractured', (made, pick) => {
      const many = new Set(made.puts.filter(({ value }) => value.parts > 1).map(({ value }) => value.sha256));
      const one = chosen(
        versions(made).filter(({ content }) => many.has(content.sha256)),
        pick,
      );
      const bytes = 900;
      return one && Object.assign(one.content, { sha256: sha256Of('part'), bytes, size: bytes });
    });
  });

  test('an upload that had certainly failed', () => {
    expectFound('fractured', (made, pick) => {
      const some = made.puts.filter(({ value, outcome }) => value.parts > 1 && outcome === 'fail');
      const put = chosen(some, pick);
      const element = made.held.find(({ key }) => key === put?.key);
      if (put === undefined || element === undefined || !made.versioned) return undefined;
      const content = { ...contentOf(put), versionId: 'id-x' };
      return element.versions.unshift({ versionId: 'id-x', latest: false, deleteMarker: false, content });
    });
  });

  test('an object, or a delete marker, of nobody', () => {
    expectFound('unexpected', (made, pick) => {
      const content = { sha256: sha256Of('nobody'), bytes: 5, size: 5 };
      const invented = { latest: true, deleteMarker: false, content };
      return made.held.push({ of: 'object', key: `x${String(pick)}`, listed: true, versions: [invented] });
    });
    expectFound('unexpected', (made, pick) => {
      const one = chosen(
        made.held.filter(({ key }) => made.versioned && settled(made, key).length > 0),
        pick,
      );
      return one?.versions.unshift({ versionId: 'id-x', latest: false, deleteMarker: true });
    });
  });

  test('a second version of one put', () => {
    expectFound('duplicated', (made, pick) => {
      const some = versions(made).filter(
        ({ element }) => made.versioned && settled(made, element.key).length > 0,
      );
      const one = chosen(some, pick);
      const copy = { versionId: 'id-x', latest: false, deleteMarker: false };
      const again = one && { ...copy, content: { ...one.content, versionId: 'id-x' } };
      return again && made.tokens ? one.element.versions.unshift(again) : undefined;
    });
  });

  test('what is listed and cannot be read, and what can be read and is not listed', () => {
    expectFound('listing-mismatch', (made, pick) => {
      const one = chosen(made.held, pick);
      return one && Object.assign(one, { listed: !one.listed });
    });
    expectFound('listing-mismatch', (made, pick) => {
      const one = chosen(
        versions(made).filter(({ version }) => made.versioned && made.tokens && version.latest),
        pick,
      );
      const known = made.puts.find(({ value }) => value.version === one?.content.version)?.outcome === 'ok';
      if (one === undefined || !known) return undefined;
      delete one.version.content;
      return one;
    });
  });
});

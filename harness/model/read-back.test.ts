import { describe, expect, test } from '@jest/globals';
import {
  elementSchema,
  objectVersionSchema,
  readBackFooterSchema,
  readBackHeaderSchema,
  type Element,
  type ObjectVersion,
  type ReadBackHeader,
} from './read-back.ts';

const HEADER: ReadBackHeader = {
  format: 'holdfast-read-back',
  version: 3,
  member: 'db-1',
  role: 'peer',
  startedAt: 12,
  barrier: { wanted: '0/10', reached: true, saw: '0/20' },
};
const VERSION: ObjectVersion = {
  versionId: 'v1',
  latest: true,
  deleteMarker: false,
  content: { sha256: 'a', bytes: 3, size: 3 },
};
const ELEMENTS: Element[] = [
  { of: 'element', key: 'k', sha256: 'a', stored: 'b' },
  { of: 'counter', key: 'c', value: -1 },
  { of: 'account', key: 'a', balance: -1 },
  { of: 'group', key: 'g', rows: 0 },
  { of: 'list', key: 'l', values: [3, 1] },
  { of: 'register', key: 'r', value: null },
  { of: 'message', key: 'm', queue: 'q', sha256: 'a', size: 1, redelivered: true },
  { of: 'object', key: 'o', listed: false, versions: [VERSION] },
];

describe('one thing that a member holds', () => {
  test.each(ELEMENTS)('is read as it was written: $of', (element) => {
    expect(elementSchema.parse({ ...element, more: 1 })).toEqual(element);
  });

  test.each(ELEMENTS.flatMap((element) => Object.keys(element).map((part) => ({ ...element, part }))))(
    'is refused without its parts: $of without $part',
    ({ part, ...element }) => {
      const { [part]: _left, ...rest } = element as Record<string, unknown>;
      expect(elementSchema.safeParse(rest).success).toBe(false);
    },
  );

  test.each<[string, Record<string, unknown>]>([
    ['of a kind that there is not', { of: '', key: 'k' }],
    ['half a count', { of: 'counter', key: 'c', value: 0.5 }],
    ['half a unit of money', { of: 'account', key: 'a', balance: 0.5 }],
    ['half a row', { of: 'group', key: 'g', rows: 0.5 }],
    ['a list of texts', { of: 'list', key: 'l', values: ['1'] }],
    ['half a byte', { ...ELEMENTS[6], size: 0.5 }],
    ['a version that says nothing of itself', { ...ELEMENTS[7], versions: [{}] }],
  ])('is not %s', (_what, element) => {
    expect(elementSchema.safeParse(element).success).toBe(false);
  });

  test('is an object whose versions need neither an id nor content', () => {
    expect(objectVersionSchema.parse({ ...VERSION, more: 1 })).toEqual(VERSION);
    const bare = { latest: false, deleteMarker: true };
    expect(objectVersionSchema.parse(bare)).toEqual(bare);
  });
});

describe("a read-back's header and footer", () => {
  test('are read as they were written', () => {
    const more = { ...HEADER, barrier: { ...HEADER.barrier, more: 1 }, more: 1 };
    expect(readBackHeaderSchema.parse(more)).toEqual(HEADER);
    const footer = { end: 'complete', elements: 3, detail: 'in one snapshot' };
    expect(readBackFooterSchema.parse({ ...footer, more: 1 })).toEqual(footer);
  });

  test.each(['leader', 'follower', 'peer', 'unknown'] as const)('know the role %s', (role) => {
    expect(readBackHeaderSchema.parse({ ...HEADER, role }).role).toBe(role);
  });

  test.each(['complete', 'dataset-gone', 'unreachable', 'harness-error'] as const)(
    'know the end %s',
    (end) => {
      expect(readBackFooterSchema.parse({ end, elements: 0 })).toEqual({ end, elements: 0 });
    },
  );

  test.each<[string, Record<string, unknown>]>([
    ['another format', { format: 'holdfast-history' }],
    ['another version', { version: 2 }],
    ['a role that nobody has', { role: '' }],
    ['no barrier', { barrier: undefined }],
    ['a barrier that says nothing of itself', { barrier: {} }],
  ])('refuse %s', (_what, changes) => {
    expect(readBackHeaderSchema.safeParse({ ...HEADER, ...changes }).success).toBe(false);
  });

  test.each<[string, Record<string, unknown>]>([
    ['an end that nobody knows', { end: '', elements: 0 }],
    ['half an element', { end: 'complete', elements: 0.5 }],
    ['no count', { end: 'complete' }],
  ])('refuse %s', (_what, footer) => {
    expect(readBackFooterSchema.safeParse(footer).success).toBe(false);
  });
});

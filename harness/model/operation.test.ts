import { describe, expect, test } from '@jest/globals';
import {
  historyHeaderSchema,
  NEMESIS,
  operationSchema,
  type HistoryHeader,
  type Operation,
} from './operation.ts';

const OPERATION: Operation = {
  process: 3,
  type: 'invoke',
  f: 'add',
  key: 'k1',
  value: { sha256: 'a', size: 9 },
  member: 'db-0',
  time: 12.5,
};

const HEADER: HistoryHeader = {
  format: 'holdfast-history',
  version: historyHeaderSchema.shape.version.value,
  run: 'run-1',
  stack: 'db',
  scenario: 'control',
  seed: 7,
  originWall: '2026-11-21T12:00:00.000Z',
};

describe('the record of an operation', () => {
  test.each(['invoke', 'ok', 'fail', 'info'] as const)('is read as it was written: %s', (type) => {
    expect(operationSchema.parse({ ...OPERATION, type, more: 1 })).toEqual({ ...OPERATION, type });
  });

  test('needs neither a value nor a member, and may carry an error', () => {
    const { value: _, member: __, ...bare } = OPERATION;
    expect(operationSchema.parse(bare)).toEqual(bare);
    expect(operationSchema.parse({ ...bare, error: 'No answer.' })).toEqual({ ...bare, error: 'No answer.' });
  });

  test.each<[string, Record<string, unknown>]>([
    ['a type that Jepsen does not know', { type: 'error' }],
    ['half a process', { process: 0.5 }],
    ['no time', { time: undefined }],
    ['no function', { f: undefined }],
  ])('refuses %s', (_what, changes) => {
    expect(operationSchema.safeParse({ ...OPERATION, ...changes }).success).toBe(false);
  });

  test("is the nemesis' where its process is less than every client's", () => {
    expect(NEMESIS).toBe(-1);
    expect(operationSchema.parse({ ...OPERATION, process: NEMESIS }).process).toBe(-1);
  });
});

describe("a history's header", () => {
  test('is read as it was written', () => {
    expect(historyHeaderSchema.parse({ ...HEADER, more: 1 })).toEqual(HEADER);
  });

  test.each<[string, Record<string, unknown>]>([
    ['another format', { format: 'holdfast-read-back' }],
    ['a version that was never written', { version: 0 }],
    ['half a seed', { seed: 0.5 }],
    ['no wall time', { originWall: undefined }],
  ])('refuses %s', (_what, changes) => {
    expect(historyHeaderSchema.safeParse({ ...HEADER, ...changes }).success).toBe(false);
  });
});

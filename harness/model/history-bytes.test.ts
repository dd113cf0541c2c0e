import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { ByteWriter, MOST } from './byte-writer.ts';
import { DamagedRecord } from './damaged-record.ts';
import { HistoryDecoder } from './history-decoder.ts';
import { HistoryEncoder, roundedTime } from './history-encoder.ts';
import { showOperations } from './history-file.ts';
import { VALUE } from './history-layout.ts';
import type { HistoryRecord } from './history-record.ts';
import type { Operation } from './operation.ts';

const SHA = '0123456789abcdef'.repeat(4);
const INVOKE: Operation = { process: 1, type: 'invoke', f: 'add', key: 'a', time: 1.5 };
const OK: Operation = { ...INVOKE, type: 'ok' };
/** The name `add` and the key `a`, written out. */
const ADD_A = '0e616464' + '0661';

/** What is written of each operation, in hexadecimal digits. */
function written(...operations: readonly Operation[]): string[] {
  const out = new ByteWriter();
  const encoder = new HistoryEncoder(out);
  return operations.map((operation) => {
    out.clear();
    encoder.operation(operation);
    return out.view().toString('hex');
  });
}

/** What is read of some records, each an operation as it is kept. */
function decoded(
  hex: string,
  show: (record: HistoryRecord) => unknown = (one) => one.operation(),
): unknown[] {
  const bytes = Buffer.from(hex, 'hex');
  const shown: unknown[] = [];
  new HistoryDecoder().decode(bytes, 0, bytes.length, (record) => shown.push(show(record)));
  return shown;
}

// Bundles outlive the version that wrote them: these bytes are the format.
describe('the bytes of a record', () => {
  test.each<[string, Partial<Operation>, string]>([
    ['without a value', {}, `0002b817${ADD_A}`],
    ['with a whole number', { value: -3 }, `8002b817${ADD_A}05`],
    ['with what JSON makes a whole number', { value: { toJSON: () => -3 } }, `8002b817${ADD_A}05`],
    ['with what JSON leaves out', { value: () => -3 }, `0002b817${ADD_A}`],
    ['with a payload', { value: { sha256: SHA, size: 9 } }, `4002b817${ADD_A}${SHA}09`],
    ['with a document', { value: [true] }, `c002b817${ADD_A}03060102`],
    ['with a member', { member: 'b' }, `2002b817${ADD_A}0662`],
    ['with an error', { error: 'e' }, `1002b817${ADD_A}0665`],
    ['with an error of a member', { type: 'info', member: 'b', error: 'e' }, `3302b817${ADD_A}06620665`],
    ['of the nemesis', { process: -1 }, `0001b817${ADD_A}`],
  ])('%s', (_what, changes, hex) => {
    const operation = { ...INVOKE, ...changes };
    expect(written(operation)).toEqual([hex]);
    const read: unknown = JSON.parse(JSON.stringify(operation));
    // The one that follows begins where this one ends.
    expect(decoded(`${hex}0004b817${ADD_A}`)).toStrictEqual([read, { ...INVOKE, process: 2, time: 3 }]);
  });

  test('hold their own document alone', () => {
    const [first, second] = written({ ...INVOKE, value: [true] }, { ...INVOKE, value: [] });
    expect([first?.slice(-8), second?.slice(-6)]).toEqual(['03060102', '020600']);
  });

  test('leave out of a completion what its open invocation says, and of a time what came before it', () => {
    const later = { ...OK, time: 1.75 };
    expect(written({ ...INVOKE, member: 'b' }, { ...later, member: 'b' })[1]).toBe('0902f403');
    expect(written(INVOKE, { ...later, type: 'fail' })[1]).toBe('0a02f403');
  });

  test.each<[string, Operation[]]>([
    ['of another key', [INVOKE, { ...OK, key: 'b' }]],
    ['of another function', [INVOKE, { ...OK, f: 'cas' }]],
    ['of another member', [INVOKE, { ...OK, member: 'b' }]],
    ['of another process', [INVOKE, { ...OK, process: 2 }]],
    ['of an operation that had ended', [INVOKE, OK, OK]],
    ['that is one more invocation', [INVOKE, INVOKE]],
  ])('leave nothing out of a record %s', (_what, operations) => {
    const last = Number.parseInt(
      written(...operations)
        .at(-1)
        ?.slice(0, 2) ?? '',
      16,
    );
    expect(last & 8).toBe(0);
    const shown: unknown[] = [];
    showOperations(operations, (record) => shown.push(record.operation()));
    expect(shown).toStrictEqual(operations);
  });

  test('are JSON where the numbers do not fit, and what follows counts on it', () => {
    const operations: Operation[] = [
      { ...INVOKE, process: 2 ** 52, key: 'k7', value: 1, member: 'b' },
      { ...OK, process: 2 ** 52, key: 'k7', error: 'e' },
      { ...INVOKE, time: 2 ** 52 },
      { ...OK, time: 5 },
    ];
    const records = written(...operations);
    expect(records.map((hex) => hex.slice(0, 2))).toEqual(['05', '05', '05', '09']);
    const shown: unknown[] = [];
    const [kinds, keys]: [number[], unknown[]] = [[], []];
    showOperations(operations, (record) => {
      shown.push(record.operation());
      kinds.push(record.valueKind);
      keys.push([record.prefix, record.number]);
    });
    expect(shown).toStrictEqual(operations);
    expect(kinds).toEqual([VALUE.json, VALUE.none, VALUE.none, VALUE.none]);
    expect(keys).toEqual([
      ['k', 7],
      ['k', 7],
      ['a', -1],
      ['a', -1],
    ]);
  });

  test('have times to the microsecond, where those are whole numbers', () => {
    const most = MOST / 1000;
    expect(roundedTime(1.2345)).toBe(1.235);
    expect(roundedTime(-0)).toBe(0);
    expect(roundedTime(-0.0001)).toBe(0);
    expect(roundedTime(most + 2 ** -12)).toBe(most);
    expect(roundedTime(2 ** 52 + 1)).toBe(2 ** 52 + 1);
    expect(roundedTime(Number.MAX_VALUE)).toBe(Number.MAX_VALUE);
  });
});

describe('what is no record', () => {
  test.each(['ok', 'fail', 'info'])('is a completion after one of its invocation: %s', (type) => {
    const head = { ok: '09', fail: '0a', info: '0b' }[type] ?? '';
    expect(decoded(`000202${ADD_A}${head}0200`)).toHaveLength(2);
    expect(() => decoded(`000202${ADD_A}${head}0200${head}0200`)).toThrow('a completion has no invocation');
  });

  test('is a value that goes on beyond its end', () => {
    const hex = `c00202${ADD_A}01060200`;
    expect(() => decoded(`${hex}00`, ({ value }) => value)).toThrow(
      new DamagedRecord('a value goes on beyond its end'),
    );
  });

  test('is JSON that is none: the error tells why', () => {
    try {
      decoded('05027b7b');
    } catch (error) {
      expect(error).toMatchObject({ message: expect.stringMatching(/^a record is no JSON \(.+\)$/) });
      expect((error as Error).cause).toBeInstanceOf(SyntaxError);
    }
    expect.assertions(2);
  });

  test('is JSON of another shape: the error tells where and why', () => {
    expect(() => decoded(`0502${Buffer.from('7 ').toString('hex')}`)).toThrow(
      /^a record has another shape: Invalid input: expected object, received number$/,
    );
    try {
      decoded(`0502${Buffer.from('{}').toString('hex')}`);
    } catch (error) {
      expect((error as Error).message).toBe(
        'a record has another shape at process: Invalid input: expected number, received undefined',
      );
      expect((error as Error).cause).toBeInstanceOf(z.ZodError);
    }
    expect.assertions(3);
  });
});

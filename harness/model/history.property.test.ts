import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FRAME_HEAD, MAGIC, MAGIC_BYTES } from './frame.ts';
import { FrameWriter, headOf } from './frame-writer.ts';
import { HistoryEncoder, roundedTime } from './history-encoder.ts';
import { showOperations } from './history-file.ts';
import { readHistory } from './history-reader.ts';
import { numberAt } from './keys.ts';
import { HISTORY_VERSION, operationSchema, type Operation } from './operation.ts';

const header = {
  ...{ format: 'holdfast-history', version: HISTORY_VERSION, run: 'r', stack: 's', scenario: 'c' },
  ...{ seed: 7, originWall: '2026-11-21T12:00:00.000Z' },
};

/** Texts as they come, and as they are meant to be: prefixes with numbers, and what only looks like them. */
const text = fc.oneof(
  fc.constantFrom('', 'add', 'increment', 'db-0', 'k', '0', '00', 'k007', 'k10', '__proto__', 'toString'),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme', maxLength: 100 }),
  fc
    .tuple(fc.constantFrom('k', 'c', 'é-', 'user-1-'), fc.nat({ max: 3000 }))
    .map(([prefix, n]) => prefix + String(n)),
  fc.bigInt({ min: 0n, max: 10n ** 20n }).map((n) => `n${String(n)}`),
  fc.constantFrom('\ud800', 'half \udfff a pair', 'é'.repeat(300)),
);
const payload = fc.record({
  sha256: fc.string({
    unit: fc.constantFrom(...Array.from({ length: 16 }, (_, digit) => digit.toString(16))),
    minLength: 64,
    maxLength: 64,
  }),
  size: fc.nat(),
});
const snapshot = fc.record({
  counters: fc.dictionary(text, fc.maxSafeInteger()),
  accounts: fc.dictionary(text, fc.integer()),
  groups: fc.constant({}),
});
const value = fc.oneof(
  fc.jsonValue(),
  fc.anything(),
  fc.maxSafeInteger(),
  fc.double(),
  payload,
  snapshot,
  fc.date(),
  fc.constantFrom(-0, 2 ** 50, -(2 ** 50) - 1, { sha256: 'x', size: 1 }, { size: 1, sha256: 'a'.repeat(64) }),
);
const time = fc.oneof(
  fc.double({ min: 0, max: 1e8, noNaN: true }),
  fc.nat({ max: 1e9 }).map((micros) => micros / 1000),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const optional = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(of, { nil: undefined });

/** Whatever the schema of an operation accepts, and JSON can express. */
const operation: fc.Arbitrary<Operation> = fc
  .record({
    process: fc.oneof(fc.integer({ min: -1, max: 5 }), fc.maxSafeInteger()),
    type: fc.constantFrom('invoke', 'ok', 'fail', 'info'),
    ...{ f: text, key: text, value: optional(value), member: optional(text), time, error: optional(text) },
  })
  .filter((made) => operationSchema.safeParse(made).success && canBeJson(made));

/** Histories in which completions belong to invocations, too: that is what the format is made for. */
const history = fc
  .array(fc.tuple(operation, optional(operation)), { maxLength: 30 })
  .map((pairs) =>
    pairs.flatMap(([first, second]): Operation[] =>
      second === undefined
        ? [first]
        : [first, { ...second, process: first.process, f: first.f, key: first.key, member: first.member }],
    ),
  );

function canBeJson(made: unknown): boolean {
  try {
    return typeof JSON.stringify(made) === 'string';
  } catch {
    return false;
  }
}

/** An operation as it has to be read: what JSON keeps of it, its time to the microsecond. */
function recorded(made: Operation): unknown {
  return JSON.parse(JSON.stringify({ ...made, time: roundedTime(made.time) })) as unknown;
}

/** The bytes of a file that holds the operations, as many in a frame as `batches` says, and where frames end. */
function fileOf(
  all: readonly Operation[],
  batches: readonly number[],
): { bytes: Buffer; ends: Map<number, number> } {
  const frames = new FrameWriter();
  const encoder = new HistoryEncoder(frames.out);
  const parts = [headOf(MAGIC.history, header)];
  const ends = new Map([[parts[0]?.length ?? 0, 0]]);
  let left = 0;
  all.forEach((one, i) => {
    if (left === 0) left = batches[i % batches.length] ?? 1;
    frames.begin();
    encoder.operation(one);
    left -= 1;
    if (left > 0 && i < all.length - 1) return;
    parts.push(frames.take());
    left = 0;
    ends.set(
      parts.reduce((sum, part) => sum + part.length, 0),
      i + 1,
    );
  });
  return { bytes: Buffer.concat(parts), ends };
}

const batches = fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 5 });

describe('the format of a history, over generated operations', () => {
  let folder = '';
  let path = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdfast-format-'));
    path = join(folder, 'history.hfh');
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('gives back what was recorded', async () => {
    await fc.assert(
      fc.asyncProperty(history, batches, async (all, sizes) => {
        await writeFile(path, fileOf(all, sizes).bytes);
        const read = await readHistory(path);
        expect(read).toEqual({ header, operations: all.map(recorded), torn: false });
      }),
      { numRuns: 300 },
    );
  });

  test('shows in memory what it would show from a file', () => {
    fc.assert(
      fc.property(history, (all) => {
        const shown: unknown[] = [];
        showOperations(all, (record) => shown.push(record.operation()));
        expect(shown).toEqual(all.map(recorded));
      }),
    );
  });

  test('gives the records before a torn end, and says that it is torn', async () => {
    await fc.assert(
      fc.asyncProperty(history, batches, fc.nat(), async (all, sizes, pick) => {
        const { bytes, ends } = fileOf(all, sizes);
        const [head = 0] = ends.keys();
        const size = head + (pick % (bytes.length - head + 1));
        await writeFile(path, bytes.subarray(0, size));
        const { operations, torn } = await readHistory(path);
        const kept = [...ends].findLast(([end]) => end <= size)?.[1] ?? 0;
        expect(operations).toEqual(all.slice(0, kept).map(recorded));
        expect(torn).toBe(!ends.has(size));
      }),
    );
  });

  test('names the frame in which a byte was changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        history,
        batches,
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (all, sizes, pick, by) => {
          const { bytes, ends } = fileOf(all, sizes);
          const at = MAGIC_BYTES + (pick % (bytes.length - MAGIC_BYTES));
          bytes[at] = (bytes[at] ?? 0) ^ by;
          await writeFile(path, bytes);
          const frame = [MAGIC_BYTES, ...ends.keys()].findLast((end) => end <= at) ?? 0;
          await expect(readHistory(path)).rejects.toThrow(`${path} is broken at byte ${String(frame)}: `);
        },
      ),
    );
  });

  test('takes a few bytes a record where keys, functions and processes repeat', async () => {
    const all = Array.from({ length: 2000 }, (_, i): Operation => {
      const common = { process: i % 8, f: 'increment', key: `c${String(i % 15)}` };
      const [from, to] = [i * 5, i * 5 + 2.5];
      return i % 2 === 0
        ? { ...common, type: 'invoke', time: from }
        : {
            ...common,
            process: (i - 1) % 8,
            key: `c${String((i - 1) % 15)}`,
            type: 'ok',
            time: to,
            value: i,
          };
    });
    const { bytes } = fileOf(all, [1]);
    await writeFile(path, bytes);
    expect((await readFile(path)).length / all.length - FRAME_HEAD).toBeLessThan(7);
  });
});

describe('the number of a key', () => {
  test('is canonical, and put behind its prefix again gives the key', () => {
    fc.assert(
      fc.property(text, (key) => {
        const at = numberAt(key);
        if (at === key.length) return;
        expect(key.slice(0, at) + String(Number(key.slice(at)))).toBe(key);
      }),
    );
  });

  test.each<[string, string, number | undefined]>([
    ['k17', 'k', 17],
    ['17', '', 17],
    ['k0', 'k', 0],
    ['k007', 'k00', 7],
    ['k00', 'k0', 0],
    ['k', 'k', undefined],
    ['', '', undefined],
    ['k999999999999999', 'k', 999_999_999_999_999],
    ['k1000000000000000', 'k1000000000000000', undefined],
  ])('of %j comes after %j', (key, prefix, number) => {
    const at = numberAt(key);
    expect(key.slice(0, at)).toBe(prefix);
    expect(at === key.length ? undefined : Number(key.slice(at))).toBe(number);
  });
});

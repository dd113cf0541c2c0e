import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { ValueReader } from './malformed.ts';

const schema = z.object({ sums: z.array(z.number()) });

describe('values that operations carry', () => {
  test('are read where they have the shape of their function', () => {
    const reader = new ValueReader();
    expect(reader.read(schema, { sums: [1, 2] }, 'The answer to c1')).toEqual({ sums: [1, 2] });
    expect(reader.malformed).toEqual([]);
    expect(reader.findings('bank')).toEqual([]);
  });

  test('are no evidence where they have another shape, and the place is named', () => {
    const reader = new ValueReader();
    expect(reader.read(schema, { sums: [1, 'x'] }, 'The answer to c1')).toBeUndefined();
    expect(reader.malformed).toEqual([
      'The answer to c1 has another shape than its function says at sums.1: Invalid input: expected number, received string.',
    ]);
  });

  test('are no evidence where they are something else altogether', () => {
    const reader = new ValueReader();
    expect(reader.read(schema, 7, 'What was sent for c2')).toBeUndefined();
    expect(reader.malformed).toEqual([
      'What was sent for c2 has another shape than its function says: Invalid input: expected object, received number.',
    ]);
  });

  test('are told of in the order in which their operations began', () => {
    const reader = new ValueReader();
    reader.note('The third.', 3);
    reader.read(z.string(), 1, 'The second', 2);
    reader.note('The first.');
    const [finding] = reader.findings('bank');
    expect(finding?.examples.map((sentence) => sentence.slice(0, 10))).toEqual([
      'The first.',
      'The second',
      'The third.',
    ]);
    expect(finding?.message).toContain('are not judged. The first.');
  });

  test('that cannot be read make one finding, which names the first', () => {
    const reader = new ValueReader();
    reader.note('The answer to c1 is nothing.');
    reader.note('The answer to c2 is nothing.');
    expect(reader.findings('bank')).toStrictEqual([
      {
        judge: 'bank',
        kind: 'malformed-value',
        effect: 'unknown',
        message:
          'The history holds 2 values that cannot be read; the operations concerned are not judged. The answer to c1 is nothing.',
        count: 2,
        examples: ['The answer to c1 is nothing.', 'The answer to c2 is nothing.'],
      },
    ]);
  });
});

import { describe, expect, test } from '@jest/globals';
import { ByteWriter } from './byte-writer.ts';
import { NameWriter } from './name-writer.ts';

describe('a name in a dictionary', () => {
  /** How many bytes each takes, one after the other, and how many definitions there were after it. */
  function written(kind: 'name' | 'key', texts: readonly string[]): [bytes: number, defined: number][] {
    const definitions = new ByteWriter();
    let defined = 0;
    const names = new NameWriter((write) => {
      write(definitions);
      defined += 1;
    });
    return texts.map((text) => {
      const out = new ByteWriter();
      names[kind](out, text);
      return [out.length, defined];
    });
  }

  test('is written out once, defined with its second occurrence, and takes a byte from then on', () => {
    expect(written('name', ['write', 'read', 'write', 'write', 'read'])).toEqual([
      ...[
        [6, 0],
        [5, 0],
        [1, 1],
        [1, 1],
        [1, 2],
      ],
    ]);
  });

  test('is for keys what comes before their number, which takes a byte or two beside it', () => {
    expect(written('key', ['key-1', 'key-2', 'key-300', 'name', 'name', '7'])).toEqual([
      ...[
        [6, 0],
        [2, 1],
        [3, 1],
        [5, 1],
        [1, 2],
        [2, 2],
      ],
    ]);
  });

  test('is never in it where it is long', () => {
    const [kept, long] = ['k'.repeat(64), 'l'.repeat(65)];
    expect(written('name', [kept, kept]).at(-1)).toEqual([1, 1]);
    expect(written('name', [long, long, long]).at(-1)).toEqual([67, 0]);
  });
});

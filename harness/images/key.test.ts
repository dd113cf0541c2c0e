import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { hashOf, keysOf } from './key.ts';
import type { BuildStep } from './step.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-key-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function step(changes: Partial<BuildStep> = {}): BuildStep {
  return {
    title: 'a step',
    product: { kind: 'image', name: 'thing' },
    needs: [],
    typicalSeconds: 1,
    parameters: { packages: ['a', 'b'] },
    inputs: [],
    run: () => Promise.resolve(),
    ...changes,
  };
}

async function keyOf(one: BuildStep): Promise<string | undefined> {
  return (await keysOf([one])).get(one);
}

describe('keysOf', () => {
  test('a key has 12 hexadecimal digits and stays the same', async () => {
    expect(await keyOf(step())).toMatch(/^[0-9a-f]{12}$/);
    expect(await keyOf(step())).toBe(await keyOf(step()));
  });

  test('titles and times make no difference; parameters, products and needs do', async () => {
    const plain = await keyOf(step());
    expect(await keyOf(step({ title: 'other', typicalSeconds: 9 }))).toBe(plain);
    expect(await keyOf(step({ parameters: { packages: ['a'] } }))).not.toBe(plain);
    expect(await keyOf(step({ product: { kind: 'image', name: 'other' } }))).not.toBe(plain);
    expect(await keyOf(step({ needs: [step()] }))).not.toBe(plain);
    expect(await keyOf(step({ needs: [step({ parameters: 1 })] }))).not.toBe(
      await keyOf(step({ needs: [step()] })),
    );
  });

  test('the content of an input file counts', async () => {
    const file = join(folder, 'input');
    writeFileSync(file, 'one');
    const before = await keyOf(step({ inputs: [file] }));
    writeFileSync(file, 'two');
    expect(await keyOf(step({ inputs: [file] }))).not.toBe(before);
  });
});

test('hashOf does not depend on the order of fields', () => {
  expect(hashOf({ a: 1, b: { c: 2, d: 3 } })).toBe(hashOf({ b: { d: 3, c: 2 }, a: 1 }));
  expect(hashOf(['a', 'b'])).not.toBe(hashOf(['b', 'a']));
});

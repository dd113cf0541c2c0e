import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silent } from '../core/progress.ts';
import { build } from './build.ts';
import type { BuildStep } from './step.ts';

/** A step that leaves a file with its name, or fails. */
function step(name: string, needs: readonly BuildStep[] = [], fails = false): BuildStep {
  return {
    ...{ title: `make ${name}`, needs, typicalSeconds: 1, parameters: { fails }, inputs: [] },
    product: { kind: 'folder', name: `test/${name}` },
    async run({ folder }) {
      if (fails) throw new Error(`${name} cannot be made`);
      await writeFile(join(folder, 'name'), name);
    },
  };
}

// Builds look for containers that earlier ones left: this needs Docker, if no cluster.
describe('a build', () => {
  const before = process.env.HOLDFAST_CACHE;
  let cache: string;
  beforeAll(async () => {
    cache = await mkdtemp(join(tmpdir(), 'holdfast-build-test-'));
    process.env.HOLDFAST_CACHE = cache;
  });
  afterAll(async () => {
    if (before === undefined) delete process.env.HOLDFAST_CACHE;
    else process.env.HOLDFAST_CACHE = before;
    await rm(cache, { recursive: true, force: true });
  });

  test('tells of each target as it comes, and makes the others where one cannot be made', async () => {
    const base = step('base');
    const broken = step('broken', [], true);
    const [good, lost, alone] = [step('good', [base]), step('lost', [base, broken]), step('alone')];
    const told = new Map<string, unknown>();
    const options = {
      progress: silent,
      onTarget: ({ product }: BuildStep, location: string, error?: unknown) =>
        told.set(product.name, error ?? location),
    };
    await expect(build([good, lost, alone], options)).rejects.toThrow('broken cannot be made');
    expect([...told.keys()].sort()).toEqual(['test/alone', 'test/good', 'test/lost']);
    expect(told.get('test/lost')).toMatchObject({
      message: expect.stringMatching(/"make broken" failed after/),
    });
    expect(await readFile(join(String(told.get('test/good')), 'name'), 'utf8')).toBe('good');
    told.clear();
    const again = await build([good, alone], options);
    expect(again.built).toEqual([]);
    expect([...told.keys()]).toEqual(['test/good', 'test/alone']);
  });

  test('where nobody listens one failed step ends the others', async () => {
    const broken = step('broken', [], true);
    const after = step('after', [step('first')]);
    await expect(build([broken, after], { progress: silent })).rejects.toThrow('broken cannot be made');
  });
});

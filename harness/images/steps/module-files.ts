import { chmod, cp, mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { BuildStep } from '../step.ts';

const Module = z.object({ Dir: z.string() });

/** A folder with some files of a published Go module, at the version that go.mod names. */
export function moduleFiles(wanted: {
  name: string;
  title: string;
  module: string;
  path: string;
  files: readonly string[];
}): BuildStep {
  return {
    title: wanted.title,
    product: { kind: 'folder', name: wanted.name },
    needs: [],
    typicalSeconds: 3,
    lane: 'go',
    parameters: { path: wanted.path, files: wanted.files },
    inputs: [join(wanted.module, 'go.mod'), join(wanted.module, 'go.sum')],
    async run(build) {
      // In Go, "download" is also what finds a module that is in the cache already.
      const answer = await build.command('go', ['mod', 'download', '-json', wanted.path], {
        cwd: wanted.module,
      });
      const { Dir: source } = Module.parse(JSON.parse(answer));
      for (const file of wanted.files) {
        const target = join(build.folder, file);
        await mkdir(dirname(target), { recursive: true });
        await cp(join(source, file), target, { recursive: true });
      }
      await makeWritable(build.folder); // the module cache is read-only, and modes are copied
    },
  };
}

async function makeWritable(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    await chmod(path, entry.isDirectory() ? 0o755 : 0o644);
    if (entry.isDirectory()) await makeWritable(path);
  }
}

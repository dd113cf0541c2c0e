import { basename, join } from 'node:path';
import type { BuildStep } from '../step.ts';

/** A folder with one static program, compiled from one C file and named like it. */
export function staticC(wanted: { name: string; title: string; source: string }): BuildStep {
  return {
    title: wanted.title,
    product: { kind: 'folder', name: wanted.name },
    needs: [],
    typicalSeconds: 2,
    parameters: {},
    inputs: [wanted.source],
    async run(build) {
      const program = join(build.folder, basename(wanted.source, '.c'));
      await build.command('gcc', ['-Os', '-Wall', '-Werror', '-static', '-s', '-o', program, wanted.source]);
    },
  };
}
